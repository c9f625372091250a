//! The digest of a case: drawn from its record alone, in facts that need no free text (F2).
//!
//! Nothing in it comes from what was said in mediation: it reads the complaint, the answer, what both sides agreed or
//! what was ruled, and the days on which the case went from stage to stage.

use playbook::Playbook;
use serde::{Deserialize, Serialize};
use terms::{KindKey, Mark, Money, ObligationState, OutcomeCode, Position, RemedyType, Role, RuleId, Side};

use super::ending::{End, counts, final_end, traits};
use crate::dispute::{DisputeState, Liability};

/// A sum as it is told: from (with) and to (without), in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    pub currency: terms::Currency,
    pub from: i64,
    pub to: Option<i64>,
}

/// A station of the course, with its month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Station {
    pub what: Stop,
    /// `2026-11`; left out where the month would say too much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<String>,
}

/// What happened at a station.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    Filed,
    Answered,
    Mediation,
    Agreed,
    Ruled,
    Appealed,
    AppealDecided,
    CarriedOut,
}

impl Stop {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Answered => "answered",
            Self::Mediation => "mediation",
            Self::Agreed => "agreed",
            Self::Ruled => "ruled",
            Self::Appealed => "appealed",
            Self::AppealDecided => "appeal-decided",
            Self::CarriedOut => "carried-out",
        }
    }
}

/// A rule that the result rests on, with how surely its source has been read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    pub rule_id: RuleId,
    pub mark: Mark,
}

/// What of a case can be told to everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    pub kind: KindKey,
    /// The first part of the kind's id: `A1`.
    pub family: String,
    /// Of goods or services.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    pub claims: Vec<RemedyType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed: Option<Band>,
    /// What the other side said; `None`: nothing.
    pub position: Option<Position>,
    pub outcome: OutcomeCode,
    pub end: End,
    pub remedies: Vec<RemedyType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted: Option<Band>,
    /// Where it was ruled: who bears how much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub liability: Option<Liability>,
    pub carried_out: bool,
    pub course: Vec<Station>,
    /// `2026-11`, of the end.
    pub month: String,
    pub basis: Vec<Basis>,
    /// Whose team handled it last.
    pub team: Role,
}

/// The digest of a case that has come to its final end; `None` while it has not.
#[must_use]
pub fn draw(case: &DisputeState, playbook: &Playbook) -> Option<Digest> {
    let end = final_end(case)?;
    let traits = traits(case)?;
    let filed = case.filed.as_ref()?;
    let kind = playbook.kind(&filed.kind);
    let family = kind.map(|k| family_of(&k.id).to_owned()).unwrap_or_default();
    let owed = case.obligations.iter().filter(|o| counts(o));
    let ruling = match end {
        End::Agreement => None,
        End::Ruling | End::Appeal => case.decisions.last(),
    };
    let rules = match ruling {
        Some(decision) => decision.ruling.rule_ids.clone(),
        None => kind.map(|k| k.legal_basis.clone()).unwrap_or_default(),
    };
    let basis = rules.into_iter().filter_map(|rule_id| {
        let mark = playbook.rule(&rule_id)?.mark;
        Some(Basis { rule_id, mark })
    });
    Some(Digest {
        kind: filed.kind.clone(),
        family,
        category: (!traits.category.is_empty()).then_some(traits.category),
        claims: distinct(filed.claims.iter().map(|c| c.remedy_type)),
        claimed: traits.claimed.and_then(|sum| band(sum, playbook)),
        position: case.response.as_ref().map(|response| response.position),
        outcome: traits.outcome,
        end,
        remedies: distinct(owed.clone().map(|o| o.remedy.remedy_type)),
        granted: traits.granted.and_then(|sum| band(sum, playbook)),
        liability: ruling.map(|decision| decision.ruling.liability),
        carried_out: owed.clone().all(|o| o.state == ObligationState::Performed),
        course: course(case, end, playbook),
        month: month(playbook, traits.ended_at),
        basis: basis.collect(),
        team: case.in_charge_as.unwrap_or(Role::IntakeOfficer),
    })
}

/// `A1` of `A1.2`.
#[must_use]
pub fn family_of(id: &str) -> &str {
    id.split('.').next().unwrap_or(id)
}

fn band(sum: Money, playbook: &Playbook) -> Option<Band> {
    let (from, to) = playbook.publication().band(sum)?;
    Some(Band { currency: sum.currency, from, to })
}

fn distinct(of: impl Iterator<Item = RemedyType>) -> Vec<RemedyType> {
    let mut all: Vec<RemedyType> = Vec::new();
    for remedy in of {
        if !all.contains(&remedy) {
            all.push(remedy);
        }
    }
    all
}

