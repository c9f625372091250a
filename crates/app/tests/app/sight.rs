//! Change anything that someone may not see, and what they are shown stays the same to the byte.

use app::case;
use domain::Actor;
use domain::dispute::DisputeCommand;
use domain::dispute::commands::escalate::Escalate;
use domain::dispute::commands::send_message::{Addressed, SendMessage};
use terms::{DisputeId, RemedyType, Role};

use crate::world::{Silent, World, officer, refund};

fn say(text: &str, audience: Addressed) -> DisputeCommand {
    DisputeCommand::SendMessage(SendMessage { text: text.to_owned(), evidence_ids: Vec::new(), audience })
}

/// All that a door can show of a case: the view and the history, without the ids and hashes that are random anyway.
async fn shown(world: &World, id: DisputeId, actor: &Actor) -> String {
    let view = case::view(&world.app, id, actor, &Silent).await.unwrap().unwrap();
    let facts = case::facts(&world.app, id, actor, 0, 500).await.unwrap().unwrap();
    let kinds: Vec<_> = facts.iter().map(|f| (f.number, f.kind.clone())).collect();
    let (messages, version) = (
        serde_json::to_string(&view.messages.iter().map(|m| &m.text).collect::<Vec<_>>()).unwrap(),
        view.version,
    );
    format!("{messages} {version} {:?} {:?} {kinds:?}", view.stage, view.status)
}

async fn in_mediation(secrets: &[(&str, Addressed, &str)]) -> (World, DisputeId) {
    let world = World::new().await;
    let (id, _) = world.offered("SO-1", vec![refund(RemedyType::PartialRefund, "100.00")]).await;
    world.act(id, world.consumer().await, DisputeCommand::Escalate(Escalate { reason: None })).await;
    for (by, audience, text) in secrets {
        let actor = match *by {
            "consumer" => world.consumer().await,
            "merchant" => world.merchant().await,
            _ => officer("gu", Role::Mediator),
        };
        world.act(id, actor, say(text, *audience)).await;
    }
    (world, id)
}

/// D8, C5: one side's words to the mediator or to staff, and the staff's own notes, leave no trace for the other
/// side, not even in a number.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_merchant_may_not_see_leaves_no_trace_in_what_it_is_shown() {
    let (bare, plain) = in_mediation(&[("consumer", Addressed::All, "请看照片")]).await;
    let (full, secret) = in_mediation(&[
        ("consumer", Addressed::Mediator, "其实我可以接受五百"),
        ("staff", Addressed::Staff, "消费者情绪激动"),
        ("consumer", Addressed::Staff, "我的电话换了"),
        ("consumer", Addressed::All, "请看照片"),
        ("staff", Addressed::Staff, "下午再打"),
    ])
    .await;
    let (one, two) = (bare.merchant().await, full.merchant().await);
    assert_eq!(shown(&bare, plain, &one).await, shown(&full, secret, &two).await);
}

/// C5: who rules sees nothing of what was said in mediation, by view, history, search or bundle.
#[tokio::test(flavor = "multi_thread")]
async fn a_canary_in_the_mediators_ear_reaches_no_decider() {
    let (world, id) = in_mediation(&[("consumer", Addressed::Mediator, "金丝雀七四九")]).await;
    while app::jobs::follow_search(&world.app).await.unwrap() {}
    let decider = officer("lu", Role::Decider);
    let view = case::view(&world.app, id, &decider, &Silent).await.unwrap().unwrap();
    assert!(!serde_json::to_string(&view).unwrap().contains("金丝雀"));
    let facts = case::facts(&world.app, id, &decider, 0, 500).await.unwrap().unwrap();
    assert!(!serde_json::to_string(&facts).unwrap().contains("金丝雀"));
    assert!(app::search::search(&world.app, &decider, "金丝雀", None, 10).await.unwrap().is_empty());
    let mut bundle = Vec::new();
    case::write_bundle(&world.app, id, &decider, &mut bundle).await.unwrap();
    assert!(!String::from_utf8_lossy(&bundle).contains("金丝雀"));
    let mediator = officer("gu", Role::Mediator);
    let view = case::view(&world.app, id, &mediator, &Silent).await.unwrap().unwrap();
    assert!(
        serde_json::to_string(&view).unwrap().contains("金丝雀"),
        "the mediator it was meant for does see it"
    );
}
