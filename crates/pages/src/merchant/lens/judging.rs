//! Mediation, ruling and appeal in words.

use app::show::{FindingView, RulingView};
use terms::{AppealOutcome, Language, OfferState, Party, RuleId, Side};

use super::{Lens, RemedyLine, RuleName, class_of, class_of_party, party_of};

/// The mediator's proposal, with what each side said to it.
pub(crate) struct ProposalBox {
    pub id: String,
    pub state_key: &'static str,
    pub state: String,
    pub made: String,
    pub until: Option<String>,
    pub remedies: Vec<RemedyLine>,
    pub total: String,
    pub reasons: String,
    pub answers: Vec<AnswerLine>,
    /// On the table.
    pub is_open: bool,
}

pub(crate) struct AnswerLine {
    pub class: &'static str,
    pub who: String,
    /// `accepted`, `denied`, or nothing yet.
    pub state_key: &'static str,
    pub said: String,
    pub note: String,
}

/// How much one party bears.
pub(crate) struct Share {
    pub class: &'static str,
    pub who: String,
    pub n: u8,
}

pub(crate) struct FindingBox {
    pub text: String,
    pub basis: String,
    pub about: String,
    pub evidence: Vec<(String, String)>,
}

/// A ruling as people read it.
pub(crate) struct DecisionBox {
    pub title: String,
    pub by: String,
    pub second: String,
    pub at: String,
    pub shares: Vec<Share>,
    pub findings: Vec<FindingBox>,
    pub remedies: Vec<RemedyLine>,
    pub total: String,
    pub rules: Vec<RuleName>,
    pub reasons: String,
    /// Until when either side may appeal.
    pub until: Option<String>,
    /// Why the second person sent it back, if so.
    pub returned: Option<String>,
}

pub(crate) struct AppealBox {
    pub class: &'static str,
    pub title: String,
    pub grounds: String,
    pub at: String,
    pub stayed: Option<String>,
    pub is_open: bool,
}

