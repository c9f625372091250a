//! An order for tests: the coat, and what is asked of it.

use std::sync::Arc;

use terms::{DisputeId, Ids, Payer, ReservationId, SeededEntropy};

pub use super::OrderCommand;
use super::commands::pay_outside::PayOutside;
use super::commands::reserve::Reserve;
use super::{Basis, OrderState, decide, evolve};
use crate::actor::Actor;
use crate::ctx::Ctx;
use crate::dispute::given::{PLAYBOOK, WEDNESDAY, dispute_id, system};
pub use crate::dispute::given::{admin, coat, merchant, yuan};
use crate::fact::Fact;
use crate::facts::Facts;
use crate::refusal::Refuse;

#[derive(Debug, Clone)]
pub struct Order {
    pub state: OrderState,
}

/// Nobody has reported it.
pub fn unknown() -> Order {
    Order { state: OrderState::default() }
}

/// The coat for ¥899.00.
pub fn known() -> Order {
    Order { state: OrderState { snapshot: Some(Arc::new(coat())), ..OrderState::default() } }
}

pub fn reservation(n: u128) -> ReservationId {
    ReservationId(uuid::Uuid::from_u128(n))
}

pub fn case(n: u128) -> DisputeId {
    dispute_id(n)
}

/// With so much of the price set aside, not due yet.
pub fn reserved(n: u128, amount: &str) -> Order {
    let (amount, basis, cause) = (yuan(amount), Basis::Price, case(1));
    let payer = Payer::Merchant;
    let reserve = Reserve {
        reservation: reservation(n),
        amount,
        basis,
        cause,
        payer,
        at_once: false,
        in_place_of: vec![],
    };
    known().done(&OrderCommand::Reserve(reserve))
}

pub fn outside(reference: &str, amount: &str) -> OrderCommand {
    OrderCommand::PayOutside(PayOutside { reference: reference.to_owned(), amount: yuan(amount) })
}

impl Order {
    fn decide(&self, actor: &Actor, command: &OrderCommand) -> Result<(Self, usize), &'static str> {
        let (facts, mut entropy) = (Facts::default(), SeededEntropy::new(1));
        let mut ids = Ids::new(WEDNESDAY, &mut entropy);
        let (on_behalf_of, now, occurred_at) = (None, WEDNESDAY, None);
        let ctx =
            Ctx { actor, on_behalf_of, now, occurred_at, playbook: &PLAYBOOK, facts: &facts, ids: &mut ids };
        let events = decide(&self.state, command, &ctx).map_err(|refusal| refusal.code())?;
        let count = events.len();
        let state = events.into_iter().fold(self.state.clone(), |state, event| {
            let (by, label) = (actor.by(), event.label());
            evolve(state, &Fact { at: now, occurred_at, by, on_behalf_of, label, event })
        });
        Ok((Self { state }, count))
    }

    /// How many events the command leads to.
    pub fn decided(&self, command: &OrderCommand) -> usize {
        self.decide(&system(), command).map(|(_, count)| count).expect("not refused")
    }

    #[track_caller]
    pub fn done(&self, command: &OrderCommand) -> Self {
        match self.decide(&system(), command) {
            Ok((order, _)) => order,
            Err(code) => panic!("refused: {code} for {command:?}"),
        }
    }

    #[track_caller]
    pub fn refused(&self, command: &OrderCommand) -> &'static str {
        self.refused_by(&system(), command)
    }

    #[track_caller]
    pub fn refused_by(&self, actor: &Actor, command: &OrderCommand) -> &'static str {
        match self.decide(actor, command) {
            Ok(_) => panic!("not refused: {command:?}"),
            Err(code) => code,
        }
    }
}
