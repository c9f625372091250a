//! Filing for a caller or a letter: the officer finds the order, reads the kind's questions out, and gives the number (B5, B6).

use std::sync::Arc;

use app::case::{self, Wish};
use app::queries::orders::{self, OrderRow};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::order::OrderSnapshot;
use http::StatusCode;
use playbook::{Input, Kind};
use serde::Deserialize;
use terms::{Currency, KindKey};
use texts::Texts;

use super::caller::{self, Caller};
use super::filing::{self, CHANNELS};
use crate::shell::{Form, Oops, Page, Site, Trouble, Visit, render, render_as};

pub(super) const PATH: &str = "/desk/file";
const FORM: &str = "file";

/// What is known before the questions can be asked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Start {
    channel: String,
    /// An order's number, the shop's id of the person, or a name.
    consumer: String,
    /// Somebody picked from people of one name.
    person: String,
    order: String,
    kind: String,
    /// The officer goes on with an id that nothing is known of.
    anyway: String,
}

struct QuestionBox {
    field: String,
    text: String,
    hint: Option<String>,
    required: bool,
    /// `choice`, `text`, `date`, `amount`.
    input: &'static str,
    options: Vec<(String, String)>,
}

struct RemedyBox {
    key: &'static str,
    word: String,
    needs_amount: bool,
}

#[derive(Template)]
#[template(path = "desk/file.html")]
struct FilePage<'a> {
    page: Page<'a>,
    t: Texts,
    start: Start,
    channels: Vec<(&'static str, String)>,
    kinds: Vec<(String, String)>,
    orders: Vec<(String, String)>,
    caller: Caller,
    order: Option<OrderSnapshot>,
    /// An order was named that this consumer does not have.
    order_unknown: bool,
    kind: Option<String>,
    summary: String,
    questions: Vec<QuestionBox>,
    asks: Vec<String>,
    remedies: Vec<RemedyBox>,
    languages: Vec<(&'static str, &'static str)>,
}

#[derive(Template)]
#[template(path = "desk/filed.html")]
struct FiledPage<'a> {
    page: Page<'a>,
    t: Texts,
    number: String,
    grouped: String,
    spoken: String,
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Query(start): Query<Start>,
) -> Result<Response, Oops> {
    page(&site, &visit, start, None).await
}

async fn page(site: &Site, visit: &Visit, start: Start, trouble: Option<&Trouble>) -> Result<Response, Oops> {
    let (app, t, language) = (&site.app, visit.texts, visit.language);
    let (mut start, caller, found) = who(site, start).await?;
    let person = caller.person();
    let known = match person {
        Some(person) => orders::of_consumer(app, person).await?,
        None => Vec::new(),
    };
    let order = found.filter(|order| Some(order.consumer) == person);
    if let Some(person) = person {
        start.person = person.to_string();
    }
    let kind = KindKey::new(start.kind.clone()).ok().and_then(|key| app.playbook.kind(&key));
    let order_row = |row: &OrderRow| {
        (row.order_id.clone(), format!("{} · {}", row.title, texts::day(row.placed_at, visit.now, language)))
    };
    let template = FilePage {
        page: Page::new(site, visit, t.say("desk-file-title")).at(super::queue::PATH).with(trouble),
        t,
        channels: CHANNELS.map(|c| (c.as_str(), t.word("channel", c.as_str()))).to_vec(),
        kinds: app.playbook.kinds().map(|k| (k.key.to_string(), k.title.get(language).to_owned())).collect(),
        orders: known.iter().map(order_row).collect(),
        order_unknown: person.is_some() && !start.order.trim().is_empty() && order.is_none(),
        caller,
        order,
        kind: kind.map(|kind| kind.title.get(language).to_owned()),
        summary: kind.map(|kind| kind.summary.get(language).to_owned()).unwrap_or_default(),
        questions: kind.map(|kind| questions(kind, t)).unwrap_or_default(),
        asks: kind
            .map(|kind| kind.evidence.consumer.iter().map(|ask| ask.text.get(language).to_owned()).collect())
            .unwrap_or_default(),
        remedies: kind.map(|kind| remedies(kind, t)).unwrap_or_default(),
        languages: vec![("zh-Hans", "简体中文"), ("zh-Hant", "繁體中文"), ("en", "English")],
        start,
    };
    render_as(trouble.map_or(StatusCode::OK, |trouble| trouble.status), &template)
}

