//! A refusal as people read it: what is wrong, and what to do next.

use domain::Refuse;
use terms::Language;

use crate::{Texts, dates};

/// What a door shows of a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub code: &'static str,
    pub sentence: String,
    pub next_step: String,
    pub pointer: Option<String>,
}

/// The sentence and the next step of a refusal. Keys among the values are turned into words, instants into dates.
#[must_use]
pub fn tell(refusal: &dyn Refuse, language: Language) -> Told {
    let texts = Texts::of(language);
    let arguments: Vec<(&str, String)> =
        refusal.arguments().into_iter().map(|(name, value)| (name, readable(name, value, texts))).collect();
    let code = refusal.code();
    let key = code.replace('_', "-");
    Told {
        code,
        sentence: texts.with(&format!("refusal-{key}"), &arguments),
        next_step: texts.with(&format!("refusal-{key}-next"), &arguments),
        pointer: refusal.pointer(),
    }
}

fn readable(name: &str, value: String, texts: Texts) -> String {
    match name {
        "stage" => texts.word("stage", &value),
        "remedy" => texts.word("remedy", &value),
        "state" => texts.word("offer", &value),
        "party" => texts.word("party", &value),
        "since" | "until" => value.parse().map_or(value, |at| dates::date(at, texts.language())),
        _ => value,
    }
}
