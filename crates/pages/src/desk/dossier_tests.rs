//! What the dossier computes: facts agreed and disputed, two pieces compared, similar cases, a record that is disclosed.

use app::case::{self, Wish};
use app::statistics::follow_statistics;
use domain::Actor;
use domain::dispute::commands::provide_evidence::ProvideEvidence;
use domain::dispute::commands::respond::Respond;
use domain::dispute::commands::send_message::Addressed;
use domain::dispute::{DisputeCommand, Remedy};
use futures_util::stream;
use terms::{DisputeId, EvidenceId, MerchantId, Position, RemedyType, Role, person_from_outside};

use crate::merchant::world::World;

async fn act(world: &World, id: DisputeId, actor: Actor, command: DisputeCommand) {
    case::act(&world.app, id, actor, command, Wish::once(&world.app)).await.unwrap();
}

async fn provides(
    world: &World,
    id: DisputeId,
    name: &str,
    content: &'static str,
    audience: Addressed,
) -> EvidenceId {
    let consumer = Actor::Person { id: World::consumer_id(), role: Role::Consumer, merchant: None };
    let body = stream::iter([Ok(bytes::Bytes::from_static(content.as_bytes()))]);
    let taken = case::take_upload(&world.app, World::consumer_id(), name, None, Box::pin(body)).await;
    let file = taken.unwrap().id;
    let give = ProvideEvidence { evidence_ids: vec![file], note: None, audience };
    act(world, id, consumer, DisputeCommand::ProvideEvidence(give)).await;
    file
}

fn seller() -> Actor {
    let merchant = MerchantId::new("yuhe").ok();
    Actor::Person { id: person_from_outside("merchant:yuhe:S-1"), role: Role::Merchant, merchant }
}

/// E1: before the answer nothing is agreed; after it, what both name is agreed and the rest is told side by side.
#[tokio::test]
async fn facts_are_sorted_into_agreed_and_disputed() {
    let world = World::new().await;
    let (officer, token) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (number, id) = world.file().await;
    let path = format!("/desk/cases/{number}?lang=en");
    let before = world.get(Some(&token), &path).await.text;
    assert!(before.contains("The merchant has not answered yet") && before.contains("Ordered "), "{before}");
    world.accept(id, officer).await;
    let claim = case::state(&world.app, id).await.unwrap().filed.as_ref().unwrap().claims[0].clone();
    let answer = Respond {
        position: Position::Partly,
        explanation: "面料没有问题，愿意退款".to_owned(),
        evidence_ids: Vec::new(),
        remedies: vec![
            claim,
            Remedy { remedy_type: RemedyType::Apology, amount: None, text: None, rule_id: None },
        ],
    };
    act(&world, id, seller(), DisputeCommand::Respond(answer)).await;
    let after = world.get(Some(&token), &path).await.text;
    assert!(!after.contains("The merchant has not answered yet"), "{after}");
    let agreed = after.split("id=\"agreed\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(agreed.contains("said by both") && agreed.contains("Not asked for"), "{agreed}");
    assert!(agreed.contains("面料没有问题，愿意退款"), "both stories stand beside each other");
    world.in_every_language(Some(&token), &format!("/desk/cases/{number}")).await;
}

/// E1, D2, B17: two pieces stand beside each other by the address alone; nothing is opened, and noted, before a choice.
#[tokio::test]
async fn two_pieces_are_compared_by_the_address_alone() {
    let world = World::new().await;
    let (_, token) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (number, id) = world.file().await;
    let one = provides(&world, id, "a.txt", "三天内没有回电", Addressed::All).await;
    let two = provides(&world, id, "b.txt", "洗标写的是聚酯纤维", Addressed::All).await;
    let path = format!("/desk/cases/{number}?lang=en");
    let page = world.get(Some(&token), &path).await.text;
    assert!(page.contains("name=\"left\"") && !page.contains("三天内没有回电"), "{page}");
    assert_eq!(page.matches("Nobody has opened it").count(), 2);
    let both = world.get(Some(&token), &format!("{path}&left={one}&right={two}")).await.text;
    assert!(both.contains("三天内没有回电") && both.contains("洗标写的是聚酯纤维"), "{both}");
    let seen = world.get(Some(&token), &path).await.text;
    assert!(!seen.contains("Nobody has opened it"), "both looks are noted");
    let strange = world.get(Some(&token), &format!("{path}&left=x&right={}", EvidenceId::default())).await;
    assert_eq!(strange.status, axum::http::StatusCode::OK);
}

/// E1: what cases like it came to is told in counts, once there are enough of them; the merchant's record is told to
/// staff and to the merchant in the same words, and only for kinds whose rules find it relevant.
#[tokio::test]
async fn the_record_that_staff_see_is_disclosed_to_the_merchant() {
    let world = World::new().await;
    let (officer, token) = world.staff("sun.intake", Role::IntakeOfficer).await;
    let (number, id) = world.file().await;
    world.accept(id, officer).await;
    while follow_statistics(&world.app).await.unwrap() {}
    let desk = world.get(Some(&token), &format!("/desk/cases/{number}?lang=en")).await.text;
    assert!(desk.contains("Too few similar cases") && desk.contains("0 others within 12 months"), "{desk}");
    let merchant = world.merchant().await;
    let own = world.get(Some(&merchant), &format!("/merchant/cases/{number}?lang=en")).await.text;
    assert!(own.contains("0 others within 12 months") && own.contains("platform.cn.history"), "{own}");
    let consumer = world.consumer().await;
    let theirs = world.get(Some(&consumer), &format!("/cases/{number}?lang=en")).await.text;
    assert!(!theirs.contains("others within 12 months"));
}
