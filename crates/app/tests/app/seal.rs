//! Sealing for readers: a few at a time, one for each person, and no thread waits for anybody.

use std::time::Duration;

use app::case::{SealError, SealedBundle, seal_bundle};
use app::queries::uploads::{self, Place};
use domain::Actor;
use domain::dispute::commands::send_message::Addressed;
use futures_util::TryStreamExt as _;
use terms::{DisputeId, EvidenceId, Role};
use testkit::evidence::{RIVER, Scene, note, photo};

use crate::copies::{accepted, provide};
use crate::world::{World, officer, person};

/// An accepted case with a file that is larger than what is read ahead.
async fn case(world: &World) -> (DisputeId, EvidenceId) {
    let id = accepted(world).await;
    let long = note("long.txt", &"三天内没有回电。".repeat(40_000));
    let file = provide(world, id, &world.consumer().await, &long, Addressed::All).await;
    (id, file)
}

async fn taken(bundle: SealedBundle) -> Vec<u8> {
    let pieces: Vec<bytes::Bytes> = bundle.body.try_collect().await.unwrap();
    let whole = pieces.concat();
    assert_eq!(whole.len() as u64, bundle.length);
    whole
}

fn verifies(world: &World, bundle: &[u8]) -> record::Verified {
    let keys = [world.app.signer.public().clone()];
    record::verify_bundle_from(bundle, Some(&keys)).unwrap()
}

/// B16, D9: readers who take nothing hold no thread: with four threads for waiting work, twelve of them keep nobody from
/// getting a bundle.
#[test]
fn readers_who_take_nothing_hold_no_thread() {
    let mut few = tokio::runtime::Builder::new_multi_thread();
    let runtime = few.worker_threads(2).max_blocking_threads(4).enable_all().build().unwrap();
    runtime.block_on(async {
        let world = World::new().await;
        let (id, _) = case(&world).await;
        let mut slow = Vec::new();
        for n in 0..12 {
            let reader = officer(&format!("slow-{n}"), Role::Supervisor);
            slow.push(seal_bundle(&world.app, id, &reader).await.unwrap());
        }
        let reader = officer("quick", Role::Supervisor);
        let whole = async { taken(seal_bundle(&world.app, id, &reader).await.unwrap()).await };
        let whole = tokio::time::timeout(Duration::from_secs(60), whole).await.unwrap();
        assert_eq!(verifies(&world, &whole).evidence, 1);
        assert_eq!(taken(slow.remove(0)).await.len(), whole.len(), "a slow reader still gets all of it");
    });
}

/// B16: a person has one bundle under way; the next may follow when it was taken or broken off.
#[tokio::test(flavor = "multi_thread")]
async fn a_person_has_one_bundle_under_way() {
    let world = World::new().await;
    let (id, _) = case(&world).await;
    let reader = world.consumer().await;
    let first = seal_bundle(&world.app, id, &reader).await.unwrap();
    let second = seal_bundle(&world.app, id, &reader).await;
    assert!(matches!(second, Err(SealError::OneAtATime)), "{second:?}");
    seal_bundle(&world.app, id, &world.merchant().await).await.unwrap();
    drop(first);
    let next = async {
        loop {
            match seal_bundle(&world.app, id, &reader).await {
                Ok(next) => break next,
                Err(SealError::OneAtATime) => tokio::task::yield_now().await,
                Err(error) => panic!("{error}"),
            }
        }
    };
    let next = tokio::time::timeout(Duration::from_secs(60), next).await.unwrap();
    verifies(&world, &taken(next).await);
}

/// B11, C19, D2: a bundle is a look at each file in it, and at the case: the merchant who takes it has been told. What was
/// withheld was not looked at; for a stranger nothing is sealed.
#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_is_a_look_at_each_file_in_it_and_at_the_case() {
    let world = World::new().await;
    let (id, file) = case(&world).await;
    let mut cut = photo("cut.jpg", Scene::Cloth, 4, Some(RIVER));
    cut.bytes.truncate(cut.bytes.len() / 2);
    let withheld = provide(&world, id, &world.consumer().await, &cut, Addressed::All).await;
    let trail = async |file| {
        let (looks, _) = uploads::trail(&world.app, file, Place::START, 10).await.unwrap();
        looks.into_iter().map(|look| (look.person, look.what)).collect::<Vec<_>>()
    };
    let stranger = Actor::Person { id: person("stranger"), role: Role::Consumer, merchant: None };
    assert!(matches!(seal_bundle(&world.app, id, &stranger).await, Err(SealError::Bundle(_))));
    assert!(trail(file).await.is_empty());
    assert!(world.state(id).await.respondent_notified.is_none());

    let merchant = world.merchant().await;
    let bundle = seal_bundle(&world.app, id, &merchant).await.unwrap();
    assert_eq!(trail(file).await, [(merchant.person(), "exported".to_owned())]);
    assert!(trail(withheld).await.is_empty());
    assert!(world.state(id).await.respondent_notified.is_some());
    let verified = verifies(&world, &taken(bundle).await);
    assert_eq!(verified.events, world.state(id).await.version, "what the look proved is in it");
}
