//! Evidence as work pages list it: what is there, who brought it, how it was checked; and what the kind asks for.

use app::show::EvidenceView;
use domain::dispute::rule_facts;
use playbook::Ask;
use terms::{EvidenceKind, EvidenceState, Money, RemedyType, Side};

use super::{Lens, class_of};

/// One item.
pub(crate) struct EvidenceBox {
    pub id: String,
    pub name: String,
    pub kind: String,
    pub icon: &'static str,
    pub size: String,
    pub sha256: String,
    pub state: &'static str,
    pub state_word: String,
    pub by: String,
    pub class: &'static str,
    pub at: String,
    pub note: Option<String>,
    /// Who else does not see it, in words; empty if both sides do.
    pub private: String,
    pub checks: Vec<CheckLine>,
}

/// One check of an item.
pub(crate) struct CheckLine {
    pub state: &'static str,
    pub word: String,
    pub at: String,
    pub how: String,
    pub reason: Option<String>,
}

/// One thing that the kind asks of a side, and whether something of that sort is there.
pub(crate) struct AskLine {
    pub side: String,
    pub class: &'static str,
    pub text: String,
    pub required: bool,
    pub there: usize,
}

/// A remedy that can be offered.
pub(crate) struct RemedyChoice {
    pub key: &'static str,
    pub word: String,
    pub needs_amount: bool,
    /// The most that may be promised, and by which rule.
    pub most: Option<String>,
    /// A sum to begin with.
    pub suggested: String,
}

