//! One side takes its own offer back while nobody has accepted it.

use serde::{Deserialize, Serialize};
use terms::{Audience, OfferId, OfferState};

use super::deny_offer::talk_limit;
use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::DisputeState;
use crate::dispute::verb::Verb;

/// Which offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawOffer {
    pub offer_id: OfferId,
    #[serde(default)]
    pub note: Option<String>,
}

/// # Errors
/// `not_allowed` unless one of the sides, `wrong_stage`, `on_hold`, `unknown_offer` without an open offer of one's own.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    let side = check::a_side(standing)?;
    check::in_phase(state, check::TALKING)?;
    check::not_on_hold(state)?;
    if state.open_offers().any(|offer| offer.by == side) { Ok(()) } else { Err(DisputeRefusal::UnknownOffer) }
}

/// # Errors
/// As [`may`]; `unknown_offer`, `not_allowed` for the other side's, `offer_not_open`.
pub fn decide(
    state: &DisputeState,
    command: &WithdrawOffer,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::WithdrawOffer)?;
    if let Some(offer) = state.offer(command.offer_id).filter(|o| o.state != OfferState::Proposed) {
        check::a_side(standing)?;
        return Err(DisputeRefusal::OfferNotOpen { state: offer.state });
    }
    may(state, standing)?;
    let offer = state.offer(command.offer_id).ok_or(DisputeRefusal::UnknownOffer)?;
    if offer.by != standing.side() {
        return Err(DisputeRefusal::NotAllowed);
    }
    let note = check::note(command.note.as_deref(), "/note", Audience::All)?;
    let mut events = vec![DisputeEvent::OfferWithdrawn { offer: offer.id, note, seal: offer.seal }];
    events.extend(talk_limit(state, ctx)?);
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use playbook::Step;
    use terms::RemedyType;

    fn take_back(offer_id: OfferId) -> DisputeCommand {
        DisputeCommand::WithdrawOffer(WithdrawOffer { offer_id, note: None })
    }

    fn offered() -> Given {
        given().responded().and(&merchant(), offer(vec![remedy(RemedyType::Apology)]))
    }

    /// C4: an offer that nobody has accepted can be taken back.
    #[test]
    fn an_offer_is_taken_back_while_it_is_open() {
        let id = offered().open_offer();
        let withdrawn = offered().when(&merchant(), take_back(id)).then(&["offer_withdrawn"]);
        assert_eq!(withdrawn.steps(), [Step::NegotiationEnd]);
        withdrawn.when(&consumer(), accept_offer(id)).refused("offer_not_open");
    }

    #[test]
    fn one_takes_back_only_ones_own_open_offer() {
        let id = offered().open_offer();
        offered().when(&consumer(), take_back(id)).refused("unknown_offer");
        let both = offered().and(&consumer(), offer(vec![remedy(RemedyType::Apology)]));
        both.when(&consumer(), take_back(id)).refused("not_allowed");
        offered().when(&officer(), take_back(id)).refused("not_allowed");
        offered().when(&merchant(), take_back(OfferId::default())).refused("unknown_offer");
        let agreed = offered().and(&consumer(), accept_offer(id));
        agreed.when(&merchant(), take_back(id)).refused("offer_not_open");
        let held = offered().and(&officer(), hold(WEDNESDAY.plus_seconds(DAY)));
        held.when(&merchant(), take_back(id)).refused("on_hold");
        given()
            .accepted()
            .and(&consumer(), withdraw())
            .when(&merchant(), take_back(id))
            .refused("wrong_stage");
    }
}
