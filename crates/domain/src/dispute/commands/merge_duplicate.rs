//! Staff find that this case is about the same thing as another and carry it on there (B15).

use serde::{Deserialize, Serialize};
use terms::{DisputeId, OutcomeCode};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::ending::{OffersEnd, before_closing};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Which case carries on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeDuplicate {
    pub this: DisputeId,
    pub into: DisputeId,
}

/// # Errors
/// `not_allowed` unless staff, `wrong_stage` after negotiation, `merged` already, `already_done` while others were
/// merged into this one.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::staff(standing)?;
    check::in_phase(state, &[Phase::Screening, Phase::Negotiation])?;
    if state.absorbed.is_empty() { Ok(()) } else { Err(DisputeRefusal::AlreadyDone) }
}

/// Decides with `facts.other`: an open case of the same consumer, about the same order if both name one.
///
/// # Errors
/// As [`may`]; `cannot_merge_itself`, `cannot_merge_others`.
pub fn decide(
    state: &DisputeState,
    command: &MergeDuplicate,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::MergeDuplicate)?)?;
    if command.this == command.into {
        return Err(DisputeRefusal::CannotMergeItself);
    }
    let other = ctx.facts.other.as_ref().filter(|o| o.dispute == command.into);
    let other = other.ok_or(DisputeRefusal::CannotMergeOthers)?;
    let own_order = state.order().map(|o| &o.order_id);
    let same_order = own_order.is_none() || other.order.is_none() || own_order == other.order.as_ref();
    if state.consumer() != Some(other.consumer) || !other.open || !same_order {
        return Err(DisputeRefusal::CannotMergeOthers);
    }
    let mut events = before_closing(state, ctx, OffersEnd::Withdrawn);
    events.push(DisputeEvent::MergedInto { dispute: other.dispute, number: other.number });
    events.push(DisputeEvent::Closed { outcome: OutcomeCode::Merged });
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use terms::RemedyType;

    /// B15: carried on in the other case; nothing stays open or runs here.
    #[test]
    fn a_duplicate_is_carried_on_in_the_other_case() {
        let offered =
            given().responded().and(&merchant(), offer(vec![remedy(RemedyType::Apology)])).other_case();
        let merged = offered.when(&officer(), merge()).then(&["offer_withdrawn", "merged_into", "closed"]);
        assert_eq!(merged.steps(), []);
        assert_eq!(merged.state.outcome, Some(OutcomeCode::Merged));
        merged.when(&consumer(), escalate()).refused("merged");
    }

    #[test]
    fn the_other_case_is_open_and_of_the_same_person_and_order() {
        let refused = |change: fn(&mut crate::facts::OtherDispute)| {
            let mut case = given().responded().other_case();
            change(case.facts.other.as_mut().unwrap());
            case.when(&officer(), merge()).refused_at("cannot_merge_others", "/into");
        };
        refused(|o| o.open = false);
        refused(|o| o.consumer = person("stranger"));
        refused(|o| o.order = terms::OrderId::new("A-2").ok());
        refused(|o| o.dispute = dispute_id(3));
        given().responded().when(&officer(), merge()).refused("cannot_merge_others");
        let mut nameless = given().responded().other_case();
        nameless.facts.other.as_mut().unwrap().order = None;
        nameless.and(&officer(), merge());
    }

    #[test]
    fn a_case_is_not_merged_into_itself_nor_with_others_in_it() {
        let own = MergeDuplicate { this: dispute_id(1), into: dispute_id(1) };
        let own = DisputeCommand::MergeDuplicate(own);
        given().responded().other_case().when(&officer(), own).refused("cannot_merge_itself");
        let main = given().responded().and(&system(), absorb(false)).other_case();
        assert!(!main.may(&officer(), Verb::MergeDuplicate));
        main.when(&officer(), merge()).refused("already_done");
    }

    #[test]
    fn staff_merge_before_mediation() {
        given().responded().other_case().when(&consumer(), merge()).refused("not_allowed");
        given().escalated().other_case().when(&officer(), merge()).refused("wrong_stage");
        given().merged().when(&officer(), merge()).refused("merged");
    }
}
