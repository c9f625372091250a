//! The parts of a case page: stages, offers, obligations, evidence, mandates.

use app::show::{CaseView, ObligationView, OfferView, RemedyView};
use playbook::Step;
use terms::{Money, ObligationState, OfferState, Side, Stage};

use crate::consumer::filing_cards::{file_icon, file_size};
use crate::shell::{Site, Visit};

pub(crate) struct StageMark {
    pub class: &'static str,
    pub name: String,
    pub when: String,
    pub done: bool,
    pub current: bool,
}

/// Filed, accepted, answered, mediated, ended.
pub(super) fn stages(view: &CaseView, visit: &Visit) -> Vec<StageMark> {
    let t = |key: &str| visit.texts.say(key);
    let day = |at: terms::Instant| texts::day(at, visit.now, visit.language);
    let closed = view.stage == Stage::Closed;
    let mark = |class: &'static str, key: &str, at: Option<terms::Instant>, current: bool| StageMark {
        class,
        name: t(key),
        when: at.map(day).unwrap_or_else(|| if current { t("stage-now") } else { String::new() }),
        done: at.is_some() && !current,
        current,
    };
    let mut marks = vec![mark("is-consumer", "mark-filed", Some(view.created_at), false)];
    let screening = view.stage == Stage::Screening;
    if screening || view.accepted_at.is_some() {
        marks.push(mark("is-platform", "mark-accepted", view.accepted_at, screening));
    }
    if view.accepted_at.is_some() || screening {
        let negotiating = view.stage == Stage::Negotiation;
        let answered =
            view.response.as_ref().map(|r| r.at).or_else(|| view.escalated_at.filter(|_| !negotiating));
        marks.push(mark("is-merchant", "mark-negotiation", answered.filter(|_| !negotiating), negotiating));
    }
    let mediating = view.stage == Stage::Mediation;
    if mediating || view.escalated_at.is_some() || !closed {
        marks.push(mark(
            "is-platform",
            "mark-mediation",
            view.escalated_at.filter(|_| !mediating),
            mediating,
        ));
    }
    let ruling = view.stage == Stage::Ruling;
    if ruling || !view.decisions.is_empty() {
        let ruled = view.decisions.last().map(|decision| decision.at).filter(|_| !ruling);
        marks.push(mark("is-platform", "mark-ruling", ruled, ruling));
    }
    let done = view.closed_at.filter(|_| closed);
    let performing = closed && view.obligations.iter().any(is_open);
    marks.push(mark(
        "is-platform",
        if performing { "mark-performing" } else { "mark-closed" },
        done,
        performing,
    ));
    marks
}

const fn is_open(obligation: &ObligationView) -> bool {
    match obligation.state {
        ObligationState::Due | ObligationState::Reported | ObligationState::Disputed => true,
        ObligationState::Performed | ObligationState::Failed | ObligationState::Cancelled => false,
    }
}

/// The side's class: its colour and the corner that points to it.
pub(super) const fn side_class(side: Side) -> &'static str {
    match side {
        Side::Consumer => "is-consumer",
        Side::Respondent => "is-merchant",
        Side::Neutral => "is-platform",
    }
}

/// One remedy in words, with its sum and text.
pub(super) fn remedy_words(remedy: &RemedyView, visit: &Visit) -> String {
    let name = visit.texts.word("remedy", remedy.remedy_type.as_str());
    let sum = remedy.amount.map(|a| format!(" {}", a.readable())).unwrap_or_default();
    let text = remedy.text.as_ref().map(|text| format!(" · {text}")).unwrap_or_default();
    format!("{name}{sum}{text}")
}

/// All remedies in one line.
pub(super) fn remedies_words(remedies: &[RemedyView], visit: &Visit) -> String {
    let names: Vec<String> =
        remedies.iter().map(|r| visit.texts.word("remedy", r.remedy_type.as_str())).collect();
    names.join(list_comma(visit))
}

/// The money of some remedies together; `None` where there is none.
pub(super) fn total(remedies: &[RemedyView]) -> Option<Money> {
    let mut sums = remedies.iter().filter_map(|r| r.amount);
    let first = sums.next()?;
    sums.try_fold(first, |sum, next| sum.plus(next).ok())
}

