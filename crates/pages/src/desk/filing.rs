//! What an officer typed for a caller or a letter, as the complaint that it stands for.

use app::case::Complaint;
use domain::dispute::ClaimLine;
use terms::{Channel, Instant, KindKey, Language, LineId, OrderId, PersonId};
use texts::Texts;

use crate::shell::Form;
use crate::shell::act::command;

/// A field that cannot be read as what it must be, and the key of the sentence about it.
pub(super) struct Wrong {
    pub field: String,
    pub key: &'static str,
}

fn wrong(field: &str, key: &'static str) -> Wrong {
    Wrong { field: field.to_owned(), key }
}

/// The channels that staff take complaints from.
pub(super) const CHANNELS: [Channel; 7] = [
    Channel::Phone,
    Channel::Letter,
    Channel::Email,
    Channel::Chat,
    Channel::Wechat,
    Channel::Weibo,
    Channel::Forum,
];

/// The complaint that a form stands for.
pub(super) fn read(
    form: &Form,
    person: PersonId,
    currency: terms::Currency,
    t: Texts,
) -> Result<Complaint, Wrong> {
    let kind = KindKey::new(form.text("kind")).map_err(|_| wrong("kind", "shell-choose"))?;
    let order_id = match form.given("order") {
        None => None,
        Some(order) => Some(OrderId::new(order.trim()).map_err(|_| wrong("order", "desk-error-order"))?),
    };
    let occurred_at = match form.given("occurred") {
        None => None,
        Some(day) => Some(noon(&day).ok_or_else(|| wrong("occurred", "shell-date"))?),
    };
    let claims = command::remedies(form, currency).map_err(|w| Wrong { field: w.field, key: w.key })?;
    Ok(Complaint {
        kind,
        no_order_reason: if order_id.is_none() { without_order(form, t)? } else { None },
        order_id,
        lines: lines(form),
        description: form.text("description").to_owned(),
        answers: command::answers(form),
        claims,
        evidence_ids: form.evidence.clone(),
        channel: form.text("channel").parse().unwrap_or(Channel::Phone),
        language: form.text("language").parse().unwrap_or(Language::ZhHans),
        consumer: Some(person),
        separate_problem: form.given("separate").is_some(),
        occurred_at,
    })
}

/// Without an order: why, and which shop and goods it is about, as far as the caller knows.
fn without_order(form: &Form, t: Texts) -> Result<Option<String>, Wrong> {
    let why = form.given("no_order_reason").ok_or_else(|| wrong("no_order_reason", "desk-error-no-order"))?;
    let about = ["shop", "goods"].into_iter().filter_map(|field| {
        let given = form.given(field)?;
        Some(format!("{}{}{}", t.say(&format!("desk-file-{field}")), t.say("rules-colon"), given.trim()))
    });
    Ok(Some([why].into_iter().chain(about).collect::<Vec<_>>().join("\n")))
}

/// Chosen lines with their quantity; none chosen means the whole order.
fn lines(form: &Form) -> Vec<ClaimLine> {
    let line = |id: &str| {
        let quantity = form.text(&format!("quantity.{id}")).trim().parse().unwrap_or(1);
        Some(ClaimLine { line_id: LineId::new(id).ok()?, quantity })
    };
    form.all("line").filter_map(line).collect()
}

/// Noon of a day in the home market: a letter arrives on a day, not at a moment.
fn noon(typed: &str) -> Option<Instant> {
    let day: jiff::civil::Date = typed.trim().parse().ok()?;
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::Offset::constant(8));
    Some(zone.to_timestamp(day.at(12, 0, 0, 0)).ok()?.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::person_from_outside;

    fn as_complaint(form: &Form) -> Result<Complaint, &'static str> {
        let person = person_from_outside("consumer:U-1");
        read(form, person, terms::Currency::Cny, Texts::of(Language::ZhHans)).map_err(|w| w.key)
    }

    fn form(fields: &[(&str, &str)]) -> Form {
        let fields = fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Form { fields, ..Form::default() }
    }

    /// B5, B6: what was said on the phone or stands in a letter becomes the consumer's own complaint.
    #[test]
    fn an_officer_files_in_the_consumers_name() {
        let typed = form(&[
            ("consumer", "U-1"),
            ("kind", "late_delivery"),
            ("order", "SO-1"),
            ("channel", "letter"),
            ("occurred", "2026-11-20"),
            ("line", "1"),
            ("quantity.1", "2"),
            ("description", "没收到"),
            ("remedy", "refund"),
            ("amount.refund", "10"),
        ]);
        let complaint = as_complaint(&typed).unwrap();
        assert_eq!(complaint.consumer, Some(person_from_outside("consumer:U-1")));
        assert_eq!(complaint.channel, Channel::Letter);
        assert_eq!(complaint.lines[0].quantity, 2);
        assert_eq!(complaint.occurred_at.map(|at| at.to_string()).as_deref(), Some("2026-11-20T04:00:00Z"));
    }

    /// B6: without an order, what is known of shop and goods goes along; without a reason nothing is filed.
    #[test]
    fn without_an_order_shop_and_goods_are_told() {
        let bare = [("kind", "late_delivery"), ("description", "没收到")];
        assert_eq!(as_complaint(&form(&bare)).err(), Some("desk-error-no-order"));
        let told = [("no_order_reason", "在直播间付的款"), ("shop", "羽禾"), ("goods", "大衣")];
        let complaint = as_complaint(&form(&[&bare[..], &told[..]].concat())).unwrap();
        assert_eq!(complaint.no_order_reason.as_deref(), Some("在直播间付的款\n店铺：羽禾\n商品：大衣"));
    }
}