/// Who calls, and about which order. An order's number where a person is asked for names both.
async fn who(site: &Site, mut start: Start) -> Result<(Start, Caller, Option<OrderSnapshot>), Oops> {
    let mut order = caller::order_of(site, &start.order).await?;
    if order.is_none() && start.order.trim().is_empty() {
        order = caller::order_of(site, &start.consumer).await?;
        if order.is_some() {
            start.order = std::mem::take(&mut start.consumer).trim().to_owned();
        }
    }
    let anyway = !start.anyway.is_empty();
    let caller = caller::find(site, &start.person, &start.consumer, order.as_ref(), anyway).await?;
    Ok((start, caller, order))
}

fn questions(kind: &Kind, t: Texts) -> Vec<QuestionBox> {
    let language = t.language();
    let view = |question: &playbook::Question| {
        let (input, options) = match &question.input {
            Input::Choice { options } => {
                ("choice", options.iter().map(|o| (o.key.clone(), o.text.get(language).to_owned())).collect())
            }
            Input::YesNo => (
                "choice",
                vec![("yes".to_owned(), t.say("merchant-yes")), ("no".to_owned(), t.say("merchant-no"))],
            ),
            Input::Text { .. } => ("text", Vec::new()),
            Input::Date => ("date", Vec::new()),
            Input::Amount => ("amount", Vec::new()),
        };
        QuestionBox {
            field: format!("answer.{}", question.key),
            text: question.text.get(language).to_owned(),
            hint: question.hint.as_ref().map(|hint| hint.get(language).to_owned()),
            required: question.required,
            input,
            options,
        }
    };
    kind.questions.iter().map(view).collect()
}

fn remedies(kind: &Kind, t: Texts) -> Vec<RemedyBox> {
    let view = |remedy: &terms::RemedyType| RemedyBox {
        key: remedy.as_str(),
        word: t.word("remedy", remedy.as_str()),
        needs_amount: remedy.needs_amount(),
    };
    kind.remedies.iter().map(view).collect()
}

pub(super) async fn send(State(site): State<Arc<Site>>, visit: Visit, form: Form) -> Result<Response, Oops> {
    let (actor, _) = visit.signed_in()?;
    let t = visit.texts;
    let text = |name: &str| form.text(name).to_owned();
    let start = Start {
        channel: text("channel"),
        consumer: text("consumer"),
        person: text("person"),
        order: text("order"),
        kind: text("kind"),
        anyway: text("anyway"),
    };
    if !form.failed.is_empty() {
        return page(&site, &visit, start, Some(&Trouble::files(FORM, form, t))).await;
    }
    let (start, caller, order) = who(&site, start).await?;
    let currency = order.map_or(Currency::Cny, |order| order.total.currency);
    let Some(person) = caller.person() else {
        let key = match caller {
            Caller::Several(_) => "desk-error-several",
            Caller::Unknown => "desk-error-unknown",
            Caller::Nobody | Caller::Known { .. } | Caller::Anyway { .. } => "desk-error-consumer",
        };
        let trouble = Trouble::at(FORM, form, "consumer", key, t);
        return page(&site, &visit, start, Some(&trouble)).await;
    };
    let complaint = match filing::read(&form, person, currency, t) {
        Ok(complaint) => complaint,
        Err(wrong) => {
            let trouble = Trouble::at(FORM, form, &wrong.field, wrong.key, t);
            return page(&site, &visit, start, Some(&trouble)).await;
        }
    };
    let wish = Wish { id: form.wish(&site, &visit), asked: form.hash(), seen: None };
    match case::file(&site.app, actor, complaint, wish).await {
        Ok(filed) => {
            let number = filed.number.to_string();
            let spoken = number.chars().map(String::from).collect::<Vec<_>>().join(" ");
            let page = Page::new(&site, &visit, t.say("desk-filed-title")).at(super::queue::PATH);
            render(&FiledPage { page, t, number, grouped: filed.number.grouped(), spoken })
        }
        Err(error) => {
            let trouble = Trouble::of(error, FORM, form, t)?;
            page(&site, &visit, start, Some(&trouble)).await
        }
    }
}
