//! The decision: facts, reasons, rules, and measures within the table (G4, DSA 17).

use serde::{Deserialize, Serialize};
use terms::{DutyId, DutyKind, MeasureId, MeasureKind, Money, Party, PenaltyPhase, PenaltyStep, RuleId};

use super::{date, goods, set, standing, text, violation};
use crate::ctx::Ctx;
use crate::merchant::Measure;
use crate::penalty::event::{Duty, PenaltyDate, PenaltyDecision, PenaltyEvent};
use crate::penalty::refusal::PenaltyRefusal;
use crate::penalty::standing::PenaltyStanding;
use crate::penalty::state::PenaltyState;

/// The decision as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidePenalty {
    /// The charge is not found true.
    #[serde(default)]
    pub dismissed: bool,
    /// Facts and circumstances.
    pub facts: String,
    /// Why the rules apply to them.
    pub reasons: String,
    #[serde(default)]
    pub rule_ids: Vec<RuleId>,
    #[serde(default)]
    pub measures: Vec<GivenMeasure>,
    #[serde(default)]
    pub duties: Vec<GivenDuty>,
}

/// A measure as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenMeasure {
    pub kind: MeasureKind,
    #[serde(default)]
    pub points: Option<u32>,
    /// For how many days; where the table allows years, none means without end.
    #[serde(default)]
    pub days: Option<u32>,
    #[serde(default)]
    pub amount: Option<Money>,
    #[serde(default)]
    pub goods: Vec<String>,
}

/// A duty as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenDuty {
    pub kind: DutyKind,
    pub text: String,
}

/// From so many days on a table allows a measure without end.
const FOR_GOOD: u32 = 3650;

/// # Errors
/// `not_allowed` unless in charge without a part in it, `penalty_wrong_stage`, `answer_time_runs`.
pub(super) fn may(state: &PenaltyState, standing: PenaltyStanding) -> Result<(), PenaltyRefusal> {
    super::in_phase(state, &[PenaltyPhase::Charged, PenaltyPhase::Answered])?;
    match standing {
        PenaltyStanding::Staff { in_charge: true, may_judge: true, .. } => {}
        PenaltyStanding::Staff { .. } | PenaltyStanding::Merchant | PenaltyStanding::System => {
            return Err(PenaltyRefusal::NotAllowed);
        }
    }
    let waits = |date: &&PenaltyDate| matches!(date.step, PenaltyStep::Notice | PenaltyStep::Answer);
    match state.dates.iter().filter(waits).map(|date| date.due_at).max() {
        Some(until) => Err(PenaltyRefusal::AnswerTimeRuns { until }),
        None => Ok(()),
    }
}

