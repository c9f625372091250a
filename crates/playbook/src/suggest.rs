//! Guesses from a description which kind of dispute it is about, and says by which words.

use terms::KindKey;

use crate::rule::Suggestion;

/// At most so many guesses are shown: a list that fits on a phone.
const MOST: usize = 5;
/// What the order itself says (late, never arrived) weighs as much as one good word.
const FACTS: f32 = 1.5;

/// A kind's words, lower case.
#[derive(Debug)]
pub(crate) struct Words {
    pub kind: KindKey,
    pub words: Vec<String>,
}

/// Best first. Longer words weigh more, since they say more; a word inside another one found is not counted again.
pub(crate) fn suggest<'a>(
    kinds: impl Iterator<Item = (&'a Words, bool)>,
    description: &str,
) -> Vec<Suggestion> {
    let text = description.to_lowercase();
    let mut found: Vec<Suggestion> =
        kinds.filter_map(|(words, fits)| suggestion(words, fits, &text)).collect();
    found.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then_with(|| a.kind.cmp(&b.kind)));
    found.truncate(MOST);
    found
}

fn suggestion(words: &Words, fits: bool, text: &str) -> Option<Suggestion> {
    let all: Vec<&str> = words.words.iter().map(String::as_str).filter(|word| is_in(word, text)).collect();
    let mut why = all.clone();
    why.retain(|word| !all.iter().any(|longer| longer != word && longer.contains(word)));
    if why.is_empty() && !fits {
        return None;
    }
    let told: f32 = why.iter().map(|word| weight(word)).sum();
    let weight = told + if fits { FACTS } else { 0.0 };
    let why = why.into_iter().map(str::to_owned).collect();
    Some(Suggestion { kind: words.kind.clone(), confidence: weight / (weight + 2.0), why })
}

/// A Chinese character says about as much as three Latin letters.
fn weight(word: &str) -> f32 {
    let thirds: u16 = word.chars().map(|c| if c.is_ascii() { 1 } else { 3 }).sum();
    f32::from(thirds) / 6.0
}

/// Whether the word stands in the text; Latin words only as whole words (`late` is not in `chocolate`).
fn is_in(word: &str, text: &str) -> bool {
    let boundary = |c: Option<char>| !c.is_some_and(|c| c.is_ascii_alphanumeric());
    let latin = word.is_ascii();
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|s| s.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|s| s.chars().next());
        !latin || (boundary(before) && boundary(after))
    })
}
