//! The merchant has the goods back and says in what state; as sent, the money is released (C17).

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, Condition, KindKey, ObligationId, Party, Side};

use super::authorise_return::waiting;
use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::escalation;
use crate::dispute::event::{DisputeEvent, EscalationCause};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Obligation, Returning};
use crate::dispute::verb::Verb;

/// How the goods arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmReceipt {
    #[serde(default)]
    pub obligation_id: Option<ObligationId>,
    pub condition: Condition,
    #[serde(default)]
    pub note: Option<String>,
}

pub(super) const fn is_shipped(obligation: &Obligation) -> bool {
    matches!(obligation.returning, Returning::Shipped { .. })
}

/// # Errors
/// `not_allowed` unless the respondent's side, `no_return_needed` without goods on their way.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::of_side(standing, Side::Respondent)?;
    waiting(state, None, is_shipped).map(|_| ())
}

/// Goods that did not come back as sent are for the platform to look at: nobody decides alone.
///
/// # Errors
/// As [`may`]; `unknown_obligation`, `return_not_ready`, and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &ConfirmReceipt,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::ConfirmReceipt)?;
    may(state, standing)?;
    let obligation = waiting(state, command.obligation_id, is_shipped)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let note = check::note(command.note.as_deref(), "/note", Audience::All)?;
    let condition = command.condition;
    let mut events =
        vec![DisputeEvent::ReceiptConfirmed { obligation: obligation.id, condition, note, deemed: false }];
    match condition {
        Condition::AsSent => events.push(after_receipt(obligation, &kind, ctx)),
        Condition::Missing | Condition::Other | Condition::Damaged | Condition::Empty => {
            let failed = (obligation.id, EscalationCause::GoodsNotAsSent);
            events.extend(escalation::goes_on(state, ctx, &kind, standing.side(), failed));
        }
    }
    Ok(events)
}

/// The limit that runs once the goods are back: the provider pays, or the merchant repairs or replaces.
pub(super) fn after_receipt(obligation: &Obligation, kind: &KindKey, ctx: &mut Ctx<'_, '_>) -> DisputeEvent {
    let by_platform = obligation.remedy.remedy_type.pays_money() || obligation.debtor == Party::Platform;
    let who = if by_platform { Party::Platform } else { Party::Respondent };
    clock::set(ctx, kind, Step::Performance, who, About::obligation(obligation.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::*;
    use terms::RemedyType;

    fn sent() -> Given {
        given().returning().and(&merchant(), authorise()).and(&consumer(), ship())
    }

    /// C17, C18: as sent, the money is the platform's to pay in time.
    #[test]
    fn goods_that_came_as_sent_release_the_money() {
        let back =
            sent().when(&merchant(), receive(Condition::AsSent)).then(&["receipt_confirmed", "deadline_set"]);
        assert_eq!(back.deadline(Step::Performance).who, Party::Platform);
    }

    /// C17, C23: goods that came back for repair are the merchant's to mend.
    #[test]
    fn goods_that_came_back_for_another_are_the_merchants_to_replace() {
        let replaced = given().agreed(vec![remedy(RemedyType::Replacement)]).and(&merchant(), authorise());
        let back = replaced.and(&consumer(), ship()).and(&merchant(), receive(Condition::AsSent));
        assert_eq!(back.deadline(Step::Performance).who, Party::Respondent);
    }

    /// C17: missing, other, damaged, empty: nobody decides that alone, the platform looks.
    #[test]
    fn goods_that_did_not_come_as_sent_are_for_the_platform_to_look_at() {
        for condition in [Condition::Missing, Condition::Other, Condition::Damaged, Condition::Empty] {
            let back = sent().when(&merchant(), receive(condition));
            let back = back.then(&["receipt_confirmed", "reopened", "escalated", "assigned", "deadline_set"]);
            assert_eq!(back.steps(), [Step::Mediation]);
        }
    }

    /// The consumer may let such a quarrel rest: the money falls away with it and nothing is owed without a date.
    #[test]
    fn a_quarrel_over_the_goods_that_is_taken_back_leaves_nothing_owed() {
        let quarrel = sent().and(&merchant(), receive(Condition::Damaged));
        let rests = quarrel.when(&consumer(), withdraw());
        let rests = rests.then(&["obligation_cancelled", "withdrawn", "closed", "deadline_set"]);
        assert!(!rests.state.is_performing());
    }

    /// C17: silence about goods that arrived does not keep the money.
    #[test]
    fn goods_that_nobody_checked_in_time_count_as_received() {
        let back = sent().passed(Step::ReturnReceipt);
        assert_eq!(back.deadline(Step::Performance).who, Party::Platform);
        back.when(&merchant(), receive(Condition::Empty)).refused("no_return_needed");
    }

    #[test]
    fn the_merchant_confirms_goods_on_their_way() {
        sent().when(&consumer(), receive(Condition::AsSent)).refused("not_allowed");
        sent().when(&officer(), receive(Condition::AsSent)).refused("not_allowed");
        given().returning().when(&merchant(), receive(Condition::AsSent)).refused("no_return_needed");
        let of = |obligation_id, note: &str| {
            let (condition, note) = (Condition::AsSent, Some(note.to_owned()));
            crate::dispute::DisputeCommand::ConfirmReceipt(ConfirmReceipt { obligation_id, condition, note })
        };
        sent().when(&merchant(), of(Some(ObligationId::default()), "")).refused("unknown_obligation");
        sent().when(&merchant(), of(None, "\0")).refused_at("text_forbidden_character", "/note");
        let both = given()
            .agreed(vec![money(RemedyType::RefundWithReturn, "899.00"), remedy(RemedyType::Replacement)]);
        let second = both.obligation();
        let both = both.and(&merchant(), authorise()).and(&consumer(), ship());
        both.when(&merchant(), of(Some(second), "")).refused("return_not_ready");
    }
}
