//! A side appeals: another decider looks at the whole case again (C8).

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Audience, EvidenceId, Instant, Label, Party, Side};

use super::rule::appealable_until;
use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::escalation;
use crate::dispute::event::DisputeEvent;
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Why the ruling is wrong, and what shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    pub grounds: String,
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
}

const fn party(side: Side) -> Party {
    match side {
        Side::Consumer => Party::Consumer,
        Side::Respondent => Party::Respondent,
        Side::Neutral => Party::Platform,
    }
}

/// # Errors
/// `not_allowed` unless one of the sides, `wrong_stage` without a ruling, `already_done` once appealed against, `too_late`.
pub fn may(state: &DisputeState, standing: Standing, now: Instant) -> Result<(), DisputeRefusal> {
    let side = check::a_side(standing)?;
    check::in_phase(state, &[Phase::Closed])?;
    let Some(last) = state.decisions.last() else {
        return Err(DisputeRefusal::WrongStage { stage: crate::dispute::stage(state) });
    };
    if last.on_appeal.is_some() || state.appeal().is_some() {
        return Err(DisputeRefusal::AlreadyDone);
    }
    match appealable_until(state, party(side)) {
        Some(until) if now < until => Ok(()),
        Some(since) => Err(DisputeRefusal::TooLate { since }),
        None => Err(DisputeRefusal::TooLate { since: state.closed_at.unwrap_or(now) }),
    }
}

/// The other side has time to answer, and somebody is named who had no part in the ruling.
///
/// # Errors
/// As [`may`], and the refusals of texts and evidence.
pub fn decide(
    state: &DisputeState,
    command: &Appeal,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::Appeal)?;
    may(state, standing, ctx.now)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let side = standing.side();
    let grounds = check::text(&command.grounds, "/grounds", Audience::All)?;
    let items = check::new_evidence(state, &command.evidence_ids, "/evidence_ids", Audience::All, ctx)?;
    let evidence = check::evidence_events(side, items, None, Label::ALL);
    let mut events: Vec<DisputeEvent> = evidence.into_iter().collect();
    let evidence_ids = command.evidence_ids.clone();
    events.push(DisputeEvent::AppealRaised { side, grounds, evidence_ids });
    events.extend(escalation::another_decider(state, ctx, &kind, Step::AppealRuling));
    let other = party(crate::dispute::other_side(side));
    if other == Party::Consumer || state.respondent().is_some() {
        events.push(clock::set(ctx, &kind, Step::EvidenceAnswer, other, About::default()));
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::*;

    /// C8, C10: either side, in time; another decider, and time for the other side to answer.
    #[test]
    fn either_side_appeals_and_another_decider_is_named() {
        for side in [consumer(), merchant()] {
            let ruled = given().ruled().facing("decider-3");
            let appealed = ruled.when(&side, appeal());
            let appealed = appealed.then(&["appeal_raised", "assigned", "deadline_set", "deadline_set"]);
            assert_eq!(appealed.state.in_charge.map(|d| d.person), Some(person("decider-3")));
            assert!(appealed.steps().contains(&Step::AppealRuling));
            assert!(!appealed.steps().contains(&Step::Appeal));
        }
    }

    /// C8: whoever ruled, or read the ruling as second, does not decide the appeal.
    #[test]
    fn who_ruled_does_not_decide_the_appeal() {
        let appealed = given().ruled().and(&consumer(), appeal());
        assert!(appealed.steps().contains(&Step::NameDecider));
        let colleague = appealed.naming("decider", &[terms::Role::Decider]);
        let to = Some(person("decider"));
        let assign = crate::dispute::commands::assign::Assign { to, deputy: None, reason: None };
        let assign = crate::dispute::DisputeCommand::Assign(assign);
        colleague.when(&supervisor(), assign).refused("person_unfit");
    }

    #[test]
    fn an_appeal_comes_once_in_time_from_a_side() {
        given().ruled().when(&stranger(), appeal()).refused("unknown_dispute");
        given().ruled().when(&rival(), appeal()).refused("unknown_dispute");
        given().ruled().when(&decider(), appeal()).refused("not_allowed");
        given().responded().when(&consumer(), appeal()).refused("wrong_stage");
        given().withdrawn().when(&consumer(), appeal()).refused("wrong_stage");
        let twice = given().ruled().and(&consumer(), appeal());
        twice.clone().when(&merchant(), appeal()).refused("already_done");
        twice.when(&consumer(), appeal()).refused("already_done");
        given().ruled().after(20 * DAY).when(&consumer(), appeal()).refused("too_late");
        let silent = crate::dispute::DisputeCommand::Appeal(Appeal {
            grounds: String::new(),
            evidence_ids: Vec::new(),
        });
        given().ruled().when(&consumer(), silent).refused_at("text_missing", "/grounds");
    }
}