impl Lens<'_> {
    pub fn evidence(&self) -> Vec<EvidenceBox> {
        self.view.evidence.iter().map(|item| self.item(item)).collect()
    }

    /// Items by their ids, for a message or an answer.
    pub fn items(&self, ids: &[terms::EvidenceId]) -> Vec<EvidenceBox> {
        let known = self.view.evidence.iter().filter(|item| ids.contains(&item.id));
        known.map(|item| self.item(item)).collect()
    }

    fn item(&self, item: &EvidenceView) -> EvidenceBox {
        let private = match (item.audience, item.provided_by) {
            ("all", _) => String::new(),
            (_, Side::Neutral) => self.t.say("merchant-private-staff"),
            ("mediator", _) => self.t.say("merchant-private-mediator"),
            (_, Side::Consumer | Side::Respondent) => self.t.say("merchant-private-side"),
        };
        let checks = item.assessments.iter().map(|check| CheckLine {
            state: check.state.as_str(),
            word: self.t.word("evidence-state", check.state.as_str()),
            at: self.when(&check.at),
            how: check.how.clone(),
            reason: check.reason.clone(),
        });
        EvidenceBox {
            id: item.id.to_string(),
            name: item.name.clone().unwrap_or_else(|| self.t.say("merchant-erased")),
            kind: self.t.word("evidence-kind", item.kind.as_str()),
            icon: icon(item.kind),
            size: size(item.size),
            sha256: item.sha256.clone(),
            state: item.state.as_str(),
            state_word: self.t.word("evidence-state", item.state.as_str()),
            by: self.t.word("side", item.provided_by.as_str()),
            class: class_of(item.provided_by),
            at: self.when(&item.at),
            note: item.note.clone(),
            private,
            checks: checks.collect(),
        }
    }

    /// The states that staff can find.
    pub fn findable(&self) -> Vec<(&'static str, String)> {
        let states = [EvidenceState::Verified, EvidenceState::Doubtful, EvidenceState::Refuted];
        states.map(|state| (state.as_str(), self.t.word("evidence-state", state.as_str()))).to_vec()
    }

    /// What the kind asks of both sides, beside what is there (C2).
    pub fn asks(&self) -> Vec<AskLine> {
        let Some(kind) = self.app.playbook.kind(&self.view.kind) else { return Vec::new() };
        let of = |side: Side, asks: &[Ask]| {
            let line = |ask: &Ask| AskLine {
                side: self.t.word("side", side.as_str()),
                class: class_of(side),
                text: ask.text.get(self.t.language()).to_owned(),
                required: ask.required,
                there: self
                    .view
                    .evidence
                    .iter()
                    .filter(|item| item.provided_by == side && ask.kinds.contains(&item.kind))
                    .count(),
            };
            asks.iter().map(line).collect::<Vec<_>>()
        };
        let mut lines = of(Side::Consumer, &kind.evidence.consumer);
        lines.extend(of(Side::Respondent, &kind.evidence.respondent));
        lines
    }

    /// What the reader's side is asked for.
    pub fn my_asks(&self) -> Vec<AskLine> {
        let mine = class_of(self.view.your_side);
        self.asks().into_iter().filter(|ask| ask.class == mine).collect()
    }

    /// The remedies of the kind; money beyond the price only where a rule allows it on these facts.
    pub fn choices(&self) -> Vec<RemedyChoice> {
        let Some(kind) = self.app.playbook.kind(&self.view.kind) else { return Vec::new() };
        let lines: Vec<_> = self
            .view
            .lines
            .iter()
            .map(|l| domain::dispute::ClaimLine { line_id: l.line_id.clone(), quantity: l.quantity })
            .collect();
        let facts =
            rule_facts(self.view.order.as_deref(), &lines, self.view.answers.clone(), self.view.created_at);
        let extras = self.app.playbook.extras(&self.view.kind, &facts);
        let choice = |remedy: &RemedyType| {
            let beyond_price = remedy.pays_money() && !remedy.returns_price();
            let extra = extras
                .iter()
                .filter(|extra| extra.remedy_type == *remedy)
                .max_by_key(|extra| extra.max.minor);
            if beyond_price && extra.is_none() {
                return None;
            }
            let most = match extra {
                Some(extra) => Some((extra.max, self.rule(&extra.rule))),
                None if remedy.returns_price() => {
                    self.view.money.map(|m| (m.remaining, self.t.say("merchant-cap")))
                }
                None => None,
            };
            let claimed = self
                .view
                .claims
                .iter()
                .find(|claim| claim.remedy_type == *remedy)
                .and_then(|claim| claim.amount);
            let words = |(sum, rule): (Money, String)| {
                self.t.with("merchant-most", &[("sum", sum.readable()), ("rule", rule)])
            };
            Some(RemedyChoice {
                key: remedy.as_str(),
                word: self.t.word("remedy", remedy.as_str()),
                needs_amount: remedy.needs_amount(),
                most: most.map(words),
                suggested: claimed.map(Money::decimal).unwrap_or_default(),
            })
        };
        kind.remedies.iter().filter_map(choice).collect()
    }
}

const fn icon(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Photo => "image",
        EvidenceKind::Video => "video",
        EvidenceKind::Audio => "audio",
        EvidenceKind::Chat => "chat",
        EvidenceKind::Order | EvidenceKind::Listing => "box",
        EvidenceKind::Logistics => "truck",
        EvidenceKind::Transaction => "money",
        EvidenceKind::Document | EvidenceKind::AppraisalReport | EvidenceKind::Statement => "file",
    }
}

/// `2.1 MB`.
fn size(bytes: u64) -> String {
    let tenths = |unit: u64| bytes.saturating_mul(10) / unit;
    match bytes {
        0..1_048_576 => format!("{} KB", (bytes / 1024).max(1)),
        1_048_576..1_073_741_824 => format!("{}.{} MB", tenths(1_048_576) / 10, tenths(1_048_576) % 10),
        _ => format!("{}.{} GB", tenths(1_073_741_824) / 10, tenths(1_073_741_824) % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_told_in_the_unit_that_fits() {
        assert_eq!(size(100), "1 KB");
        assert_eq!(size(2_202_010), "2.1 MB");
        assert_eq!(size(3 * 1_073_741_824), "3.0 GB");
    }
}
