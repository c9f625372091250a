//! No refund is paid twice or lost, whatever the provider does.

use terms::{Currency, ObligationState, RemedyType};
use testkit::Behaviour;

use crate::world::{World, refund, yuan};

/// C18, C9: every way in which a provider disappoints, and each time the consumer has exactly what was agreed.
#[tokio::test(flavor = "multi_thread")]
async fn a_refund_is_paid_once_whatever_the_provider_does() {
    for behaviour in Behaviour::ALL {
        let world = World::new().await;
        world.sandbox.next(*behaviour);
        let (id, offer) = world.offered("SO-1", vec![refund(RemedyType::PartialRefund, "300.00")]).await;
        world.accept_offer(id, offer).await;
        world.settle().await;
        let paid = world.sandbox.totals(Currency::Cny).refunded;
        let state = world.state(id).await;
        let obligation = &state.obligations[0];
        if *behaviour == Behaviour::Refuse {
            assert_eq!(paid, yuan("0.00"), "{behaviour:?}");
            assert_eq!(obligation.state, ObligationState::Due, "{behaviour:?}: a person must see to it");
            continue;
        }
        assert_eq!(paid, yuan("300.00"), "{behaviour:?}");
        assert_eq!(obligation.state, ObligationState::Performed, "{behaviour:?}");
        let order = world.order("SO-1").await;
        assert_eq!(
            (order.settled(), order.reserved(), order.remaining()),
            (30_000, 0, 59_900),
            "{behaviour:?}"
        );
    }
}

/// C18: one cap over every way: what has gone back cannot be promised again.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_back_lowers_what_may_still_be_offered() {
    let world = World::new().await;
    let (id, offer) = world.offered("SO-1", vec![refund(RemedyType::PartialRefund, "300.00")]).await;
    world.accept_offer(id, offer).await;
    world.settle().await;
    assert_eq!(world.order("SO-1").await.remaining(), 59_900);
    assert_eq!(world.try_file("SO-1").await, Err("above_cap"), "the whole price is claimed again");
}
