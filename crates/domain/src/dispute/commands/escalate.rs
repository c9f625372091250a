//! Either side calls the platform in, one tap, at any moment of the negotiation (C24); and ends the mediation, so that
//! the platform rules (C5, C6).

use serde::{Deserialize, Serialize};
use terms::{Audience, Label, MessageId};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::ending::proposal_ends;
use crate::dispute::escalation;
use crate::dispute::event::{DisputeEvent, EscalationCause};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// A reason may be given; none is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalate {
    #[serde(default)]
    pub reason: Option<String>,
}

/// Whoever mediates may also say that it leads nowhere.
///
/// # Errors
/// `not_allowed` unless one of the sides or the mediator in charge, `wrong_stage`, `on_hold`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    let mediates = state.phase == Phase::Mediation && check::in_charge(standing).is_ok();
    if !mediates {
        check::a_side(standing)?;
    }
    check::in_phase(state, &[Phase::Negotiation, Phase::Mediation])?;
    check::not_on_hold(state)
}

/// Why a mediation ends may tell what was offered in it: the reason stays with those who took part.
///
/// # Errors
/// As [`may`], and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &Escalate,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::Escalate)?;
    may(state, standing)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let reason = check::note(command.reason.as_deref(), "/reason", Audience::All)?;
    let (by, cause) = (standing.side(), EscalationCause::Requested);
    if state.phase == Phase::Negotiation {
        return Ok(escalation::escalate(state, ctx, &kind, by, cause, reason));
    }
    let said = reason.map(|text| DisputeEvent::MessageSent {
        message: MessageId(ctx.ids.uuid()),
        side: by,
        text,
        evidence_ids: Vec::new(),
        label: Label::MEDIATION,
    });
    let mut events: Vec<DisputeEvent> = said.into_iter().collect();
    events.extend(proposal_ends(state));
    events.extend(escalation::to_ruling(state, ctx, &kind, by, cause, None));
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;
    use playbook::Step;

    /// C24, C5, F1: either side, one tap; a mediator is named at once, with a date.
    #[test]
    fn either_side_calls_the_platform_in_and_a_mediator_is_named() {
        for side in [consumer(), merchant()] {
            let called =
                given().responded().when(&side, escalate()).then(&["escalated", "assigned", "deadline_set"]);
            assert_eq!(called.state.in_charge.map(|d| d.person), Some(person("mediator")));
            assert_eq!(called.steps(), [Step::Mediation]);
        }
    }

    /// C5, C6, C7: either side, or the mediator, ends the mediation; somebody else rules, and what was said stays sealed.
    #[test]
    fn a_mediation_that_leads_nowhere_goes_to_a_ruling_by_somebody_else() {
        for who in [consumer(), merchant(), mediator()] {
            let made =
                given().escalated().and(&mediator(), propose(vec![remedy(terms::RemedyType::Apology)]));
            let reason = Some("对方只肯退一百".to_owned());
            let ended = made.when(&who, DisputeCommand::Escalate(Escalate { reason }));
            let ended =
                ended.then(&["message_sent", "proposal_ended", "escalated", "assigned", "deadline_set"]);
            assert_eq!(ended.state.messages[0].label, Label::MEDIATION);
            assert_eq!(ended.state.in_charge.map(|d| d.person), Some(person("decider")));
            assert_eq!((ended.state.phase, ended.steps()), (Phase::Ruling, vec![Step::Ruling]));
        }
        let mut mediated = given().escalated();
        mediated.facts.duty.decider = mediated.facts.duty.mediator;
        let ended = mediated.when(&consumer(), escalate()).then(&["escalated", "deadline_set"]);
        assert_eq!(ended.steps(), [Step::NameDecider]);
    }

    /// C24: also before the merchant has answered, whose time to answer runs on.
    #[test]
    fn the_merchants_time_to_answer_runs_on() {
        let called = given().accepted().and(&consumer(), escalate());
        assert_eq!(called.steps(), [Step::Notice, Step::Mediation]);
        let told = called.passed(Step::Notice);
        assert_eq!(told.steps(), [Step::Mediation, Step::Response]);
    }

    #[test]
    fn without_a_mediator_on_duty_whoever_is_in_charge_stays_so() {
        let called = given()
            .responded()
            .unstaffed()
            .when(&consumer(), escalate())
            .then(&["escalated", "deadline_set"]);
        assert_eq!(called.state.in_charge.map(|d| d.person), Some(person("officer")));
    }

    #[test]
    fn only_the_sides_and_only_from_the_talk() {
        given().responded().when(&officer(), escalate()).refused("not_allowed");
        given().responded().when(&stranger(), escalate()).refused("unknown_dispute");
        given().filed().when(&consumer(), escalate()).refused("wrong_stage");
        given().escalated().when(&officer(), escalate()).refused("not_allowed");
        given().ruling_stage().when(&consumer(), escalate()).refused("wrong_stage");
        given()
            .responded()
            .and(&officer(), hold(WEDNESDAY.plus_seconds(DAY)))
            .when(&consumer(), escalate())
            .refused("on_hold");
        let reason = Some("长".repeat(5_001));
        given()
            .responded()
            .when(&consumer(), DisputeCommand::Escalate(Escalate { reason }))
            .refused("text_too_long");
    }
}