/// What is written keeps within the table's line for the violation.
///
/// # Errors
/// As [`may`]; `nothing_decided`, `not_in_table`, `outside_table`, `goods_missing`, `unknown_rule`, and the refusals of texts.
pub(super) fn decide(
    state: &PenaltyState,
    command: &DecidePenalty,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PenaltyEvent>, PenaltyRefusal> {
    may(state, standing(state, ctx)?)?;
    let line = violation(state, ctx)?;
    let (facts, reasons) = (text(&command.facts, "/facts")?, text(&command.reasons, "/reasons")?);
    let empty = command.measures.is_empty() && command.duties.is_empty();
    if empty != command.dismissed {
        return Err(PenaltyRefusal::NothingDecided);
    }
    let mut rule_ids = vec![line.rule.clone()];
    for (n, rule) in command.rule_ids.iter().enumerate() {
        if ctx.playbook.rule(rule).is_none() {
            return Err(PenaltyRefusal::UnknownRule { pointer: format!("/rule_ids/{n}") });
        }
        if !rule_ids.contains(rule) {
            rule_ids.push(rule.clone());
        }
    }
    let mut measures: Vec<Measure> = Vec::new();
    for (n, given) in command.measures.iter().enumerate() {
        measures.push(measure(state, given, &format!("/measures/{n}"), ctx)?);
    }
    let mut duties: Vec<Duty> = Vec::new();
    for (n, given) in command.duties.iter().enumerate() {
        let pointer = format!("/duties/{n}");
        if !line.duties.contains(&given.kind) || duties.iter().any(|duty| duty.kind == given.kind) {
            return Err(PenaltyRefusal::NotInTable { pointer });
        }
        let told = terms::clean_text(&given.text, 500)
            .map_err(|why| PenaltyRefusal::Text { pointer: format!("{pointer}/text"), why })?;
        duties.push(Duty { id: DutyId(ctx.ids.uuid()), kind: given.kind, text: told });
    }
    let due: Vec<PenaltyEvent> = duties.iter().filter_map(|duty| due(duty, ctx)).collect();
    let dismissed = command.dismissed;
    let decision = PenaltyDecision { dismissed, facts, reasons, rule_ids, measures, duties };
    let decided_by = ctx.actor.by();
    let mut events = vec![PenaltyEvent::Decided { decision: Box::new(decision), decided_by }];
    if dismissed {
        events.push(PenaltyEvent::Closed);
    } else {
        events.extend(set(ctx, PenaltyStep::Appeal, Party::Respondent));
        events.extend(due);
    }
    Ok(events)
}

/// The merchant trains and rectifies; a spot check is the platform's to make.
fn due(duty: &Duty, ctx: &Ctx<'_, '_>) -> Option<PenaltyEvent> {
    let who = match duty.kind {
        DutyKind::Training | DutyKind::Rectification => Party::Respondent,
        DutyKind::SpotCheck => Party::Platform,
    };
    let date = date(ctx, PenaltyStep::Duty, who)?;
    Some(PenaltyEvent::DateSet(PenaltyDate { duty: Some(duty.id), ..date }))
}

fn measure(
    state: &PenaltyState,
    given: &GivenMeasure,
    pointer: &str,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Measure, PenaltyRefusal> {
    let line = violation(state, ctx)?;
    let charge = state.charge.as_ref().ok_or(PenaltyRefusal::UnknownPenalty)?;
    if !line.measures.contains(&given.kind) {
        return Err(PenaltyRefusal::NotInTable { pointer: pointer.to_owned() });
    }
    let outside = |field: &str, most: String| PenaltyRefusal::OutsideTable {
        pointer: format!("{pointer}/{field}"),
        kind: given.kind,
        most,
    };
    let days = match given.days {
        Some(days) if days == 0 || days > line.most_days => {
            return Err(outside("days", line.most_days.to_string()));
        }
        Some(days) => Some(days),
        None => None,
    };
    let until = |days: u32| ctx.now.plus_seconds(i64::from(days) * 24 * 3600);
    let (least, most) = line.points;
    let (mut points, mut amount, mut named) = (None, None, Vec::new());
    let until = match given.kind {
        MeasureKind::Points => {
            let count = given.points.filter(|count| (least..=most).contains(count));
            points = Some(count.ok_or_else(|| outside("points", format!("{least}–{most}")))?);
            ctx.playbook.penalty_due(PenaltyStep::Points, ctx.now).map(|(due, _)| due.at)
        }
        MeasureKind::Warning => ctx.playbook.penalty_due(PenaltyStep::Points, ctx.now).map(|(due, _)| due.at),
        MeasureKind::SearchDemotion => {
            Some(until(days.ok_or_else(|| outside("days", line.most_days.to_string()))?))
        }
        MeasureKind::DepositCharge => {
            let table = line.deposit;
            let most = table.map_or_else(String::new, Money::readable);
            let fits = |sum: &Money| {
                table.is_some_and(|t| t.currency == sum.currency && sum.minor <= t.minor) && sum.is_positive()
            };
            amount = Some(given.amount.filter(fits).ok_or_else(|| outside("amount", most))?);
            None
        }
        MeasureKind::Delisting | MeasureKind::ShopClosure => {
            if given.kind == MeasureKind::Delisting {
                named = goods(&given.goods, &format!("{pointer}/goods"))?;
                if named.is_empty() {
                    return Err(PenaltyRefusal::GoodsMissing { pointer: format!("{pointer}/goods") });
                }
            }
            if days.is_none() && line.most_days < FOR_GOOD {
                return Err(outside("days", line.most_days.to_string()));
            }
            days.map(until)
        }
    };
    Ok(Measure {
        id: MeasureId(ctx.ids.uuid()),
        kind: given.kind,
        violation: line.key.clone(),
        number: charge.number,
        points,
        amount,
        goods: named,
        from: ctx.now,
        until,
        interim: false,
    })
}
