//! A rule as the page shows it: our own words, its source, and how surely it has been read.

use playbook::{Playbook, Rule};
use terms::{Mark, RuleId};
use texts::Texts;

/// A rule named beside what follows from it.
pub(super) struct RuleLink {
    pub id: String,
    pub title: String,
    pub mark: Option<MarkView>,
}

/// How surely the source has been read, in a letter and in words.
pub(super) struct MarkView {
    pub letter: &'static str,
    pub words: String,
    /// Nobody of us has read the source itself.
    pub weak: bool,
}

impl MarkView {
    fn of(mark: Mark, texts: Texts) -> Self {
        let weak = match mark {
            Mark::Verified | Mark::Quoted => false,
            Mark::Secondary | Mark::Memory => true,
        };
        Self { letter: mark.as_str(), words: texts.word("mark", mark.as_str()), weak }
    }
}

impl RuleLink {
    pub fn of(id: &RuleId, playbook: &Playbook, texts: Texts) -> Self {
        let rule = playbook.rule(id);
        let title = rule.map_or_else(|| id.to_string(), |rule| rule.title.get(texts.language()).to_owned());
        Self { id: id.to_string(), title, mark: rule.map(|rule| MarkView::of(rule.mark, texts)) }
    }
}

/// A rule in full.
pub(super) struct RuleView {
    pub id: String,
    pub title: String,
    pub text: String,
    pub source: String,
    pub mark: MarkView,
    pub applies: String,
    pub from: String,
    pub until: Option<String>,
}

impl RuleView {
    pub fn of(rule: &Rule, texts: Texts) -> Self {
        let language = texts.language();
        Self {
            id: rule.id.to_string(),
            title: rule.title.get(language).to_owned(),
            text: rule.text.get(language).to_owned(),
            source: rule.source.clone(),
            mark: MarkView::of(rule.mark, texts),
            applies: texts.word("rules-applies", rule.applies_by.as_str()),
            from: rule.valid_from.to_string(),
            until: rule.valid_until.map(|date| date.to_string()),
        }
    }
}

/// Rules of the platform and rules of law stand apart: only the first are ours to set.
pub(super) fn is_platforms(rule: &Rule) -> bool {
    rule.id.as_str().starts_with("platform.")
}
