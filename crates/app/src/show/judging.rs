//! What a viewer sees of mediation, ruling and appeal.

use domain::By;
use domain::dispute::{Decision, DisputeState, Proposal, Ruling};
use playbook::Step;
use terms::{DecidedBy, Label, OfferState, PersonId};

use super::view::{
    AnswerView, AppealView, DecisionView, DraftView, FindingView, ProposalView, ReferralView, RulingView,
    StayView,
};
use super::{Around, Eyes, named, remedies};

/// Who ruled, so that their names can be looked up.
pub(super) fn people(state: &DisputeState) -> impl Iterator<Item = PersonId> {
    let ruled = state.decisions.iter().flat_map(|d| [Some(d.decided_by), d.second]);
    let drafted = state.draft.iter().map(|d| Some(d.by));
    ruled.chain(drafted).flatten().filter_map(By::person)
}

pub(super) fn proposals(state: &DisputeState, eyes: &Eyes) -> Vec<ProposalView> {
    if !eyes.sees(Label::MEDIATION) {
        return Vec::new();
    }
    state.proposals.iter().map(|p| proposal(state, p, eyes)).collect()
}

fn proposal(state: &DisputeState, p: &Proposal, eyes: &Eyes) -> ProposalView {
    let limit = state.deadlines.iter().filter(|d| d.proposal == Some(p.id)).map(|d| d.due_at).min();
    ProposalView {
        id: p.id,
        state: p.state,
        remedies: remedies(&p.remedies),
        reasons: eyes.open(&p.reasons).cloned(),
        made_at: p.at,
        expires_at: limit.filter(|_| p.state == OfferState::Proposed),
        ended_at: p.ended_at,
        answers: p
            .answers
            .iter()
            .map(|a| AnswerView {
                side: a.side,
                accepted: a.accepted,
                note: eyes.note(a.note.as_ref()),
                at: a.at,
            })
            .collect(),
    }
}

fn ruling(ruling: &Ruling, eyes: &Eyes) -> RulingView {
    RulingView {
        liability: ruling.liability,
        findings: ruling
            .findings
            .iter()
            .map(|f| FindingView {
                text: eyes.open(&f.text).cloned(),
                evidence_ids: f.evidence_ids.clone(),
                basis: f.basis,
                about: f.about,
            })
            .collect(),
        remedies: remedies(&ruling.remedies),
        rule_ids: ruling.rule_ids.clone(),
        reasons: eyes.open(&ruling.reasons).cloned(),
    }
}

fn who(by: By, around: &Around<'_>) -> Option<String> {
    by.person().map(|person| named(around, person))
}

const fn decided_by(by: By) -> DecidedBy {
    match by {
        By::Person { .. } => DecidedBy::Person,
        By::System => DecidedBy::System,
    }
}

pub(super) fn decisions(state: &DisputeState, eyes: &Eyes, around: &Around<'_>) -> Vec<DecisionView> {
    let until = state.deadlines.iter().filter(|d| d.step == Step::Appeal).map(|d| d.due_at).max();
    let last = state.decisions.len().saturating_sub(1);
    let view = |(n, d): (usize, &Decision)| DecisionView {
        id: d.id,
        kind: if d.on_appeal.is_some() { "appeal" } else { "ruling" },
        by: who(d.decided_by, around),
        decided_by: decided_by(d.decided_by),
        second: d.second.and_then(|by| who(by, around)),
        outcome: d.on_appeal,
        ruling: ruling(&d.ruling, eyes),
        at: d.at,
        appealable_until: until.filter(|_| n == last && d.on_appeal.is_none()),
    };
    state.decisions.iter().enumerate().map(view).collect()
}

/// A ruling before it counts is for those who judge.
pub(super) fn draft(state: &DisputeState, eyes: &Eyes, around: &Around<'_>) -> Option<DraftView> {
    let draft = state.draft.as_ref().filter(|_| eyes.sees(Label::STAFF))?;
    Some(DraftView {
        id: draft.id,
        by: who(draft.by, around),
        outcome: draft.on_appeal,
        ruling: ruling(&draft.ruling, eyes),
        rule_id: draft.rule_id.clone(),
        at: draft.at,
        returned: draft.returned.as_ref().map(|reason| eyes.open(reason).cloned().unwrap_or_default()),
    })
}

pub(super) fn appeal(state: &DisputeState, eyes: &Eyes) -> Option<AppealView> {
    state.appeals.last().map(|a| AppealView {
        side: a.side,
        grounds: eyes.open(&a.grounds).cloned(),
        evidence_ids: a.evidence_ids.clone(),
        at: a.at,
        stayed: a.stayed.as_ref().map(|s| StayView { since: s.since, reason: eyes.open(&s.reason).cloned() }),
        decided_at: a.decided_at,
    })
}

pub(super) fn referral(state: &DisputeState, eyes: &Eyes) -> Option<ReferralView> {
    state.referral.as_ref().map(|r| ReferralView {
        to: r.to,
        reason: eyes.open(&r.reason).cloned(),
        at: r.at,
    })
}
