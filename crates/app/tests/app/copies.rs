//! Which copy of a file each reader gets, in a bundle as at the doors.

use app::case::{self, seen_file};
use app::ports::Copy;
use domain::Actor;
use domain::dispute::DisputeCommand;
use domain::dispute::commands::accept::Accept;
use domain::dispute::commands::provide_evidence::ProvideEvidence;
use domain::dispute::commands::send_message::Addressed;
use futures_util::stream;
use record::{Hash, Verified, verify_bundle_from};
use terms::{DisputeId, EvidenceId, Role};
use testkit::evidence::{EvidenceFile, RIVER, Scene, note, photo};

use crate::world::{World, officer};

/// A case on which the merchant may look.
pub async fn accepted(world: &World) -> DisputeId {
    let id = world.file("SO-1").await;
    world.act(id, officer("sun", Role::IntakeOfficer), DisputeCommand::Accept(Accept {})).await;
    id
}

pub async fn provide(
    world: &World,
    id: DisputeId,
    by: &Actor,
    file: &EvidenceFile,
    audience: Addressed,
) -> EvidenceId {
    let body = stream::iter([Ok(bytes::Bytes::from(file.bytes.clone()))]);
    let claimed = Some(file.media_type.to_owned());
    let owner = by.person().unwrap();
    let taken = case::take_upload(&world.app, owner, &file.name, claimed, Box::pin(body)).await.unwrap();
    let command = ProvideEvidence { evidence_ids: vec![taken.id], note: None, audience };
    world.act(id, by.clone(), DisputeCommand::ProvideEvidence(command)).await;
    taken.id
}

/// The bundle as this reader gets it, and what it says about itself.
async fn bundle(world: &World, id: DisputeId, reader: &Actor) -> (Vec<u8>, Verified) {
    let mut bundle = Vec::new();
    case::write_bundle(&world.app, id, reader, &mut bundle).await.unwrap();
    let keys = [world.app.signer.public().clone()];
    let verified = verify_bundle_from(bundle.as_slice(), Some(&keys)).unwrap();
    (bundle, verified)
}

fn holds(bundle: &[u8], wanted: &[u8]) -> bool {
    bundle.windows(wanted.len()).any(|part| part == wanted)
}

/// D8, D9: a photo tells the other side nothing of where it was taken, in a bundle neither; the record's hash of the
/// original stands beside the copy. Its own side and staff get what came in.
#[tokio::test(flavor = "multi_thread")]
async fn the_other_sides_bundle_holds_a_photo_without_its_place() {
    let world = World::new().await;
    let id = accepted(&world).await;
    let (consumer, merchant) = (world.consumer().await, world.merchant().await);
    let coat = photo("coat.jpg", Scene::Label, 1, Some(RIVER));
    let shelf = photo("shelf.jpg", Scene::Parcel, 2, None);
    let theirs = provide(&world, id, &consumer, &coat, Addressed::All).await;
    provide(&world, id, &merchant, &shelf, Addressed::All).await;

    let (sealed, verified) = bundle(&world, id, &merchant).await;
    for place in [b"Exif\0\0".as_slice(), b"Testphone"] {
        assert!(holds(&coat.bytes, place) && !holds(&sealed, place));
    }
    assert!(holds(&sealed, &shelf.bytes), "its own photo is whole");
    assert_eq!(verified.evidence, 2);
    let [copy] = verified.cleaned.as_slice() else { panic!("{verified:?}") };
    assert_eq!((copy.id.as_str(), copy.original), (theirs.to_string().as_str(), Hash::of(&coat.bytes)));
    assert!(verified.withheld.is_empty());

    let (sealed, verified) = bundle(&world, id, &consumer).await;
    assert!(holds(&sealed, &coat.bytes));
    assert!(verified.cleaned.iter().all(|copy| copy.id != theirs.to_string()));
    let (sealed, verified) = bundle(&world, id, &officer("bai", Role::Supervisor)).await;
    assert!(holds(&sealed, &coat.bytes) && holds(&sealed, &shelf.bytes));
    assert!(verified.cleaned.is_empty());
}

/// D8, D9: a file that could not be cleaned is in no bundle of the other side, which is told so; one that was not for the
/// other side is not even named there.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_withheld_at_the_door_is_withheld_from_the_bundle() {
    let world = World::new().await;
    let id = accepted(&world).await;
    let (consumer, merchant) = (world.consumer().await, world.merchant().await);
    let mut cut = photo("cut.jpg", Scene::Cloth, 4, Some(RIVER));
    cut.bytes.truncate(cut.bytes.len() / 2);
    let private = note("private.txt", "只给平台看的一段话");
    let open = note("open.txt", "给双方看的一段话");
    let withheld = provide(&world, id, &consumer, &cut, Addressed::All).await;
    let hidden = provide(&world, id, &consumer, &private, Addressed::Staff).await;
    provide(&world, id, &consumer, &open, Addressed::All).await;

    let (sealed, verified) = bundle(&world, id, &merchant).await;
    assert_eq!(verified.withheld, [withheld.to_string()]);
    assert_eq!((verified.evidence, verified.cleaned.len()), (1, 0), "there is nothing to clean in the note");
    assert!(holds(&sealed, &open.bytes));
    assert!(!holds(&sealed, b"Exif\0\0") && !holds(&sealed, &private.bytes));
    assert!(!holds(&sealed, hidden.to_string().as_bytes()));
    let (sealed, verified) = bundle(&world, id, &consumer).await;
    assert!(holds(&sealed, &cut.bytes) && holds(&sealed, &private.bytes));
    assert!(verified.withheld.is_empty());
}

/// D8: a merchant's people get what a colleague gave as it came in; a stranger, and the other side as to what is not for
/// it, get nothing.
#[tokio::test(flavor = "multi_thread")]
async fn the_doors_ask_the_same_question_as_the_bundle() {
    let world = World::new().await;
    let id = accepted(&world).await;
    let (consumer, merchant) = (world.consumer().await, world.merchant().await);
    let Actor::Person { merchant: Some(shop), .. } = &merchant else { panic!() };
    let colleague = Actor::Person {
        id: crate::world::person("shop-colleague"),
        role: Role::Merchant,
        merchant: Some(shop.clone()),
    };
    let shelf = photo("shelf.jpg", Scene::Parcel, 2, Some(RIVER));
    let given = provide(&world, id, &merchant, &shelf, Addressed::All).await;
    let copy = async |actor: &Actor| {
        seen_file(&world.app, given, actor).await.unwrap().map(|file| (file.copy, file.by_staff))
    };
    assert_eq!(copy(&merchant).await, Some((Copy::Original, false)));
    assert_eq!(copy(&colleague).await, Some((Copy::Original, false)));
    assert_eq!(copy(&consumer).await, Some((Copy::Clean, false)));
    assert_eq!(copy(&officer("bai", Role::Supervisor)).await, Some((Copy::Original, true)));
    let stranger =
        Actor::Person { id: crate::world::person("stranger"), role: Role::Consumer, merchant: None };
    assert_eq!(copy(&stranger).await, None);
    let inner = provide(&world, id, &merchant, &note("n.txt", "内部说明"), Addressed::Staff).await;
    assert!(seen_file(&world.app, inner, &consumer).await.unwrap().is_none());
}
