//! Two people at the same instant.

use std::sync::Arc;

use domain::dispute::DisputeCommand;
use domain::dispute::commands::{accept_offer, send_message, withdraw_offer};
use terms::{OfferState, RemedyType};

use crate::world::{World, refund};

/// C4: one accepts, the other withdraws, at the same instant: exactly one of them is heard, and everybody knows which.
#[tokio::test(flavor = "multi_thread")]
async fn accepting_and_withdrawing_one_offer_at_once_has_one_winner() {
    let world = Arc::new(World::new().await);
    for n in 0..8 {
        let number = format!("SO-{}", n + 1);
        if n > 0 {
            world.report_order(&number).await;
        }
        let (id, offer_id) = world.offered(&number, vec![refund(RemedyType::PartialRefund, "100.00")]).await;
        let (consumer, merchant) = (world.consumer().await, world.merchant().await);
        let accept = {
            let world = Arc::clone(&world);
            let command = DisputeCommand::AcceptOffer(accept_offer::AcceptOffer { offer_id, note: None });
            tokio::spawn(async move { world.try_act(id, consumer, command).await.is_ok() })
        };
        let withdraw = {
            let world = Arc::clone(&world);
            let command =
                DisputeCommand::WithdrawOffer(withdraw_offer::WithdrawOffer { offer_id, note: None });
            tokio::spawn(async move { world.try_act(id, merchant, command).await.is_ok() })
        };
        let (accepted, withdrawn) = (accept.await.unwrap(), withdraw.await.unwrap());
        assert!(accepted != withdrawn, "both or neither were told yes");
        let state = world.state(id).await.offer(offer_id).unwrap().state;
        assert_eq!(state, if accepted { OfferState::Accepted } else { OfferState::Withdrawn });
    }
}

/// C1, B15: the same complaint from two phones at once makes one case.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_line_is_complained_about_once_however_many_try_at_once() {
    let world = Arc::new(World::new().await);
    let tries: Vec<_> = (0..6)
        .map(|_| {
            let world = Arc::clone(&world);
            tokio::spawn(async move { world.try_file("SO-1").await })
        })
        .collect();
    let mut filed = 0;
    for result in tries {
        match result.await.unwrap() {
            Ok(_) => filed += 1,
            Err(code) => assert_eq!(code, "duplicate_complaint"),
        }
    }
    assert_eq!(filed, 1);
}

/// B16: whoever hears that something changed and looks then sees it: the last news shows the last state.
#[tokio::test(flavor = "multi_thread")]
async fn the_last_news_shows_the_last_state() {
    let world = Arc::new(World::new().await);
    let (id, _) = world.offered("SO-1", vec![refund(RemedyType::PartialRefund, "100.00")]).await;
    for n in 0..100 {
        let mut news = world.app.news();
        let listener = {
            let world = Arc::clone(&world);
            tokio::spawn(async move {
                news.changed().await.unwrap();
                world.state(id).await.messages.len()
            })
        };
        let message = send_message::SendMessage {
            text: format!("{n}"),
            evidence_ids: Vec::new(),
            audience: send_message::Addressed::All,
        };
        world.act(id, world.consumer().await, DisputeCommand::SendMessage(message)).await;
        assert_eq!(listener.await.unwrap(), n + 1);
    }
}