pub(crate) struct OfferCard {
    pub id: String,
    pub n: usize,
    pub class: &'static str,
    pub own: bool,
    pub open: bool,
    pub state_key: &'static str,
    pub state: String,
    pub what: String,
    pub total: String,
    pub lines: Vec<(String, String)>,
    pub returns: bool,
    pub note: String,
    pub made: String,
    pub until: String,
    /// Some line has a sum: only then a table of sums says something.
    pub with_sums: bool,
    /// What was asked for and is not in the offer.
    pub gives_up: String,
    /// By when the other side would have to do it, if it were accepted now.
    pub done_by: String,
}

/// What was claimed and is not, or not fully, in the offer.
fn gives_up(view: &CaseView, offer: &OfferView, visit: &Visit) -> String {
    let more = |claim: &&RemedyView| {
        let offered = offer.remedies.iter().find(|r| r.remedy_type == claim.remedy_type);
        offered.is_none_or(|r| r.amount.map_or(0, |a| a.minor) < claim.amount.map_or(0, |a| a.minor))
    };
    let words: Vec<String> =
        view.claims.iter().filter(more).map(|claim| remedy_words(claim, visit)).collect();
    words.join(list_comma(visit))
}

/// The limit that would run from now; what must come back first runs longer, so that is said instead.
fn done_by(view: &CaseView, offer: &OfferView, site: &Site, visit: &Visit) -> String {
    if offer.remedies.iter().any(|r| r.remedy_type.needs_return()) {
        return visit.texts.say("offer-sure-return");
    }
    let due = site.app.playbook.due(&view.kind, Step::Performance, visit.now);
    let at = texts::date_time(due.at, visit.now, visit.language);
    visit.texts.with("offer-sure-by", &[("until", at)])
}

const fn list_comma(visit: &Visit) -> &'static str {
    match visit.language {
        terms::Language::ZhHans | terms::Language::ZhHant => "、",
        terms::Language::En => ", ",
    }
}

/// Offers that wait for an answer come first, each in the order they were made.
pub(super) fn offers(view: &CaseView, site: &Site, visit: &Visit) -> Vec<OfferCard> {
    let made = |at: terms::Instant| texts::moment(at, visit.now, visit.language);
    let at = |at: terms::Instant| texts::date_time(at, visit.now, visit.language);
    let card = |(n, offer): (usize, &OfferView)| OfferCard {
        id: offer.id.to_string(),
        n: n + 1,
        class: side_class(offer.by),
        own: offer.by == view.your_side,
        open: offer.state == OfferState::Proposed,
        state_key: offer.state.as_str(),
        state: visit.texts.word("offer", offer.state.as_str()),
        what: remedies_words(&offer.remedies, visit),
        total: total(&offer.remedies).map(Money::readable).unwrap_or_default(),
        lines: offer
            .remedies
            .iter()
            .map(|r| {
                let name = visit.texts.word("remedy", r.remedy_type.as_str());
                let text = r.text.as_ref().map(|text| format!(" · {text}")).unwrap_or_default();
                (format!("{name}{text}"), r.amount.map(Money::readable).unwrap_or_default())
            })
            .collect(),
        returns: offer.remedies.iter().any(|r| r.remedy_type.needs_return()),
        note: offer.note.clone().unwrap_or_default(),
        made: made(offer.made_at),
        with_sums: offer.remedies.iter().any(|r| r.amount.is_some()),
        gives_up: gives_up(view, offer, visit),
        done_by: done_by(view, offer, site, visit),
        until: offer.expires_at.map(at).unwrap_or_default(),
    };
    let mut cards: Vec<OfferCard> = view.offers.iter().enumerate().map(card).collect();
    cards.sort_by_key(|card| (!card.open, card.n));
    cards
}

pub(crate) struct ObligationCard {
    pub id: String,
    pub what: String,
    pub debtor: String,
    pub class: &'static str,
    pub state_key: &'static str,
    pub state: String,
    pub due: String,
    pub note: String,
    pub paid: String,
    pub failed: bool,
    pub proof: Vec<String>,
    pub reported: bool,
    pub ship_here: bool,
    /// Each step of the way back: text and whether it is done.
    pub way: Vec<(String, bool)>,
    pub address: String,
}

