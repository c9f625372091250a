//! Checks that many commands share: who, in which stage, and what was typed.

use std::collections::BTreeMap;

use playbook::Step;
use terms::{Audience, EvidenceId, Instant, Label, Party, Role, Side, clean_text};

use super::clock::{self, About};
use super::event::{DisputeEvent, EvidenceItem};
use super::refusal::DisputeRefusal;
use super::stage::stage;
use super::standing::Standing;
use super::state::{DisputeState, Phase};
use crate::ctx::Ctx;
use crate::erasable::Erasable;

/// Longest free text, in characters.
pub const MAX_TEXT: usize = 5_000;
/// Most pieces of evidence in one act, and in one case.
pub const MAX_EVIDENCE_PER_ACT: usize = 20;
pub const MAX_EVIDENCE: usize = 200;
/// Most messages in one case: past this, people should talk on the phone, and memory stays bounded.
pub const MAX_MESSAGES: usize = 1_000;

/// From acceptance to the end.
pub const TALKING: &[Phase] = &[Phase::Negotiation, Phase::Mediation, Phase::Ruling];
/// From filing to the end.
pub const RUNNING: &[Phase] = &[Phase::Screening, Phase::Negotiation, Phase::Mediation, Phase::Ruling];

/// The case runs, or something of it is still carried out or looked at on appeal.
///
/// # Errors
/// `merged`, `wrong_stage`.
pub fn alive(state: &DisputeState) -> Result<(), DisputeRefusal> {
    if state.is_alive() && state.merged_into.is_none() { Ok(()) } else { in_phase(state, RUNNING) }
}

/// # Errors
/// `merged`, `on_hold`, `wrong_stage`.
pub fn in_phase(state: &DisputeState, phases: &[Phase]) -> Result<(), DisputeRefusal> {
    if let Some((_, number)) = state.merged_into {
        return Err(DisputeRefusal::Merged { into: number });
    }
    if !phases.contains(&state.phase) {
        return Err(DisputeRefusal::WrongStage { stage: stage(state) });
    }
    Ok(())
}

/// # Errors
/// `on_hold`.
pub const fn not_on_hold(state: &DisputeState) -> Result<(), DisputeRefusal> {
    if state.hold.is_some() { Err(DisputeRefusal::OnHold) } else { Ok(()) }
}

/// # Errors
/// `not_allowed` unless staff.
pub const fn staff(standing: Standing) -> Result<(), DisputeRefusal> {
    match standing {
        Standing::Staff { .. } => Ok(()),
        Standing::Consumer { .. } | Standing::Respondent { .. } | Standing::System => {
            Err(DisputeRefusal::NotAllowed)
        }
    }
}

/// # Errors
/// `not_allowed` unless the named person or the deputy.
pub const fn in_charge(standing: Standing) -> Result<(), DisputeRefusal> {
    match standing {
        Standing::Staff { in_charge: true, .. } => Ok(()),
        Standing::Staff { .. }
        | Standing::Consumer { .. }
        | Standing::Respondent { .. }
        | Standing::System => Err(DisputeRefusal::NotAllowed),
    }
}

/// # Errors
/// `not_allowed` unless a supervisor, or the staff in charge.
pub const fn oversees(standing: Standing) -> Result<(), DisputeRefusal> {
    match standing {
        Standing::Staff { role: Role::Supervisor, .. } | Standing::Staff { in_charge: true, .. } => Ok(()),
        Standing::Staff { .. }
        | Standing::Consumer { .. }
        | Standing::Respondent { .. }
        | Standing::System => Err(DisputeRefusal::NotAllowed),
    }
}

/// Whose obligations someone of this standing carries out: the merchant its own, staff those of the platform.
///
/// # Errors
/// `not_allowed` for everybody else.
pub fn debtor(standing: Standing) -> Result<Party, DisputeRefusal> {
    match standing {
        Standing::Respondent { .. } => Ok(Party::Respondent),
        Standing::Staff { .. } | Standing::Consumer { .. } | Standing::System => {
            oversees(standing).map(|()| Party::Platform)
        }
    }
}

/// # Errors
/// `not_allowed` unless one of the two sides.
pub const fn a_side(standing: Standing) -> Result<Side, DisputeRefusal> {
    match standing {
        Standing::Consumer { .. } => Ok(Side::Consumer),
        Standing::Respondent { .. } => Ok(Side::Respondent),
        Standing::Staff { .. } | Standing::System => Err(DisputeRefusal::NotAllowed),
    }
}

/// # Errors
/// `not_allowed` unless of that side.
pub fn of_side(standing: Standing, side: Side) -> Result<(), DisputeRefusal> {
    if a_side(standing)? == side { Ok(()) } else { Err(DisputeRefusal::NotAllowed) }
}

/// # Errors
/// `not_allowed` unless the system's own clock or policy.
pub fn system(standing: Standing) -> Result<(), DisputeRefusal> {
    if standing == Standing::System { Ok(()) } else { Err(DisputeRefusal::NotAllowed) }
}

/// A text that must be there, kept as a part of its own.
///
/// # Errors
/// `text_missing`, `text_too_long`, `text_forbidden_character`.
pub fn text(given: &str, pointer: &str, audience: Audience) -> Result<Erasable<String>, DisputeRefusal> {
    match clean_text(given, MAX_TEXT) {
        Ok(text) => Ok(Erasable::new(text, audience)),
        Err(why) => Err(DisputeRefusal::Text { pointer: pointer.to_owned(), why }),
    }
}

