//! The public rules over the built-in pack.

use std::collections::BTreeSet;

use domain::dispute::{Verb, allowed::allowed};
use domain::{Actor, dispute::DisputeState};
use terms::{Role, Stage};

use super::process::PARTS;
use crate::merchant::world::World;

/// F7: the whole pack is told in every language, kind by kind, with a sentence for each key.
#[tokio::test]
async fn the_rules_speak_every_language() {
    let world = World::new().await;
    for path in ["/rules", "/rules?q=refund"] {
        world.in_every_language(None, path).await;
    }
    let kinds: Vec<String> = world.app.playbook.kinds().map(|kind| kind.key.to_string()).collect();
    for kind in kinds {
        world.in_every_language(None, &format!("/rules/kinds/{kind}")).await;
    }
}

/// F7: every time limit stands there with its rule; every rule with its source and mark; the fingerprint of the pack too.
#[tokio::test]
async fn nothing_of_the_pack_is_left_out() {
    let world = World::new().await;
    let page = world.get(None, "/rules?lang=en").await.text;
    let playbook = &world.app.playbook;
    for rule in playbook.rules() {
        assert!(page.contains(&format!("id=\"{}\"", rule.id)), "{}", rule.id);
    }
    for kind in playbook.kinds() {
        for step in playbook::Step::ALL {
            let rule = &playbook.limit(&kind.key, *step).rule;
            assert!(page.contains(&format!("#{rule}\"")), "{} {}", kind.key, step.as_str());
        }
    }
    assert!(page.contains(playbook.fingerprint()) && page.contains(playbook.version()));
}

/// F7: what the page says a side may do in a stage is what the domain lets it do.
#[tokio::test]
async fn the_rights_told_are_the_rights_there_are() {
    let world = World::new().await;
    let (officer, _) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (_, id) = world.file().await;
    told_and_true(&app::case::state(&world.app, id).await.unwrap(), &world);
    world.accept(id, officer).await;
    told_and_true(&app::case::state(&world.app, id).await.unwrap(), &world);
}

fn told_and_true(state: &DisputeState, world: &World) {
    let merchant = terms::MerchantId::new("yuhe").unwrap();
    let now = app::ports::Clock::now(world.clock.as_ref());
    let consumer = Actor::Person { id: World::consumer_id(), role: Role::Consumer, merchant: None };
    let respondent =
        Actor::Person { id: terms::PersonId::default(), role: Role::Merchant, merchant: Some(merchant) };
    let stage: Stage = domain::dispute::stage(state);
    let part = PARTS.iter().find(|part| part.key == stage.as_str()).unwrap();
    for (told, actor) in [(part.consumer, consumer), (part.respondent, respondent)] {
        // Mandates are a right throughout; told once.
        let general = [Verb::GrantMandate, Verb::RevokeMandate, Verb::Rate];
        let may: BTreeSet<Verb> =
            allowed(state, &actor, now).into_iter().filter(|v| !general.contains(v)).collect();
        let untold: Vec<_> = may.iter().filter(|verb| !told.contains(verb)).collect();
        assert!(
            untold.is_empty() || stage == Stage::Screening && actor.role() == Some(Role::Merchant),
            "{stage}: {untold:?} is not told"
        );
    }
}