/// The month of a moment in the pack's calendar.
#[must_use]
pub fn month(playbook: &Playbook, at: terms::Instant) -> String {
    let day = playbook.calendar().date_of(at);
    format!("{:04}-{:02}", day.year(), day.month())
}

fn course(case: &DisputeState, end: End, playbook: &Playbook) -> Vec<Station> {
    let first_ruling = case.decisions.iter().find(|d| d.on_appeal.is_none()).map(|d| d.at);
    let on_appeal = case.decisions.iter().rev().find(|d| d.on_appeal.is_some()).map(|d| d.at);
    let owed = case.obligations.iter().filter(|o| counts(o));
    let all_done = owed.clone().count() > 0 && owed.clone().all(|o| o.state == ObligationState::Performed);
    let stops = [
        (Stop::Filed, case.filed_at),
        (Stop::Answered, case.response.as_ref().map(|r| r.at)),
        (Stop::Mediation, case.escalation.as_ref().map(|e| e.at)),
        (Stop::Ruled, first_ruling),
        (Stop::Appealed, case.appeals.first().map(|a| a.at)),
        (Stop::AppealDecided, on_appeal),
        (Stop::Agreed, case.closed_at.filter(|_| end == End::Agreement)),
    ];
    let mut all: Vec<(terms::Instant, Stop)> =
        stops.into_iter().filter_map(|(what, at)| Some((at?, what))).collect();
    all.sort_by_key(|(at, _)| *at);
    let mut course: Vec<Station> =
        all.into_iter().map(|(at, what)| Station { what, month: Some(month(playbook, at)) }).collect();
    if all_done {
        course.push(Station { what: Stop::CarriedOut, month: None });
    }
    course
}

/// Which of the sides must agree before what they agreed is told.
#[must_use]
pub fn sides(case: &DisputeState) -> Vec<Side> {
    let mut sides = vec![Side::Consumer];
    if case.respondent().is_some() {
        sides.push(Side::Respondent);
    }
    sides
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::*;
    use playbook::Step;

    /// F2: the digest says what was claimed, answered and decided, by which rules, in months and bands.
    #[test]
    fn the_digest_is_drawn_from_the_record() {
        let ruled = given().ruled().passed(Step::Appeal).passed(Step::Appeal);
        let digest = draw(&ruled.state, &PLAYBOOK).unwrap();
        assert_eq!((digest.family.as_str(), digest.end), ("A1", End::Ruling));
        assert_eq!(digest.position, Some(Position::Deny));
        assert_eq!(digest.granted.map(|b| (b.from, b.to)), Some((50_000, Some(200_000))));
        assert_eq!(digest.month, "2026-11");
        assert!(digest.liability.is_some() && !digest.basis.is_empty());
        let stops: Vec<Stop> = digest.course.iter().map(|s| s.what).collect();
        assert_eq!(stops, [Stop::Filed, Stop::Answered, Stop::Mediation, Stop::Ruled]);
    }

    /// F2: nobody's words and nobody's name are in it.
    #[test]
    fn the_digest_holds_no_free_text() {
        let ruled = given().ruled().passed(Step::Appeal).passed(Step::Appeal);
        let written = serde_json::to_string(&draw(&ruled.state, &PLAYBOOK).unwrap()).unwrap();
        let filed = ruled.state.filed.as_ref().unwrap();
        let order = ruled.state.order().unwrap();
        for private in [
            filed.description.get().unwrap().as_str(),
            order.consumer_name.get().unwrap(),
            &order.merchant_name,
            order.order_id.as_str(),
            order.merchant.as_str(),
            &filed.number.to_string(),
        ] {
            assert!(!written.contains(private), "{private}");
        }
    }

    /// F2, C5: what was said in mediation changes nothing in it.
    #[test]
    fn what_is_sealed_never_enters_a_digest() {
        let mut open = given().ruled().passed(Step::Appeal).passed(Step::Appeal).state;
        let before = draw(&open, &PLAYBOOK).unwrap();
        let talked = given().escalated().and(&mediator(), propose(vec![money(RemedyType::Refund, "300.00")]));
        open.proposals = talked.state.proposals.clone();
        open.messages.push(crate::dispute::Message {
            id: terms::MessageId::default(),
            at: WEDNESDAY,
            by: mediator().by(),
            side: Side::Neutral,
            text: crate::Erasable::new("商家私下承认了".to_owned(), terms::Audience::All),
            evidence_ids: Vec::new(),
            label: terms::Label::MEDIATION,
        });
        assert_eq!(draw(&open, &PLAYBOOK).unwrap(), before);
    }
}
