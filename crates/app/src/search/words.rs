//! Text to search terms: traditional characters folded to simplified, Chinese cut into words, the rest by letters.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use domain::Erasable;
use domain::access::{Viewer, sees};
use domain::dispute::DisputeState;
use domain::publication::PublicResult;
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use jieba_rs::Jieba;
use playbook::Playbook;
use terms::{Label, Language};

/// Loaded at the first search or filing, not at start: together some 36 MB.
static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);
/// `None` should the built-in table ever fail to load: search then works without folding.
static FOLD: LazyLock<Option<OpenCC>> = LazyLock::new(|| OpenCC::from_config(BuiltinConfig::T2s).ok());

/// Most characters of one case that are searched.
const MAX_TEXT: usize = 60_000;
/// The digits of a case number.
const CASE_DIGITS: usize = 12;

/// The distinct terms of a text, lower case, in order.
#[must_use]
pub fn of_text(text: &str) -> Vec<String> {
    let text = narrow(text);
    let folded = FOLD.as_ref().map_or_else(|| text.clone(), |fold| fold.convert(&text));
    let lower = folded.to_lowercase();
    let mut terms = BTreeSet::new();
    for token in JIEBA.cut_for_search(&lower, true) {
        let word = token.word.trim();
        if word.chars().any(char::is_alphanumeric) {
            terms.insert(word.to_owned());
        }
    }
    terms.into_iter().collect()
}

/// What everybody may find a published result by: its number, its kind, its goods, and what was written for it.
pub(crate) fn text_of_result(result: &PublicResult, playbook: &Playbook) -> String {
    let mut text = vec![result.number.to_string()];
    if let Some(kind) = result.kind.as_ref().and_then(|key| playbook.kind(key)) {
        text.extend(Language::ALL.iter().map(|language| kind.title.get(*language).to_owned()));
        text.extend(Language::ALL.iter().map(|language| kind.summary.get(*language).to_owned()));
    }
    text.extend(result.digest.as_ref().and_then(|digest| digest.category.clone()));
    text.extend(result.brief.values().cloned());
    text.extend(
        [&result.consumer_name, &result.shop_name, &result.officer_name].into_iter().flatten().cloned(),
    );
    text.extend(result.corrections.iter().map(|correction| correction.text.clone()));
    text.join("\n")
}

/// The distinct terms of what somebody looks for: a case number as it is printed or spoken is one term.
#[must_use]
pub fn of_query(text: &str) -> Vec<String> {
    of_text(&with_numbers_joined(&narrow(text)))
}

/// Full-width letters, digits and signs as plain ones (Unicode's block "Fullwidth Forms" mirrors ASCII).
fn narrow(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    };
    text.chars().map(plain).collect()
}

/// Takes the spaces, dashes and dots out of groups of digits that make a whole case number.
fn with_numbers_joined(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let parts_digits =
        |c: char| c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '–' | '—' | '−' | '.' | '·');
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(first) = chars.get(at) {
        let run = chars.iter().skip(at).take_while(|c| c.is_ascii_digit() || parts_digits(**c)).count();
        let group: String = chars.iter().skip(at).take(run).collect();
        if first.is_ascii_digit() {
            let digits: String = group.chars().filter(char::is_ascii_digit).collect();
            if digits.len() == CASE_DIGITS {
                out.push_str(&digits);
                out.push(' ');
            } else {
                out.push_str(&group);
            }
            at += run;
        } else {
            out.push(*first);
            at += 1;
        }
    }
    out
}

/// All that a viewer sees of a case and may find it by.
#[must_use]
pub fn text_of(state: &DisputeState, viewer: Viewer) -> String {
    let mut text = String::with_capacity(1024);
    let mut add = |part: &str| {
        if text.len() < MAX_TEXT {
            text.push_str(part);
            text.push('\n');
        }
    };
    let open = |field: &Erasable<String>| {
        field.get().filter(|_| sees(viewer, Label::open_to(field.audience()))).cloned().unwrap_or_default()
    };
    let Some(filed) = &state.filed else { return String::new() };
    add(&filed.number.to_string());
    add(&open(&filed.description));
    if let Some(order) = &filed.order {
        add(order.order_id.as_str());
        add(&order.merchant_name);
        add(&open(&order.consumer_name));
        order.lines.iter().for_each(|line| add(&line.title));
    }
    if let Some(response) = &state.response {
        add(&open(&response.explanation));
    }
    for message in state.messages.iter().filter(|m| sees(viewer, m.label)) {
        add(message.text.get().map_or("", String::as_str));
    }
    for offer in state.offers.iter().filter(|o| sees(viewer, Label::sealed(o.seal))) {
        add(&offer.note.as_ref().map(open).unwrap_or_default());
    }
    for proposal in state.proposals.iter().filter(|_| sees(viewer, Label::MEDIATION)) {
        add(&open(&proposal.reasons));
    }
    for decision in &state.decisions {
        decision.ruling.findings.iter().for_each(|finding| add(&open(&finding.text)));
        let reasons = decision.ruling.reasons.get().into_iter().flat_map(|texts| texts.values());
        reasons.for_each(|text| add(text));
    }
    for appeal in &state.appeals {
        add(&open(&appeal.grounds));
    }
    for evidence in state.evidence.iter().filter(|e| sees(viewer, e.label)) {
        add(&open(&evidence.item.name));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(query: &str, text: &str) -> bool {
        let terms = of_text(text);
        of_text(query).iter().all(|word| terms.contains(word))
    }

    /// C2, E1: the same case is found in either script, and by a part of what was said.
    #[test]
    fn a_wool_coat_is_found_in_simplified_and_traditional_writing() {
        assert!(finds("羊毛大衣", "这件纯羊毛的大衣起球"));
        assert!(finds("羊毛大衣", "這件純羊毛的大衣起球"));
        assert!(finds("純羊毛", "纯羊毛大衣"));
        assert!(!finds("羊绒", "纯羊毛的大衣"));
        assert!(finds("iPhone 15", "收到的 IPHONE 15 是翻新机"));
    }

    /// B10, C2: a case is found by its number however it was noted down.
    #[test]
    fn a_case_number_is_found_as_it_is_printed_typed_or_spoken() {
        for typed in [
            "4821 0937 5516",
            "482109375516",
            "４８２１　０９３７　５５１６",
            "4821-0937-5516",
            "4821·0937·5516",
            " 4821–0937–5516 ",
        ] {
            assert_eq!(of_query(typed), ["482109375516"], "{typed}");
        }
        assert_eq!(of_query("4821 0937 5516 大衣"), ["482109375516", "大衣"]);
        assert!(finds("iPhone 15", "ｉＰｈｏｎｅ　１５"), "full-width letters are letters");
        assert_eq!(of_query("15 16"), ["15", "16"], "other numbers stay apart");
    }

    #[test]
    fn punctuation_and_spaces_are_no_terms() {
        assert!(of_text("，。 ！—— ").is_empty());
    }
}