impl Lens<'_> {
    /// What the mediator proposed, the latest first.
    pub fn proposals(&self) -> Vec<ProposalBox> {
        let made = self.view.proposals.iter().rev().map(|p| ProposalBox {
            id: p.id.to_string(),
            state_key: p.state.as_str(),
            state: self.t.word("offer", p.state.as_str()),
            made: self.when(&p.made_at),
            until: p.expires_at.map(|at| self.when(&at)),
            remedies: self.remedies(&p.remedies),
            total: self.total(&p.remedies),
            reasons: p.reasons.clone().unwrap_or_default(),
            answers: [Side::Consumer, Side::Respondent].map(|side| self.answer(p, side)).into(),
            is_open: p.state == OfferState::Proposed,
        });
        made.collect()
    }

    fn answer(&self, p: &app::show::ProposalView, side: Side) -> AnswerLine {
        let given = p.answer_of(side);
        let (state_key, said) = match given.map(|answer| answer.accepted) {
            Some(true) => ("accepted", "proposal-accepted"),
            Some(false) => ("denied", "proposal-denied"),
            None => ("pending", "proposal-unanswered"),
        };
        AnswerLine {
            class: class_of(side),
            who: self.t.word("side", side.as_str()),
            state_key,
            said: self.t.say(said),
            note: given.and_then(|answer| answer.note.clone()).unwrap_or_default(),
        }
    }

    /// What was decided, the latest first.
    pub fn decisions(&self) -> Vec<DecisionBox> {
        let made = self.view.decisions.iter().rev().map(|d| {
            let title = d.outcome.map_or_else(|| self.t.say("ruling-title"), |o| self.appeal_outcome(o));
            DecisionBox {
                by: d.by.clone().unwrap_or_else(|| self.t.say("ruling-by-system")),
                second: d.second.clone().unwrap_or_default(),
                at: self.when(&d.at),
                until: d.appealable_until.map(|at| self.when(&at)),
                ..self.ruling(title, &d.ruling)
            }
        });
        made.collect()
    }

    /// The ruling that waits for a second person.
    pub fn draft(&self) -> Option<DecisionBox> {
        let draft = self.view.draft.as_ref()?;
        let title = draft.outcome.map_or_else(|| self.t.say("ruling-draft"), |o| self.appeal_outcome(o));
        Some(DecisionBox {
            by: draft.by.clone().unwrap_or_default(),
            at: self.when(&draft.at),
            returned: draft.returned.clone(),
            ..self.ruling(title, &draft.ruling)
        })
    }

    fn appeal_outcome(&self, outcome: AppealOutcome) -> String {
        self.t.word("appeal-outcome", outcome.as_str())
    }

    fn ruling(&self, title: String, ruling: &RulingView) -> DecisionBox {
        let share = |party: &Party| Share {
            class: class_of_party(*party),
            who: self.t.word("party", party.as_str()),
            n: ruling.liability.of(*party),
        };
        let named = |id: &RuleId| RuleName { id: id.to_string(), title: self.rule(id) };
        DecisionBox {
            title,
            by: String::new(),
            second: String::new(),
            at: String::new(),
            shares: Party::ALL.iter().map(share).filter(|share| share.n > 0).collect(),
            findings: ruling.findings.iter().map(|f| self.finding(f)).collect(),
            remedies: self.remedies(&ruling.remedies),
            total: self.total(&ruling.remedies),
            rules: ruling.rule_ids.iter().map(named).collect(),
            reasons: self.reasons(ruling),
            until: None,
            returned: None,
        }
    }

    /// In the reader's language, else in that of the case.
    fn reasons(&self, ruling: &RulingView) -> String {
        let Some(reasons) = &ruling.reasons else { return self.t.say("ruling-erased") };
        let languages = [self.t.language(), self.view.language, Language::ZhHans];
        let found = languages.iter().find_map(|language| reasons.get(language));
        found.or_else(|| reasons.values().next()).cloned().unwrap_or_default()
    }

    fn finding(&self, f: &FindingView) -> FindingBox {
        let named = |id: &terms::EvidenceId| {
            let item = self.view.evidence.iter().find(|e| e.id == *id);
            let name = item.and_then(|e| e.name.clone());
            (id.to_string(), name.unwrap_or_else(|| self.t.say("ruling-evidence")))
        };
        FindingBox {
            text: f.text.clone().unwrap_or_else(|| self.t.say("ruling-erased")),
            basis: self.t.word("basis", f.basis.as_str()),
            about: f.about.map(|party| self.t.word("party", party.as_str())).unwrap_or_default(),
            evidence: f.evidence_ids.iter().map(named).collect(),
        }
    }

    /// The last appeal.
    pub fn appeal(&self) -> Option<AppealBox> {
        let appeal = self.view.appeal.as_ref()?;
        let who = self.t.word("party", party_of(appeal.side).as_str());
        Some(AppealBox {
            class: class_of(appeal.side),
            title: self.t.with("appeal-by", &[("who", who)]),
            grounds: appeal.grounds.clone().unwrap_or_default(),
            at: self.when(&appeal.at),
            stayed: appeal.stayed.as_ref().map(|stay| stay.reason.clone().unwrap_or_default()),
            is_open: appeal.decided_at.is_none(),
        })
    }

    /// Where a case can go on outside, for one that has ended.
    pub fn ways(&self) -> Vec<(String, String)> {
        if !self.is_closed() {
            return Vec::new();
        }
        let language = self.t.language();
        let way =
            |way: &playbook::Way| (way.title.get(language).to_owned(), way.text.get(language).to_owned());
        self.app.playbook.outside_ways().iter().map(way).collect()
    }

    /// The other ways, as a form has them.
    pub fn outside(&self) -> Vec<(&'static str, String)> {
        let word = |way: &terms::OutsideWay| (way.as_str(), self.t.word("outside", way.as_str()));
        terms::OutsideWay::ALL.iter().map(word).collect()
    }

    /// Rules of this kind first, then all others, as a form has them.
    pub fn citable(&self) -> Vec<(String, String)> {
        let language = self.t.language();
        let own = self.app.playbook.kind(&self.view.kind).map(|k| k.legal_basis.clone()).unwrap_or_default();
        let line = |rule: &playbook::Rule| (rule.id.to_string(), rule.title.get(language).to_owned());
        let first = own.iter().filter_map(|id| self.app.playbook.rule(id)).map(line);
        let rest = self.app.playbook.rules().filter(|rule| !own.contains(&rule.id)).map(line);
        first.chain(rest).collect()
    }

    /// Evidence that can carry a finding: what this reader sees and nobody refuted.
    pub fn carrying(&self) -> Vec<(String, String)> {
        let fits = |e: &&app::show::EvidenceView| {
            e.state != terms::EvidenceState::Refuted && e.audience != "mediator"
        };
        let named = |e: &app::show::EvidenceView| {
            let name = e.name.clone().unwrap_or_else(|| self.t.say("ruling-evidence"));
            let by = self.t.word("side", e.provided_by.as_str());
            let state = self.t.word("evidence-state", e.state.as_str());
            (e.id.to_string(), format!("{name} · {by} · {state}"))
        };
        self.view.evidence.iter().filter(fits).map(named).collect()
    }

    pub fn bases(&self) -> Vec<(&'static str, String)> {
        let word = |basis: &terms::FindingBasis| (basis.as_str(), self.t.word("basis", basis.as_str()));
        terms::FindingBasis::ALL.iter().map(word).collect()
    }

    /// The four who can bear something.
    pub fn bearers(&self) -> Vec<(&'static str, String)> {
        let word = |party: &Party| (party.as_str(), self.t.word("party", party.as_str()));
        Party::ALL.iter().map(word).collect()
    }

    pub fn appeal_outcomes(&self) -> Vec<(&'static str, String)> {
        let word = |outcome: &AppealOutcome| (outcome.as_str(), self.appeal_outcome(*outcome));
        AppealOutcome::ALL.iter().map(word).collect()
    }

    /// The field for reasons in the language that they must be in.
    pub fn reasons_field(&self) -> String {
        format!("reasons.{}", self.view.language)
    }

    /// This side lets whoever mediated rule as well.
    pub fn has_let(&self) -> bool {
        self.view.mediator_allowed.contains(&self.view.your_side)
    }
}
