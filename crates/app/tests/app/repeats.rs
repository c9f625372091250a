//! The same command id again: answered to whoever sent it first, and to nobody else.

use app::case::{self, Wish};
use app::execute::ExecuteError;
use domain::dispute::DisputeCommand;
use domain::dispute::commands::send_message::{Addressed, SendMessage};
use terms::{RemedyType, Role};

use crate::world::{World, officer, refund};

/// H4, C1: a repeat gets the first answer; somebody else under the same id is refused and told nothing of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_command_is_answered_again_only_to_whoever_sent_it() {
    let world = World::new().await;
    let (id, _) = world.offered("SO-1", vec![refund(RemedyType::PartialRefund, "100.00")]).await;
    let wish = Wish { asked: b"the same".to_vec(), ..Wish::once(&world.app) };
    let say = || {
        DisputeCommand::SendMessage(SendMessage {
            text: "请看照片".to_owned(),
            evidence_ids: Vec::new(),
            audience: Addressed::All,
        })
    };
    let send = |actor| case::act(&world.app, id, actor, say(), wish.clone());
    let first = send(world.consumer().await).await.unwrap();
    let again = send(world.consumer().await).await.unwrap();
    assert!(again.repeated && again.version == first.version);
    for other in [world.merchant().await, officer("sun", Role::IntakeOfficer), domain::Actor::System] {
        let refused = send(other).await;
        assert!(matches!(refused, Err(ExecuteError::KeyReused)), "{refused:?}");
    }
    assert_eq!(world.state(id).await.messages.len(), 1);
}
