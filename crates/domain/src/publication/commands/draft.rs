//! Staff draw up what would be published; both sides are shown it before anything is public (F2).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use terms::{Language, ResultNumber};

use super::{known, public_text, staff};
use crate::ctx::Ctx;
use crate::dispute::DisputeState;
use crate::publication::digest::{draw, sides};
use crate::publication::event::{Drafted, PublicationEvent};
use crate::publication::names::pointer;
use crate::publication::part::{Part, officer};
use crate::publication::refusal::PublicationRefusal;
use crate::publication::state::{PublicationPhase, PublicationState};

/// The digest comes from the record; staff may add a brief in their own words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    #[serde(default)]
    pub brief: BTreeMap<Language, String>,
}

/// # Errors
/// `not_allowed` unless staff, `already_done` while a draft or a result is there, `publication_not_ended`.
pub fn may(state: &PublicationState, case: &DisputeState, part: Part) -> Result<(), PublicationRefusal> {
    staff(part)?;
    match state.phase {
        PublicationPhase::Preview | PublicationPhase::Public => Err(PublicationRefusal::AlreadyDone),
        PublicationPhase::Absent | PublicationPhase::Down => match super::super::final_end(case) {
            Some(_) => Ok(()),
            None => Err(PublicationRefusal::NotEnded),
        },
    }
}

/// # Errors
/// As [`may`]; `publication_never`, `publication_names_somebody` and the refusals of texts.
pub fn decide(
    state: &PublicationState,
    command: &Draft,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PublicationEvent>, PublicationRefusal> {
    let number = ResultNumber::random(ctx.ids);
    let (background, part) = known(state, ctx)?;
    let case = &background.case;
    may(state, case, part)?;
    let rules = ctx.playbook.publication();
    let filed = case.filed.as_ref().ok_or(PublicationRefusal::UnknownPublication)?;
    if rules.never.contains(&filed.kind) {
        return Err(PublicationRefusal::NeverPublished);
    }
    let mut brief = BTreeMap::new();
    for (language, text) in command.brief.iter().filter(|(_, text)| !text.trim().is_empty()) {
        brief.insert(*language, public_text(text, &pointer("brief", *language), background)?);
    }
    let digest = draw(case, ctx.playbook).ok_or(PublicationRefusal::NotEnded)?;
    let limit = &rules.preview;
    let preview_until = ctx.playbook.calendar().due(limit.amount, limit.rollover, &limit.rule, ctx.now).at;
    let (sides, officer) = (sides(case), officer(case));
    let dispute = ctx.facts.publication_of;
    let rule_id = limit.rule.clone();
    let draft = Drafted {
        number,
        dispute,
        case: filed.number,
        consumer: filed.consumer,
        respondent: filed.respondent.clone(),
        digest,
        brief,
        sides,
        officer,
        preview_until,
        rule_id,
    };
    Ok(vec![PublicationEvent::Drafted(Box::new(draft))])
}

#[cfg(test)]
mod tests {
    use super::super::given::*;
    use super::*;
    use crate::dispute::given::*;
    use crate::publication::PublicationCommand;

    /// F2: staff in charge draft it, with a time for both sides to look at it from the pack.
    #[test]
    fn staff_in_charge_draft_and_both_sides_have_time_to_look() {
        let drafted = ended().when(&decider(), draft("")).ok();
        assert_eq!(drafted.state.phase, PublicationPhase::Preview);
        let until = drafted.state.draft.as_ref().unwrap().preview_until;
        assert!(until.seconds_since(drafted.now) >= 5 * DAY);
        drafted.when(&decider(), draft("")).refused("already_done");
    }

    /// F2: it is for staff in charge and supervisors; for others there is no draft to know of.
    #[test]
    fn strangers_and_other_staff_know_of_no_draft() {
        for (actor, code) in [
            (consumer(), "not_allowed"),
            (merchant(), "not_allowed"),
            (stranger(), "unknown_publication"),
            (rival(), "unknown_publication"),
            (colleague(), "unknown_publication"),
            (admin(), "unknown_publication"),
        ] {
            ended().when(&actor, draft("")).refused(code);
        }
        ended().when(&supervisor(), draft("")).ok();
    }

    /// F2: while anything can still change, there is nothing to publish.
    #[test]
    fn nothing_is_drafted_before_the_final_end() {
        let open = World::of(given().ruled());
        open.when(&decider(), draft("")).refused("publication_not_ended");
    }

    /// F4, A6.8: a dispute of a minor stands in counts only.
    #[test]
    fn a_dispute_of_a_minor_is_never_published() {
        let mut world = ended();
        let case = std::sync::Arc::make_mut(&mut world.background.case);
        case.filed.as_mut().unwrap().kind = kind("minor");
        world.when(&supervisor(), draft("")).refused("publication_never");
    }

    /// F4: what staff write names nobody.
    #[test]
    fn a_brief_that_names_the_consumer_is_refused() {
        let name = ended().background.case.order().unwrap().consumer_name.get().unwrap().clone();
        let refused = ended().when(&decider(), draft(&format!("{name}买的大衣不是羊毛的")));
        refused.refused_at("publication_names_somebody", "/brief/zh-Hans");
        ended().when(&decider(), draft("联系 13800138000")).refused("publication_names_somebody");
        ended().when(&decider(), draft("大衣的成分和页面写的不一致。")).ok();
        let long = PublicationCommand::Draft(Draft {
            brief: [(Language::En, "x".repeat(super::super::MAX_TEXT + 1))].into(),
        });
        ended().when(&decider(), long).refused("text_too_long");
    }
}
