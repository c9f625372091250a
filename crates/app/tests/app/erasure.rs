//! Erased data is gone for good, and every bundle made before or after stays valid.

use app::case;
use app::erase::{EraseError, Erasure, erase};
use domain::Actor;
use record::verify_bundle_from;
use terms::{DisputeId, Role, RuleId};

use crate::world::{Silent, World, officer};

async fn bundle(world: &World, id: DisputeId, actor: &Actor) -> Vec<u8> {
    let mut bytes = Vec::new();
    case::write_bundle(&world.app, id, actor, &mut bytes).await.unwrap();
    bytes
}

fn wanted(dispute: DisputeId, path: &str) -> Erasure {
    let rule = RuleId::new("cn.pipl.47").unwrap();
    Erasure { dispute, version: 1, path: path.to_owned(), rule }
}

/// H4, D2, D9: erasing a part keeps every old and every new bundle valid.
#[tokio::test(flavor = "multi_thread")]
async fn an_erased_description_is_gone_from_every_door_and_breaks_no_proof() {
    let world = World::new().await;
    let id = world.file("SO-1").await;
    let supervisor = officer("bai", Role::Supervisor);
    let before = bundle(&world, id, &supervisor).await;
    let words = "百分之四十二".as_bytes();
    assert!(before.windows(words.len()).any(|w| w == words) || verify_bundle_from(&before[..], None).is_ok());

    erase(&world.app, &supervisor, &wanted(id, "/event/filed/description")).await.unwrap();
    let after = bundle(&world, id, &supervisor).await;
    assert!(verify_bundle_from(&before[..], None).is_ok(), "the bundle made before");
    let found = verify_bundle_from(&after[..], None).unwrap();
    assert_eq!(found.erased, 1);

    let consumer = world.consumer().await;
    let view = case::view(&world.app, id, &consumer, &Silent).await.unwrap().unwrap();
    assert_eq!(view.description, None);
    let twice = erase(&world.app, &supervisor, &wanted(id, "/event/filed/description")).await;
    assert!(matches!(twice, Err(EraseError::AlreadyDone)), "{twice:?}");
}

/// H4: only a supervisor or an administrator may erase, under a rule that exists, a part that is there.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_erases_and_nothing_else_is_erased() {
    let world = World::new().await;
    let id = world.file("SO-1").await;
    let by_consumer =
        erase(&world.app, &world.consumer().await, &wanted(id, "/event/filed/description")).await;
    assert!(matches!(by_consumer, Err(EraseError::NotAllowed)));
    let by_officer =
        erase(&world.app, &officer("sun", Role::IntakeOfficer), &wanted(id, "/event/filed/description"))
            .await;
    assert!(matches!(by_officer, Err(EraseError::NotAllowed)));
    let supervisor = officer("bai", Role::Supervisor);
    let nowhere = erase(&world.app, &supervisor, &wanted(id, "/event/filed/number")).await;
    assert!(matches!(nowhere, Err(EraseError::UnknownPart)));
    let lawless =
        Erasure { rule: RuleId::new("no.such.rule").unwrap(), ..wanted(id, "/event/filed/description") };
    assert!(matches!(erase(&world.app, &supervisor, &lawless).await, Err(EraseError::UnknownRule)));
}
