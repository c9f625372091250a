//! Sums that are asked for, checked at their fields before the complaint is handed in, all at once.

use domain::dispute::rule_facts;
use domain::order::OrderSnapshot;
use terms::{Currency, Money, RemedyType};

use super::show::claim_lines;
use super::steps::kind_of;
use crate::consumer::draft::Draft;
use crate::shell::act::money;
use crate::shell::form::Mistake;
use crate::shell::{Oops, Site, Visit};

/// Most digits before the point: more than any order costs, few enough to be kept.
const DIGITS: usize = 12;

/// What is wrong with a sum as it was typed; `None` if nothing is.
pub(super) fn wrong(currency: Currency, typed: &str) -> Option<&'static str> {
    if typed.trim().is_empty() {
        return Some("amount-missing");
    }
    match money(currency, typed) {
        Some(sum) if sum.is_positive() => None,
        Some(_) => Some("amount-positive"),
        None => Some(why_unreadable(typed)),
    }
}

fn why_unreadable(typed: &str) -> &'static str {
    let is_point = |c: char| matches!(c, '.' | '．' | '。');
    let sign = |c: char| matches!(c, '¥' | '￥' | '元' | ',' | '，' | '-') || c.is_whitespace();
    if !typed.chars().all(|c| c.is_numeric() || is_point(c) || sign(c)) {
        return "amount-no-number";
    }
    let digits = |text: &str| text.chars().filter(|c| c.is_numeric()).count();
    match typed.rsplit_once(is_point) {
        Some((whole, part)) if digits(part) > 2 && !whole.contains(is_point) => "amount-two-decimals",
        _ if digits(typed) > DIGITS => "amount-too-large",
        _ => "amount-no-number",
    }
}

/// The order's money that can still be given back.
pub(super) async fn remaining(site: &Site, order: Option<&OrderSnapshot>) -> Result<Option<Money>, Oops> {
    let Some(order) = order else { return Ok(None) };
    let stream = terms::order_stream(&order.order_id).id;
    let state = app::execute::load::<app::Orders>(&site.app, stream).await?.state;
    Ok(Some(Money::new(order.total.currency, state.remaining())))
}

/// Every mistake in what is asked for, at its field.
pub(super) async fn mistakes(
    site: &Site,
    visit: &Visit,
    draft: &Draft,
    order: Option<&OrderSnapshot>,
) -> Result<Vec<Mistake>, Oops> {
    let t = visit.texts;
    if draft.remedies.is_empty() {
        return Ok(vec![Mistake { field: "remedy".to_owned(), sentence: t.say("filing-want-missing") }]);
    }
    let currency = order.map_or(Currency::Cny, |order| order.total.currency);
    let extras = kind_of(draft, &site.app.playbook).map_or_else(Vec::new, |kind| {
        let facts = rule_facts(order, &claim_lines(draft, order), draft.answers.clone(), visit.now);
        site.app.playbook.extras(&kind.key, &facts)
    });
    let mut mistakes = Vec::new();
    // What counts against the order's price: field and sum.
    let mut of_price: Vec<(String, Money)> = Vec::new();
    for key in &draft.remedies {
        let field = format!("amount.{key}");
        let typed = draft.wanted.get(&field).map_or("", String::as_str);
        let Ok(remedy) = key.parse::<RemedyType>() else { continue };
        if !remedy.needs_amount() && typed.trim().is_empty() {
            continue;
        }
        if let Some(key) = wrong(currency, typed) {
            mistakes.push(Mistake { field, sentence: t.say(key) });
            continue;
        }
        let Some(sum) = money(currency, typed) else { continue };
        if remedy.returns_price() {
            of_price.push((field, sum));
            continue;
        }
        let widest = extras.iter().filter(|extra| extra.remedy_type == remedy).max_by_key(|e| e.max.minor);
        if let Some(extra) = widest.filter(|extra| sum.minor > extra.max.minor) {
            let rule = site.app.playbook.rule(&extra.rule);
            let rule =
                rule.map_or_else(|| extra.rule.to_string(), |rule| rule.title.get(t.language()).to_owned());
            let values = [("rule", rule), ("most", extra.max.readable())];
            mistakes.push(Mistake { field, sentence: t.with("amount-above-rule", &values) });
        }
    }
    let asked = of_price.iter().fold(0_i64, |sum, (_, part)| sum.saturating_add(part.minor));
    let cap = remaining(site, order).await?;
    if let Some(cap) = cap.filter(|cap| asked > cap.minor) {
        let several = of_price.len() > 1;
        let values = [("most", cap.readable()), ("asked", Money::new(cap.currency, asked).readable())];
        let sentence =
            t.with(if several { "amount-above-cap-together" } else { "amount-above-cap" }, &values);
        // Several together are too much: it is said at the largest.
        if let Some((field, _)) = of_price.into_iter().max_by_key(|(_, sum)| sum.minor) {
            mistakes.push(Mistake { field, sentence });
        }
    }
    Ok(mistakes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B1: whoever mistypes a sum is told what is wrong with it.
    #[test]
    fn a_sum_that_cannot_be_taken_says_why() {
        let why = |typed| wrong(Currency::Cny, typed);
        assert_eq!(why("299.00"), None);
        assert_eq!(why(" ¥1,299.5 "), None);
        assert_eq!(why(""), Some("amount-missing"));
        assert_eq!(why("0"), Some("amount-positive"));
        assert_eq!(why("-5"), Some("amount-positive"));
        assert_eq!(why("1.234"), Some("amount-two-decimals"));
        assert_eq!(why("viel"), Some("amount-no-number"));
        assert_eq!(why("99999999999999999999"), Some("amount-too-large"));
    }
}