/// A text that may be left out.
///
/// # Errors
/// `text_too_long`, `text_forbidden_character`.
pub fn note(
    given: Option<&str>,
    pointer: &str,
    audience: Audience,
) -> Result<Option<Erasable<String>>, DisputeRefusal> {
    match given {
        Some(given) if !given.trim().is_empty() => text(given, pointer, audience).map(Some),
        Some(_) | None => Ok(None),
    }
}

/// Answers to questions, each checked as a text.
///
/// # Errors
/// As [`text`]; `too_many` past 50.
pub fn answers(
    given: &BTreeMap<String, String>,
    audience: Audience,
) -> Result<Erasable<BTreeMap<String, String>>, DisputeRefusal> {
    const MOST: usize = 50;
    if given.len() > MOST {
        return Err(DisputeRefusal::TooMany { pointer: "/answers".to_owned(), most: MOST });
    }
    let mut kept = BTreeMap::new();
    for (key, answer) in given {
        let clean = clean_text(answer, MAX_TEXT);
        let clean = clean.map_err(|why| DisputeRefusal::Text { pointer: format!("/answers/{key}"), why })?;
        kept.insert(key.clone(), clean);
    }
    Ok(Erasable::new(kept, audience))
}

/// The evidence that an act brings along: what is new enters the case, what is in it already is only named.
///
/// # Errors
/// `too_many`, `unknown_evidence`, `evidence_used_elsewhere`.
pub fn new_evidence(
    state: &DisputeState,
    ids: &[EvidenceId],
    pointer: &str,
    audience: Audience,
    ctx: &Ctx<'_, '_>,
) -> Result<Vec<EvidenceItem>, DisputeRefusal> {
    if ids.len() > MAX_EVIDENCE_PER_ACT {
        return Err(DisputeRefusal::TooMany { pointer: pointer.to_owned(), most: MAX_EVIDENCE_PER_ACT });
    }
    let mut items: Vec<EvidenceItem> = Vec::new();
    for (n, id) in ids.iter().enumerate() {
        let at = || format!("{pointer}/{n}");
        let known = state.evidence.iter().any(|e| e.item.evidence_id == *id);
        if known || items.iter().any(|item| item.evidence_id == *id) {
            continue;
        }
        let own = ctx.facts.uploads.get(id).filter(|u| Some(u.owner) == ctx.actor.person());
        let Some(upload) = own else { return Err(DisputeRefusal::UnknownEvidence { pointer: at() }) };
        if upload.used_in.is_some() {
            return Err(DisputeRefusal::EvidenceUsedElsewhere { pointer: at() });
        }
        items.push(EvidenceItem {
            evidence_id: *id,
            sha256: upload.sha256.clone(),
            size: upload.size,
            media_type: upload.media_type.clone(),
            kind: upload.kind,
            name: Erasable::new(upload.name.clone(), audience),
        });
    }
    if state.evidence.len() + items.len() > MAX_EVIDENCE {
        return Err(DisputeRefusal::TooMany { pointer: pointer.to_owned(), most: MAX_EVIDENCE });
    }
    Ok(items)
}

/// The facts of an act's evidence: new items entering the case, if there are any.
#[must_use]
pub fn evidence_events(
    side: Side,
    items: Vec<EvidenceItem>,
    note: Option<Erasable<String>>,
    label: Label,
) -> Option<DisputeEvent> {
    (!items.is_empty()).then_some(DisputeEvent::EvidenceProvided { side, items, note, label })
}

/// As [`evidence_events`], for evidence on the claim itself: once the platform was called in, the other side has time to
/// answer what it has not seen before (C10). An answer given in that time gives none.
#[must_use]
pub fn heard_evidence(
    state: &DisputeState,
    side: Side,
    items: Vec<EvidenceItem>,
    note: Option<Erasable<String>>,
    label: Label,
    ctx: &mut Ctx<'_, '_>,
) -> Vec<DisputeEvent> {
    let mut events: Vec<DisputeEvent> = evidence_events(side, items, note, label).into_iter().collect();
    if events.is_empty() {
        return events;
    }
    let late = matches!(state.phase, Phase::Mediation | Phase::Ruling) || state.appeal().is_some();
    let (own, other) = match side {
        Side::Consumer => (Party::Consumer, Party::Respondent),
        Side::Respondent => (Party::Respondent, Party::Consumer),
        Side::Neutral => return events,
    };
    let answers = state.deadlines.iter().any(|d| d.step == Step::EvidenceAnswer && d.who == own);
    if let Some(filed) = state
        .filed
        .as_ref()
        .filter(|filed| late && label == Label::ALL && !answers && filed.respondent.is_some())
    {
        events.push(clock::set(ctx, &filed.kind, Step::EvidenceAnswer, other, About::default()));
    }
    events
}

/// # Errors
/// `date_invalid` unless later than now.
pub fn later(at: Instant, now: Instant, pointer: &str) -> Result<(), DisputeRefusal> {
    if at > now { Ok(()) } else { Err(DisputeRefusal::DateInvalid { pointer: pointer.to_owned() }) }
}
