//! A second person looks at the draft and makes it public, as far as consent and the re-identification test let it (F4).

use serde::{Deserialize, Serialize};
use terms::{Audience, Instant};

use super::{known, staff, text};
use crate::ctx::Ctx;
use crate::erasable::Erasable;
use crate::publication::ending::{End, final_end};
use crate::publication::event::{ConsentItem, PublicationEvent, Published};
use crate::publication::ladder::shown;
use crate::publication::part::Part;
use crate::publication::refusal::PublicationRefusal;
use crate::publication::state::{PublicationPhase, PublicationState};

/// What becomes public.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approve {
    /// Only a register line.
    #[serde(default)]
    pub as_line: bool,
    /// Names to be shown, each with its owner's consent.
    #[serde(default)]
    pub names: Vec<ConsentItem>,
    /// The answer to what the sides remarked.
    #[serde(default)]
    pub answer: Option<String>,
}

/// # Errors
/// `not_allowed` unless staff, `publication_not_drafted`, `publication_own_draft`, `publication_preview_runs` until both
/// sides agreed or their time is over.
pub fn may(state: &PublicationState, part: Part, now: Instant) -> Result<(), PublicationRefusal> {
    let (drafted, _) = staff(part)?;
    let draft = state.draft.as_ref().filter(|_| state.phase == PublicationPhase::Preview);
    let draft = draft.ok_or(PublicationRefusal::NothingDrafted)?;
    if drafted {
        return Err(PublicationRefusal::ApprovalByDrafter);
    }
    if now < draft.preview_until && !state.is_agreed() {
        return Err(PublicationRefusal::PreviewRuns { until: draft.preview_until });
    }
    Ok(())
}

/// # Errors
/// As [`may`]; `publication_not_ended` if the case goes on, `publication_not_agreed`, `publication_reidentifiable`,
/// `publication_consent_missing`, `publication_remark_unanswered`.
pub fn decide(
    state: &PublicationState,
    command: &Approve,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PublicationEvent>, PublicationRefusal> {
    let (background, part) = known(state, ctx)?;
    may(state, part, ctx.now)?;
    let draft = state.draft.as_ref().ok_or(PublicationRefusal::NothingDrafted)?;
    let case = &background.case;
    let end = final_end(case).ok_or(PublicationRefusal::NotEnded)?;
    if !command.as_line && end == End::Agreement && !state.is_agreed() {
        return Err(PublicationRefusal::AgreementNotAgreed);
    }
    let mut names = command.names.clone();
    names.sort_unstable();
    names.dedup();
    for item in &names {
        let has_name = *item != ConsentItem::Agreement && state.name(*item).is_some();
        if command.as_line || !has_name {
            return Err(PublicationRefusal::ConsentMissing { item: *item });
        }
    }
    let answer = command.answer.as_deref().filter(|answer| !answer.trim().is_empty());
    if answer.is_none() && !state.remarks.is_empty() {
        return Err(PublicationRefusal::RemarkUnanswered);
    }
    let answer = answer.map(|answer| text(answer, "/answer")).transpose()?;
    let shown = shown(case, &background.crowds, !command.as_line, ctx.playbook)
        .ok_or(PublicationRefusal::Reidentifiable)?;
    let limit = &ctx.playbook.publication().validity;
    let valid_until = ctx.playbook.calendar().due(limit.amount, limit.rollover, &limit.rule, ctx.now).at;
    Ok(vec![PublicationEvent::Published(Box::new(Published {
        number: draft.number,
        shown,
        names,
        answer: answer.map(|answer| Erasable::new(answer, Audience::All)),
        valid_until,
        rule_id: limit.rule.clone(),
    }))])
}

#[cfg(test)]
mod tests {
    use super::super::given::*;
    use super::*;
    use crate::dispute::given::*;
    use crate::publication::PublicationCommand;

    /// F4: another person than the drafter approves, when both sides had their time.
    #[test]
    fn another_person_than_the_drafter_approves_after_the_preview() {
        let drafted = ended().and(&decider(), draft("大衣的成分和页面写的不一致。"));
        drafted.clone().when(&decider(), approve()).refused("publication_own_draft");
        drafted.clone().when(&consumer(), approve()).refused("not_allowed");
        drafted.clone().when(&supervisor(), approve()).refused("publication_preview_runs");
        let public = drafted.later().and(&supervisor(), approve());
        let told = public.public().unwrap();
        assert!(told.digest.is_some() && told.valid_until > public.now);
        public.when(&supervisor(), approve()).refused("publication_not_drafted");
    }

    /// F4: what both sides agreed on is told only if both agree; else a register line remains.
    #[test]
    fn an_agreement_is_told_only_if_both_agree() {
        let one = agreement().and(&decider(), draft("")).and(&consumer(), consent(ConsentItem::Agreement));
        let one = one.later();
        one.clone().when(&supervisor(), approve()).refused("publication_not_agreed");
        let line = one.clone().and(&supervisor(), approve_line()).public().unwrap();
        assert!(line.digest.is_none() && line.outcome.is_some());
        let both = one.and(&merchant(), consent(ConsentItem::Agreement));
        assert!(both.and(&supervisor(), approve()).public().unwrap().digest.is_some());
    }

    /// F4: with both sides' consent nobody waits for the end of the preview.
    #[test]
    fn both_sides_consent_ends_the_preview() {
        let both = ended().and(&decider(), draft("")).and(&consumer(), consent(ConsentItem::Agreement));
        both.clone().when(&supervisor(), approve()).refused("publication_preview_runs");
        both.and(&merchant(), consent(ConsentItem::Agreement)).and(&supervisor(), approve());
    }

    /// F4: a name without its owner's consent is refused.
    #[test]
    fn a_name_that_lacks_consent_is_refused() {
        let drafted = ended().and(&decider(), draft("")).later();
        for item in [ConsentItem::ConsumerName, ConsentItem::ShopName, ConsentItem::OfficerName] {
            let with = approve_with(&[item]);
            drafted.clone().when(&supervisor(), with).refused_at("publication_consent_missing", "/names");
        }
        let named = drafted.and(&merchant(), consent(ConsentItem::ShopName));
        let told = named.and(&supervisor(), approve_with(&[ConsentItem::ShopName])).public().unwrap();
        assert!(told.shop_name.is_some() && told.consumer_name.is_none());
    }

    /// F4: where too few share what would be told, it is refused, and even the line where that gives somebody away.
    #[test]
    fn what_too_few_share_is_not_published() {
        let mut lonely = ended().and(&decider(), draft("")).later();
        for crowd in &mut lonely.background.crowds {
            crowd.consumers = 4;
        }
        lonely.clone().when(&supervisor(), approve()).refused("publication_reidentifiable");
        lonely.clone().when(&supervisor(), approve_line()).refused("publication_reidentifiable");
        let last = lonely.background.crowds.len() - 1;
        lonely.background.crowds[last].consumers = 5;
        let told = lonely.and(&supervisor(), approve_line()).public().unwrap();
        assert_eq!((told.kind, told.period.as_deref()), (None, Some("2026")));
    }

    /// F2: a case that goes on meanwhile is not published.
    #[test]
    fn a_case_that_goes_on_is_not_published() {
        let mut drafted = ended().and(&decider(), draft("")).later();
        std::sync::Arc::make_mut(&mut drafted.background.case).phase = crate::dispute::Phase::Ruling;
        let command = PublicationCommand::Approve(Approve::default());
        drafted.when(&supervisor(), command).refused("publication_not_ended");
    }
}
