//! The commands of an order, one decision a file.

pub mod make_due;
pub mod pay_outside;
pub mod release;
pub mod report;
pub mod reserve;
pub mod settle;

use serde::{Deserialize, Serialize};

use super::{OrderEvent, OrderRefusal, OrderState};
use crate::ctx::Ctx;

/// What can be asked of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderCommand {
    Report(report::Report),
    Reserve(reserve::Reserve),
    MakeDue(make_due::MakeDue),
    Release(release::Release),
    Settle(settle::Settle),
    PayOutside(pay_outside::PayOutside),
}

/// Decides an order's command.
///
/// # Errors
/// The reasoned refusals of the one command.
pub fn decide(
    state: &OrderState,
    command: &OrderCommand,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<OrderEvent>, OrderRefusal> {
    match command {
        OrderCommand::Report(c) => report::decide(state, c, ctx),
        OrderCommand::Reserve(c) => reserve::decide(state, c, ctx),
        OrderCommand::MakeDue(c) => make_due::decide(state, c, ctx),
        OrderCommand::Release(c) => release::decide(state, c, ctx),
        OrderCommand::Settle(c) => settle::decide(state, c, ctx),
        OrderCommand::PayOutside(c) => pay_outside::decide(state, c, ctx),
    }
}
