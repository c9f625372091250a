//! The search box of the rules page: every word must be there, in any of the three languages.

use playbook::{Kind, Localised, Rule};

/// What is looked for; empty finds everything.
pub(super) struct Wanted(Vec<String>);

/// Most words of a search that are looked at.
const MAX_WORDS: usize = 8;

impl Wanted {
    pub fn new(query: &str) -> Self {
        Self(query.split_whitespace().take(MAX_WORDS).map(str::to_lowercase).collect())
    }

    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn all_in(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.0.iter().all(|word| text.contains(word.as_str()))
    }

    pub fn finds_rule(&self, rule: &Rule) -> bool {
        self.is_empty()
            || self.all_in(&format!(
                "{} {} {} {}",
                rule.id,
                every(&rule.title),
                every(&rule.text),
                rule.source
            ))
    }

    pub fn finds_kind(&self, kind: &Kind) -> bool {
        self.is_empty()
            || self.all_in(&format!("{} {} {}", kind.key, every(&kind.title), every(&kind.summary)))
    }

    pub fn finds_text(&self, text: &Localised) -> bool {
        self.is_empty() || self.all_in(&every(text))
    }

    /// For what is shown in one language alone.
    pub fn finds(&self, shown: &str) -> bool {
        self.is_empty() || self.all_in(shown)
    }
}

fn every(text: &Localised) -> String {
    format!("{} {} {}", text.zh_hans, text.zh_hant, text.en)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F7: who writes traditional characters finds a rule from a page in English.
    #[test]
    fn a_rule_is_found_in_any_of_its_languages() {
        let text =
            Localised {
                zh_hans: "退货运费".into(), zh_hant: "退貨運費".into(), en: "Return freight".into()
            };
        assert!(Wanted::new("退貨").finds_text(&text));
        assert!(Wanted::new("FREIGHT return").finds_text(&text));
        assert!(!Wanted::new("freight refund").finds_text(&text));
        assert!(Wanted::new("  ").finds_text(&text));
    }
}
