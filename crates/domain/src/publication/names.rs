//! Whether a text that staff wrote would give somebody away: names, numbers and addresses of the case (F2, F4).

use terms::Language;

use crate::dispute::DisputeState;

/// Digits in a row from which on they could be a phone, an order or an identity card.
const MANY_DIGITS: usize = 6;

/// What in the text must not be published; `None`: nothing was found. `people` are the names of everyone in the case.
#[must_use]
pub fn found(text: &str, case: &DisputeState, people: &[String]) -> Option<String> {
    let plain = plain(text);
    let mut secret: Vec<String> = people.to_vec();
    if let Some(filed) = &case.filed {
        secret.push(filed.number.to_string());
    }
    if let Some(order) = case.order() {
        secret.extend(order.consumer_name.get().cloned());
        secret.push(order.merchant_name.clone());
        secret.push(order.merchant.to_string());
        secret.push(order.order_id.to_string());
        secret.extend(order.payment.as_ref().map(|payment| payment.transaction.clone()));
        secret.extend(order.logistics.as_ref().map(|logistics| logistics.tracking_number.clone()));
    }
    let named = secret.into_iter().find(|name| {
        let name = self::plain(name);
        name.chars().count() >= 2 && plain.contains(&name)
    });
    named.or_else(|| digits(text)).or_else(|| address(text))
}

/// Without what is easily put between the characters of a name, full-width forms and capitals aside.
fn plain(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.map(half_width).flat_map(char::to_lowercase).collect()
}

fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// A run of digits, with spaces and hyphens in between, that could be somebody's number.
fn digits(text: &str) -> Option<String> {
    let mut run = String::new();
    for c in text.chars().map(half_width).chain(std::iter::once('\n')) {
        match c {
            '0'..='9' => run.push(c),
            ' ' | '-' | '\u{2009}' | '\u{00A0}' if !run.is_empty() => {}
            _ if run.len() >= MANY_DIGITS => return Some(run),
            _ => run.clear(),
        }
    }
    None
}

/// Something that leads to somebody: a mail address or a link.
fn address(text: &str) -> Option<String> {
    let words = text.split_whitespace().map(|word| word.chars().map(half_width).collect::<String>());
    words.into_iter().find(|word| word.contains('@') || word.contains("://") || word.contains("www."))
}

/// Where in a command the text of a language stands.
#[must_use]
pub fn pointer(field: &str, language: Language) -> String {
    format!("/{field}/{}", language.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::*;

    /// F4: names, phone numbers and order numbers of the case are found however they are written.
    #[test]
    fn who_is_meant_is_found_however_it_is_written() {
        let case = given().responded().state;
        let order = case.order().unwrap();
        let name = order.consumer_name.get().unwrap().clone();
        let spaced: String = name.chars().flat_map(|c| [c, ' ']).collect();
        let people = vec!["李调解".to_owned()];
        for telling in [
            format!("{name}买了大衣"),
            spaced,
            format!("由{}处理", people[0]),
            order.merchant_name.clone(),
            format!("订单 {}", order.order_id.as_str().to_lowercase()),
            "电话 138 0013-8000".to_owned(),
            "电话１３８００１３８０００".to_owned(),
            "写信到 a@example.com".to_owned(),
            "见 https://example.com/x".to_owned(),
            case.filed.as_ref().unwrap().number.grouped(),
        ] {
            assert!(found(&telling, &case, &people).is_some(), "{telling}");
        }
        for fine in ["大衣的成分和页面不一致，2026 年 11 月退了款。", "62.3% 的羊毛，金额 899.00 元"]
        {
            assert_eq!(found(fine, &case, &people), None, "{fine}");
        }
    }
}
