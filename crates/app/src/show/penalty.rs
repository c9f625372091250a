//! A penalty case, and a merchant's account, as one person may see them.

use std::collections::BTreeMap;

use domain::access::{Viewer, sees};
use domain::merchant::{ImposedMeasure, MerchantState};
use domain::penalty::{
    Exhibit, PenaltyDate, PenaltyStanding, PenaltyState, PenaltyVerb, may, penalty_standing,
};
use domain::{Actor, By, Erasable};
use playbook::{Localised, Playbook};
use serde::Serialize;
use terms::{
    CaseNumber, Currency, DutyId, DutyKind, DutyState, EvidenceId, FoundBy, HoldGround, Instant, Label,
    MeasureId, MeasureKind, MeasureState, MerchantId, Money, Party, PenaltyPhase, PenaltyStep, PersonId,
    Position, RuleId, Side, ViolationKey,
};

use crate::app::App;
use crate::ports::StoreResult;
use crate::queries::people;
use crate::{penalty, show::Say};

use super::WhyView;

/// A penalty case. The decision with its measures is the statement of reasons (DSA 17).
#[derive(Debug, Clone, Serialize)]
pub struct PenaltyView {
    pub number: CaseNumber,
    pub version: u64,
    pub merchant: MerchantId,
    pub merchant_name: String,
    pub violation: ViolationKey,
    pub violation_title: Option<Localised>,
    pub phase: PenaltyPhase,
    /// `respondent` for the merchant, `neutral` for staff.
    pub your_side: Side,
    pub opened_at: Instant,
    pub opened_by: Option<String>,
    pub assigned_to: Option<String>,
    pub closed_at: Option<Instant>,
    pub charge: Option<String>,
    pub found_by: FoundBy,
    /// A machine had a part in finding it.
    pub automated_detection: bool,
    pub dispute: Option<CaseNumber>,
    pub goods: Vec<String>,
    pub evidence_ids: Vec<EvidenceId>,
    pub rule_ids: Vec<RuleId>,
    pub dates: Vec<PenaltyDateView>,
    pub holds: Vec<PenaltyHoldView>,
    pub notified_at: Option<Instant>,
    pub answer: Option<PenaltyAnswerView>,
    pub decision: Option<PenaltyDecisionView>,
    pub appeal: Option<PenaltyAppealView>,
    /// What the authority was told: for staff.
    pub reports: Vec<ReportView>,
    pub allowed_actions: Vec<PenaltyActionView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PenaltyDateView {
    pub step: PenaltyStep,
    pub who: Party,
    pub due_at: Instant,
    pub rule_id: RuleId,
    pub why: Vec<WhyView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PenaltyHoldView {
    pub ground: HoldGround,
    pub goods: Vec<String>,
    pub reasons: Option<String>,
    pub from: Instant,
    pub review: Option<ReviewView>,
    pub ended_at: Option<Instant>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ReviewView {
    pub kept: bool,
    pub by: Option<String>,
    pub reasons: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PenaltyAnswerView {
    pub position: Position,
    pub explanation: Option<String>,
    pub evidence_ids: Vec<EvidenceId>,
    pub at: Instant,
}

/// The statement of reasons: what, where, how long, facts, grounds, by whom, and what can be done about it.
#[derive(Debug, Clone, Serialize)]
pub struct PenaltyDecisionView {
    pub dismissed: bool,
    pub by: Option<String>,
    pub at: Instant,
    /// Never: a person decides.
    pub automated_decision: bool,
    /// Where it holds: wherever the platform shows the shop.
    pub territorial_scope: &'static str,
    pub facts: Option<String>,
    pub reasons: Option<String>,
    pub rule_ids: Vec<RuleId>,
    pub measures: Vec<MeasureView>,
    pub duties: Vec<DutyView>,
    pub appealable_until: Option<Instant>,
}

#[derive(Debug, Clone, Serialize)]
pub struct MeasureView {
    pub id: MeasureId,
    pub kind: MeasureKind,
    pub state: MeasureState,
    pub points: Option<u32>,
    pub amount: Option<Money>,
    pub goods: Vec<String>,
    pub from: Instant,
    pub until: Option<Instant>,
    pub interim: bool,
    pub violation: ViolationKey,
    pub penalty: CaseNumber,
}

#[derive(Debug, Clone, Serialize)]
pub struct DutyView {
    pub id: DutyId,
    pub kind: DutyKind,
    pub text: String,
    pub state: DutyState,
    pub due_at: Option<Instant>,
    pub proof: Option<String>,
    pub note: Option<String>,
    pub done_at: Option<Instant>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PenaltyAppealView {
    pub at: Instant,
    pub grounds: Option<String>,
    pub decided_at: Option<Instant>,
    pub decided_by: Option<String>,
    pub reasons: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ReportView {
    pub at: Instant,
    pub authority: String,
    pub text: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PenaltyActionView {
    pub verb: &'static str,
    pub href: String,
}

impl PenaltyView {
    /// Whether the verb is allowed to who looks.
    #[must_use]
    pub fn can(&self, verb: PenaltyVerb) -> bool {
        self.allowed_actions.iter().any(|action| action.verb == verb.path())
    }
}

/// The penalty case as the actor may see it; `None`: for them it does not exist.
///
/// # Errors
/// The store's.
pub async fn view(
    app: &App,
    id: terms::PenaltyId,
    actor: &Actor,
    say: &dyn Say,
) -> StoreResult<Option<PenaltyView>> {
    let state = penalty::state(app, id).await?;
    let Some(standing) = penalty_standing(&state, actor) else { return Ok(None) };
    let judges = [state.decided_by, state.opened_by].into_iter().flatten();
    let appeal = state.appeal.as_ref().and_then(|a| a.decided.as_ref()).map(|(_, by, _)| *by);
    let reviewers = state.holds.iter().filter_map(|hold| hold.reviewed.as_ref()).map(|(_, by, _)| *by);
    let named = judges.chain(appeal).chain(reviewers).filter_map(By::person);
    let all: Vec<PersonId> = named.chain(state.in_charge.map(|d| d.person)).collect();
    let names = people::names(app, all).await?;
    Ok(show(&state, standing, &Around { names: &names, playbook: &app.playbook, say }))
}

struct Around<'a> {
    names: &'a BTreeMap<PersonId, String>,
    playbook: &'a Playbook,
    say: &'a dyn Say,
}

impl Around<'_> {
    fn who(&self, by: By) -> Option<String> {
        by.person().and_then(|person| self.names.get(&person).cloned())
    }

    fn date(&self, date: &PenaltyDate) -> PenaltyDateView {
        PenaltyDateView {
            step: date.step,
            who: date.who,
            due_at: date.due_at,
            rule_id: date.rule_id.clone(),
            why: date.why.iter().map(|why| super::working(why, self.say)).collect(),
        }
    }
}

fn show(state: &PenaltyState, standing: PenaltyStanding, around: &Around<'_>) -> Option<PenaltyView> {
    let charge = state.charge.as_deref()?;
    let viewer = match standing {
        PenaltyStanding::Merchant => Viewer::Side(Side::Respondent),
        PenaltyStanding::Staff { role, .. } => Viewer::Staff(role),
        PenaltyStanding::System => Viewer::System,
    };
    let your_side = if standing == PenaltyStanding::Merchant { Side::Respondent } else { Side::Neutral };
    let open = |field: &Erasable<String>| {
        field.get().filter(|_| sees(viewer, Label::open_to(field.audience()))).cloned()
    };
    let ids = |exhibits: &[Exhibit]| exhibits.iter().map(|e| e.evidence_id).collect::<Vec<_>>();
    let allowed = |verb: &&PenaltyVerb| may(**verb, state, standing).is_ok();
    Some(PenaltyView {
        number: charge.number,
        version: state.version,
        merchant: charge.merchant.clone(),
        merchant_name: charge.merchant_name.clone(),
        violation: charge.violation.clone(),
        violation_title: around.playbook.violation(&charge.violation).map(|v| v.title.clone()),
        phase: state.phase?,
        your_side,
        opened_at: state.opened_at?,
        opened_by: state.opened_by.and_then(|by| around.who(by)).filter(|_| your_side == Side::Neutral),
        assigned_to: state.in_charge.and_then(|d| around.names.get(&d.person).cloned()),
        closed_at: state.closed_at,
        charge: open(&charge.text),
        found_by: charge.found_by,
        automated_detection: charge.automated,
        dispute: charge.dispute_number,
        goods: charge.goods.clone(),
        evidence_ids: ids(&charge.exhibits),
        rule_ids: charge.rule_ids.clone(),
        dates: state.dates.iter().map(|date| around.date(date)).collect(),
        holds: state
            .holds
            .iter()
            .map(|hold| PenaltyHoldView {
                ground: hold.ground,
                goods: hold.measure.goods.clone(),
                reasons: open(&hold.reasons),
                from: hold.measure.from,
                review: hold.reviewed.as_ref().map(|(kept, by, reasons)| ReviewView {
                    kept: *kept,
                    by: around.who(*by),
                    reasons: open(reasons),
                }),
                ended_at: hold.ended_at,
            })
            .collect(),
        notified_at: state.notified_at,
        answer: state.answer.as_ref().map(|answer| PenaltyAnswerView {
            position: answer.position,
            explanation: open(&answer.explanation),
            evidence_ids: ids(&answer.exhibits),
            at: answer.at,
        }),
        decision: decision(state, around, &open),
        appeal: state.appeal.as_ref().map(|appeal| PenaltyAppealView {
            at: appeal.at,
            grounds: open(&appeal.grounds),
            decided_at: appeal.decided.as_ref().map(|(at, _, _)| *at),
            decided_by: appeal.decided.as_ref().and_then(|(_, by, _)| around.who(*by)),
            reasons: appeal.decided.as_ref().and_then(|(_, _, reasons)| open(reasons)),
        }),
        reports: if sees(viewer, Label::STAFF) {
            let report = |r: &domain::penalty::Report| ReportView {
                at: r.at,
                authority: r.authority.clone(),
                text: open(&r.text),
            };
            state.reports.iter().map(report).collect()
        } else {
            Vec::new()
        },
        allowed_actions: PenaltyVerb::ALL
            .iter()
            .filter(allowed)
            .map(|verb| PenaltyActionView {
                verb: verb.path(),
                href: format!("/api/v1/penalties/{}/{}", charge.number, verb.path()),
            })
            .collect(),
    })
}

fn decision(
    state: &PenaltyState,
    around: &Around<'_>,
    open: &dyn Fn(&Erasable<String>) -> Option<String>,
) -> Option<PenaltyDecisionView> {
    let decision = state.decision.as_deref()?;
    let due = |id: DutyId| state.dates.iter().find(|date| date.duty == Some(id)).map(|date| date.due_at);
    Some(PenaltyDecisionView {
        dismissed: decision.dismissed,
        by: state.decided_by.and_then(|by| around.who(by)),
        at: state.decided_at?,
        automated_decision: false,
        territorial_scope: "platform",
        facts: open(&decision.facts),
        reasons: open(&decision.reasons),
        rule_ids: decision.rule_ids.clone(),
        measures: state
            .measures
            .iter()
            .map(|(measure, is)| MeasureView {
                id: measure.id,
                kind: measure.kind,
                state: *is,
                points: measure.points,
                amount: measure.amount,
                goods: measure.goods.clone(),
                from: measure.from,
                until: measure.until,
                interim: measure.interim,
                violation: measure.violation.clone(),
                penalty: measure.number,
            })
            .collect(),
        duties: state
            .duties
            .iter()
            .map(|track| DutyView {
                id: track.duty.id,
                kind: track.duty.kind,
                text: track.duty.text.clone(),
                state: track.state,
                due_at: due(track.duty.id),
                proof: track.proof.as_ref().and_then(open),
                note: track.note.as_ref().and_then(open),
                done_at: track.done_at,
            })
            .collect(),
        appealable_until: state.date(PenaltyStep::Appeal).map(|date| date.due_at),
    })
}

/// A merchant's standing: deposit, debts, points, measures.
#[derive(Debug, Clone, Serialize)]
pub struct StandingView {
    pub merchant: MerchantId,
    pub name: String,
    pub points: u32,
    pub is_closed: bool,
    pub deposit: Vec<Money>,
    pub owed: Vec<Money>,
    pub debts: Vec<DebtView>,
    /// Newest first.
    pub measures: Vec<MeasureView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct DebtView {
    pub is_advance: bool,
    pub open: Money,
    pub due_at: Option<Instant>,
    pub is_overdue: bool,
}

/// The standing of a merchant, for it and for those who book its money.
///
/// # Errors
/// The store's.
pub async fn standing(app: &App, merchant: &MerchantId) -> StoreResult<StandingView> {
    let state = penalty::merchant(app, merchant).await?;
    Ok(standing_of(&state, merchant))
}

fn standing_of(state: &MerchantState, merchant: &MerchantId) -> StandingView {
    let sums = |of: &dyn Fn(Currency) -> i64| {
        let sum = |currency: &Currency| Money::new(*currency, of(*currency));
        Currency::ALL.iter().map(sum).filter(|sum| sum.is_positive()).collect::<Vec<_>>()
    };
    let measure = |m: &ImposedMeasure| MeasureView {
        id: m.measure.id,
        kind: m.measure.kind,
        state: m.state,
        points: m.measure.points,
        amount: m.measure.amount,
        goods: m.measure.goods.clone(),
        from: m.measure.from,
        until: m.measure.until,
        interim: m.measure.interim,
        violation: m.measure.violation.clone(),
        penalty: m.measure.number,
    };
    StandingView {
        merchant: merchant.clone(),
        name: if state.name.is_empty() { merchant.to_string() } else { state.name.clone() },
        points: state.points(),
        is_closed: state.is_closed(),
        deposit: sums(&|currency| state.deposit_in(currency)),
        owed: sums(&|currency| state.owed(currency)),
        debts: state
            .debts
            .iter()
            .filter(|debt| debt.open.is_positive())
            .map(|debt| DebtView {
                is_advance: debt.is_advance(),
                open: debt.open,
                due_at: debt.due_at,
                is_overdue: debt.is_overdue,
            })
            .collect(),
        measures: state.measures.iter().rev().map(measure).collect(),
    }
}