pub(super) fn obligations(view: &CaseView, visit: &Visit) -> Vec<ObligationCard> {
    let t = |key: &str| visit.texts.say(key);
    let card = |o: &ObligationView| {
        let returning = o.returning.as_ref();
        let state = returning.map(|r| r.state);
        let step = |key: &str, done: bool| (t(key), done);
        let way = match state {
            None => Vec::new(),
            Some(state) => {
                let at = ["to_be_authorised", "authorised", "shipped", "received"]
                    .iter()
                    .position(|s| *s == state)
                    .unwrap_or(0);
                vec![
                    step("return-authorised", at >= 1),
                    step("return-shipped", at >= 2),
                    step("return-received", at >= 3),
                ]
            }
        };
        let remedy = RemedyView {
            remedy_type: o.remedy_type,
            amount: o.amount,
            text: o.text.clone(),
            rule_id: o.rule_id.clone(),
        };
        ObligationCard {
            id: o.id.to_string(),
            what: remedy_words(&remedy, visit),
            debtor: if o.debtor == terms::Party::Consumer && view.your_side == Side::Consumer {
                t("case-me")
            } else {
                visit.texts.word("party", o.debtor.as_str())
            },
            class: match o.debtor {
                terms::Party::Consumer => "is-consumer",
                terms::Party::Respondent => "is-merchant",
                terms::Party::ThirdParty => "is-third",
                terms::Party::Platform => "is-platform",
            },
            state_key: o.state.as_str(),
            state: visit.texts.word("obligation", o.state.as_str()),
            due: o.due_at.map(|at| texts::date_time(at, visit.now, visit.language)).unwrap_or_default(),
            note: o.note.clone().unwrap_or_default(),
            failed: o.payout_failed,
            paid: o.paid.filter(|sum| sum.is_positive()).map(Money::readable).unwrap_or_default(),
            proof: o.proof.iter().map(ToString::to_string).collect(),
            reported: o.state == ObligationState::Reported,
            ship_here: state == Some("authorised"),
            way,
            address: returning.and_then(|r| r.address.clone()).unwrap_or_default(),
        }
    };
    view.obligations.iter().map(card).collect()
}

pub(crate) struct EvidenceCard {
    pub id: String,
    pub name: String,
    pub icon: &'static str,
    pub class: &'static str,
    pub about: String,
    pub state_key: &'static str,
    pub state: String,
    pub checked: bool,
    pub private: bool,
    pub note: String,
}

pub(super) fn evidence(view: &CaseView, visit: &Visit) -> Vec<EvidenceCard> {
    let card = |e: &app::show::EvidenceView| {
        let own = e.provided_by == view.your_side;
        let who = if own {
            visit.texts.say("case-evidence-mine")
        } else {
            visit.texts.word("side", e.provided_by.as_str())
        };
        let day = texts::day(e.at, visit.now, visit.language);
        EvidenceCard {
            id: e.id.to_string(),
            name: e.name.clone().unwrap_or_else(|| visit.texts.word("evidence-kind", e.kind.as_str())),
            icon: file_icon(&e.media_type),
            class: side_class(e.provided_by),
            about: format!("{who} · {day} · {}", file_size(e.size)),
            state_key: e.state.as_str(),
            state: visit.texts.word("evidence-state", e.state.as_str()),
            checked: e.state != terms::EvidenceState::Pending,
            private: e.audience != "all",
            note: e.note.clone().unwrap_or_default(),
        }
    };
    view.evidence.iter().map(card).collect()
}

pub(crate) struct MandateCard {
    pub id: String,
    pub agent: String,
    pub until: String,
    pub revoked: bool,
}

pub(super) fn mandates(view: &CaseView, visit: &Visit) -> Vec<MandateCard> {
    let own = view.mandates.iter().filter(|m| m.side == view.your_side);
    own.map(|m| MandateCard {
        id: m.id.to_string(),
        agent: m.agent.clone(),
        until: m.until.map(|at| texts::date_time(at, visit.now, visit.language)).unwrap_or_default(),
        revoked: m.revoked_at.is_some(),
    })
    .collect()
}
