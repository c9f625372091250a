//! One side says no to an offer; the talk goes on.

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, OfferId, Party};

use super::accept_offer;
use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Which offer, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DenyOffer {
    pub offer_id: OfferId,
    #[serde(default)]
    pub note: Option<String>,
}

/// # Errors
/// As for accepting.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    accept_offer::may(state, standing)
}

/// # Errors
/// As [`may`]; `unknown_offer`, `own_offer`, `offer_not_open`, and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &DenyOffer,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::DenyOffer)?;
    may(state, standing)?;
    let offer = accept_offer::theirs(state, command.offer_id, standing.side())?;
    let note = check::note(command.note.as_deref(), "/note", Audience::All)?;
    let mut events = vec![DisputeEvent::OfferDenied { offer: offer.id, note, seal: offer.seal }];
    events.extend(talk_limit(state, ctx)?);
    Ok(events)
}

/// The limit to find an agreement, where none runs yet: the talk must not hang without a date.
///
/// # Errors
/// `unknown_dispute`.
pub(super) fn talk_limit(
    state: &DisputeState,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Option<DisputeEvent>, DisputeRefusal> {
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let runs = state
        .deadlines
        .iter()
        .any(|d| matches!(d.step, Step::Notice | Step::Response | Step::NegotiationEnd));
    let hangs = state.phase == Phase::Negotiation && !runs;
    Ok(hangs.then(|| clock::set(ctx, &kind, Step::NegotiationEnd, Party::Consumer, About::default())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use playbook::Step;
    use terms::{OfferState, RemedyType, Side};

    fn deny(offer_id: OfferId, note: Option<&str>) -> DisputeCommand {
        DisputeCommand::DenyOffer(DenyOffer { offer_id, note: note.map(str::to_owned) })
    }

    fn offered() -> Given {
        given().responded().and(&merchant(), offer(vec![remedy(RemedyType::Apology)]))
    }

    /// C4: the talk goes on under its limit, and the word was the consumer's.
    #[test]
    fn after_a_no_the_talk_goes_on() {
        let id = offered().open_offer();
        let denied = offered().when(&consumer(), deny(id, Some("太少了"))).then(&["offer_denied"]);
        assert_eq!(denied.state.offer(id).map(|o| o.state), Some(OfferState::Denied));
        assert_eq!(denied.steps(), [Step::NegotiationEnd]);
        assert_eq!(denied.state.last_word, Some(Side::Consumer));
        denied.when(&consumer(), deny(id, None)).refused("unknown_offer");
    }

    #[test]
    fn one_denies_what_the_other_side_still_offers() {
        let id = offered().open_offer();
        offered().when(&merchant(), deny(id, None)).refused("unknown_offer");
        let both = offered().and(&consumer(), offer(vec![remedy(RemedyType::Apology)]));
        both.clone().when(&merchant(), deny(id, None)).refused("own_offer");
        let last = both.open_offer();
        let answered = both
            .and(&merchant(), deny(last, None))
            .and(&consumer(), offer(vec![remedy(RemedyType::Apology)]));
        answered.when(&merchant(), deny(last, None)).refused("offer_not_open");
        offered().when(&officer(), deny(id, None)).refused("not_allowed");
        offered().when(&consumer(), deny(OfferId::default(), None)).refused("unknown_offer");
        offered().when(&consumer(), deny(id, Some("\u{202E}"))).refused("text_forbidden_character");
        offered().and(&consumer(), withdraw()).when(&consumer(), deny(id, None)).refused("wrong_stage");
        let held = offered().and(&officer(), hold(WEDNESDAY.plus_seconds(DAY)));
        held.when(&consumer(), deny(id, None)).refused("on_hold");
    }
}
