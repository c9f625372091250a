//! One page of the filing, made from the draft.

use app::queries::{orders, uploads};
use askama::Template;
use axum::response::Response;
use domain::dispute::{ClaimLine, rule_facts};
use domain::order::OrderSnapshot;
use playbook::{Input, Kind, Playbook};
use terms::{Language, Money, RemedyType};

use super::keep::FORM;
use super::steps::{self, Step, kind_of};
use super::submit::{duplicate_of, guest_days};
use super::sums;
use crate::consumer::cases;
use crate::consumer::draft::{Draft, kept_words};
use crate::consumer::entrance::order as order_card;
use crate::consumer::filing_cards::{OrderCard, RemedyCard, chip, file_icon, file_size};
use crate::shell::{Oops, Page, Site, Trouble, Visit, render};

/// What a page is made from.
pub(super) struct Showing<'a> {
    pub draft: &'a Draft,
    pub order: Option<&'a OrderSnapshot>,
    pub all: &'a [Step],
    pub step: &'a Step,
    pub from_review: bool,
}

pub(crate) struct KindCard {
    pub key: String,
    pub title: String,
    pub summary: String,
    pub chosen: bool,
    pub why: String,
}

pub(crate) struct KindGroup {
    pub title: String,
    pub open: bool,
    pub kinds: Vec<KindCard>,
}

pub(crate) struct LineCard {
    pub id: String,
    pub title: String,
    pub sum: String,
    pub most: u32,
    pub quantity: u32,
    pub chosen: bool,
}

pub(crate) struct Choosable {
    pub key: String,
    pub text: String,
    pub chosen: bool,
}

pub(crate) struct FileCard {
    pub id: String,
    pub name: String,
    pub size: String,
    pub icon: &'static str,
}

pub(crate) struct Answer {
    pub question: String,
    pub answer: Vec<String>,
    pub change: String,
}

/// What is asked on this page.
pub(crate) enum Body {
    Kind {
        said: String,
        suggested: Vec<KindCard>,
        groups: Vec<KindGroup>,
    },
    Order {
        orders: Vec<OrderCard>,
        none: bool,
        about: About,
    },
    Lines {
        lines: Vec<LineCard>,
    },
    Choice {
        field: String,
        options: Vec<Choosable>,
    },
    Line {
        field: String,
        value: String,
        kind: &'static str,
        max: usize,
    },
    Story {
        text: String,
        max: usize,
    },
    Want {
        remedies: Vec<RemedyCard>,
        cap: String,
        unit: &'static str,
    },
    Evidence {
        files: Vec<FileCard>,
        asks: Vec<(String, bool)>,
        max: String,
    },
    Review {
        answers: Vec<Answer>,
        sums: Vec<(String, String)>,
        total: String,
        duplicate: Option<String>,
        guest_days: i64,
    },
}

/// What was said of a purchase without an order.
pub(crate) struct About {
    pub why: String,
    pub shop: String,
    pub item: String,
    pub day: String,
}

#[derive(Template)]
#[template(path = "consumer/filing.html")]
struct FilingPage<'a> {
    page: Page<'a>,
    form: &'static str,
    n: usize,
    of: usize,
    /// Whether the number of pages is known already.
    certain: bool,
    back: String,
    action: String,
    from_review: bool,
    question: String,
    hint: String,
    required: bool,
    saved: String,
    order: Option<OrderCard>,
    body: Body,
}

pub(super) async fn step(
    site: &Site,
    visit: &Visit,
    showing: &Showing<'_>,
    trouble: Option<&Trouble>,
) -> Result<Response, Oops> {
    let Showing { draft, order, all, step, from_review } = showing;
    let kind = kind_of(draft, &site.app.playbook);
    let t = |key: &str| visit.texts.say(key);
    let l = visit.language;
    let (question, hint, required, body) = match step {
        Step::Kind => {
            (t("filing-kind"), t("filing-kind-hint"), true, kinds(&site.app.playbook, draft, visit))
        }
        Step::Order => {
            (t("filing-order"), t("filing-order-hint"), true, orders_of(site, visit, draft).await?)
        }
        Step::Lines => (t("filing-lines"), t("filing-lines-hint"), true, lines(draft, *order)),
        Step::Question(key) => {
            let asked =
                kind.and_then(|k| k.questions.iter().find(|q| q.key == *key)).ok_or(Oops::NotFound)?;
            let hint = asked.hint.as_ref().map(|hint| hint.get(l).to_owned()).unwrap_or_default();
            (asked.text.get(l).to_owned(), hint, asked.required, asked_body(asked, draft, visit))
        }
        Step::Story => {
            let text = draft.story.clone();
            (
                t("filing-story"),
                t("filing-story-hint"),
                true,
                Body::Story { text, max: domain::dispute::MAX_TEXT },
            )
        }
        Step::Want => {
            (t("filing-want"), t("filing-want-hint"), true, wanted(site, visit, draft, *order, kind).await?)
        }
        Step::Evidence => (
            t("filing-evidence"),
            t("filing-evidence-hint"),
            false,
            evidence(site, visit, draft, kind).await?,
        ),
        Step::Review => (
            t("filing-review"),
            t("filing-review-hint"),
            true,
            review(site, visit, showing, kind, trouble).await?,
        ),
    };
    let (n, of, certain) = steps::place(step, all, draft);
    let back = if *from_review {
        "/file/review".to_owned()
    } else {
        steps::before(step, all).map_or_else(|| "/".to_owned(), |s| s.href())
    };
    let chip = order.filter(|_| !matches!(step, Step::Order | Step::Review)).map(|o| chip(o, visit));
    render(&FilingPage {
        page: Page::new(site, visit, question.clone()).at("/").with(trouble),
        form: FORM,
        n,
        of,
        certain,
        back,
        action: step.href(),
        from_review: *from_review,
        question,
        hint,
        required,
        saved: kept_words(visit.texts, visit.session.is_some()),
        order: chip,
        body,
    })
}

fn kinds(playbook: &Playbook, draft: &Draft, visit: &Visit) -> Body {
    let l = visit.language;
    let chosen = |kind: &Kind| draft.kind.as_ref() == Some(&kind.key);
    let card = |kind: &Kind, why: String| KindCard {
        key: kind.key.to_string(),
        title: kind.title.get(l).to_owned(),
        summary: kind.summary.get(l).to_owned(),
        chosen: chosen(kind),
        why,
    };
    let found = playbook.suggest_kinds(&draft.said);
    let suggested: Vec<KindCard> =
        found.iter().filter_map(|s| Some(card(playbook.kind(&s.kind)?, s.why.join("、")))).collect();
    // The best guess is chosen beforehand where nothing was chosen yet.
    let mut suggested = suggested;
    if draft.kind.is_none() {
        suggested.iter_mut().take(1).for_each(|card| card.chosen = true);
    }
    let mut groups: Vec<(String, KindGroup)> = Vec::new();
    let is_suggested = |kind: &Kind| found.iter().any(|s| s.kind == kind.key);
    for kind in playbook.kinds().filter(|kind| !is_suggested(kind)) {
        let id = kind.id.split('.').next().unwrap_or_default().to_lowercase();
        if groups.last().is_none_or(|(last, _)| *last != id) {
            let key = format!("kind-group-{id}");
            let title = if visit.texts.has(&key) {
                visit.texts.say(&key)
            } else {
                visit.texts.say("kind-group-other")
            };
            groups.push((id, KindGroup { title, open: false, kinds: Vec::new() }));
        }
        if let Some((_, group)) = groups.last_mut() {
            group.open |= chosen(kind);
            group.kinds.push(card(kind, String::new()));
        }
    }
    Body::Kind {
        said: draft.said.clone(),
        suggested,
        groups: groups.into_iter().map(|(_, group)| group).collect(),
    }
}

async fn orders_of(site: &Site, visit: &Visit, draft: &Draft) -> Result<Body, Oops> {
    let rows = match &visit.session {
        Some(session) => orders::of_consumer(&site.app, session.person).await?,
        None => Vec::new(),
    };
    let mut cards = Vec::new();
    for row in rows {
        let running = cases::running(&site.app, &row.order_id).await?;
        let chosen = draft.order.as_ref().is_some_and(|id| id.as_str() == row.order_id);
        cards.push(OrderCard { running, chosen, ..order_card(row, visit) });
    }
    let none = draft.order.is_none() && !draft.no_order.is_empty();
    let about = About {
        why: draft.no_order.clone(),
        shop: draft.shop.clone(),
        item: draft.item.clone(),
        day: draft.day.clone(),
    };
    Ok(Body::Order { orders: cards, none, about })
}

fn lines(draft: &Draft, order: Option<&OrderSnapshot>) -> Body {
    let cards = order.map_or_else(Vec::new, |order| {
        let card = |line: &domain::order::OrderLine| {
            let chosen = draft.lines.iter().find(|(id, _)| *id == line.line_id);
            LineCard {
                id: line.line_id.to_string(),
                title: line.title.clone(),
                sum: line.paid.readable(),
                most: line.quantity,
                quantity: chosen.map_or(line.quantity, |(_, n)| *n),
                chosen: chosen.is_some(),
            }
        };
        order.lines.iter().map(card).collect()
    });
    Body::Lines { lines: cards }
}

fn asked_body(asked: &playbook::Question, draft: &Draft, visit: &Visit) -> Body {
    let field = format!("answer.{}", asked.key);
    let value = draft.answers.get(&asked.key).cloned().unwrap_or_default();
    let option = |key: &str, text: String| Choosable { key: key.to_owned(), text, chosen: value == key };
    match &asked.input {
        Input::Choice { options } => {
            let options =
                options.iter().map(|o| option(&o.key, o.text.get(visit.language).to_owned())).collect();
            Body::Choice { field, options }
        }
        Input::YesNo => {
            let options =
                ["yes", "no"].map(|key| option(key, visit.texts.say(&format!("filing-{key}")))).into();
            Body::Choice { field, options }
        }
        Input::Text { max } => Body::Line { field, value, kind: "text", max: *max },
        Input::Date => Body::Line { field, value, kind: "date", max: 10 },
        Input::Amount => Body::Line { field, value, kind: "amount", max: 20 },
    }
}

/// The lines as the claim names them: those chosen, else all.
pub(super) fn claim_lines(draft: &Draft, order: Option<&OrderSnapshot>) -> Vec<ClaimLine> {
    let Some(order) = order else { return Vec::new() };
    let chosen = draft
        .lines
        .iter()
        .map(|(line_id, quantity)| ClaimLine { line_id: line_id.clone(), quantity: *quantity });
    let all = order.lines.iter().map(|l| ClaimLine { line_id: l.line_id.clone(), quantity: l.quantity });
    if draft.lines.is_empty() { all.collect() } else { chosen.collect() }
}

async fn wanted(
    site: &Site,
    visit: &Visit,
    draft: &Draft,
    order: Option<&OrderSnapshot>,
    kind: Option<&Kind>,
) -> Result<Body, Oops> {
    let Some(kind) = kind else {
        return Ok(Body::Want { remedies: Vec::new(), cap: String::new(), unit: "¥" });
    };
    let facts = rule_facts(order, &claim_lines(draft, order), draft.answers.clone(), visit.now);
    let extras = site.app.playbook.extras(&kind.key, &facts);
    let money = sums::remaining(site, order).await?;
    let price = facts.line_price.filter(|sum| money.is_none_or(|cap| sum.minor <= cap.minor)).or(money);
    let mut remedies = Vec::new();
    for remedy in &kind.remedies {
        let beyond = remedy.pays_money() && !remedy.returns_price();
        let allowed =
            extras.iter().filter(|extra| extra.remedy_type == *remedy).max_by_key(|extra| extra.max.minor);
        // Money beyond the price is shown where a rule allows some, with how much and why.
        if beyond && allowed.is_none() {
            continue;
        }
        let key = remedy.as_str();
        let typed = draft.wanted.get(&format!("amount.{key}")).cloned();
        let standard = match remedy {
            RemedyType::Refund | RemedyType::RefundWithReturn => price.map(Money::decimal),
            _ if beyond => allowed.map(|extra| extra.max.decimal()),
            _ => None,
        };
        let limit = allowed.map(|extra| {
            let working: Vec<&str> = extra.working.iter().map(|line| line.get(visit.language)).collect();
            let values =
                [("most", extra.max.readable()), ("working", working.join(separator(visit.language)))];
            visit.texts.with("filing-want-rule", &values)
        });
        remedies.push(RemedyCard {
            key,
            title: visit.texts.word("remedy", key),
            hint: visit.texts.say(&format!("remedy-hint-{key}")),
            // What is asked for is never chosen for somebody.
            chosen: draft.remedies.iter().any(|r| r == key),
            amount: remedy.needs_amount().then(|| typed.or(standard).unwrap_or_default()),
            with_text: matches!(
                remedy,
                RemedyType::Apology | RemedyType::ExtraService | RemedyType::Repair | RemedyType::Correction
            ),
            text: draft.wanted.get(&format!("text.{key}")).cloned().unwrap_or_default(),
            limit: limit.unwrap_or_default(),
        });
    }
    let cap =
        money.map(|cap| visit.texts.with("filing-want-cap", &[("cap", cap.readable())])).unwrap_or_default();
    Ok(Body::Want { remedies, cap, unit: money.map_or("¥", |m| m.currency.symbol()) })
}

const fn separator(language: Language) -> &'static str {
    match language {
        Language::ZhHans | Language::ZhHant => "；",
        Language::En => "; ",
    }
}

async fn evidence(site: &Site, visit: &Visit, draft: &Draft, kind: Option<&Kind>) -> Result<Body, Oops> {
    let mut files = Vec::new();
    for id in &draft.evidence {
        let own = uploads::by_id(&site.app, *id)
            .await?
            .filter(|u| visit.session.as_ref().is_some_and(|s| s.person == u.owner));
        if let Some(upload) = own {
            let (size, icon) = (file_size(upload.size), file_icon(&upload.media_type));
            files.push(FileCard { id: id.to_string(), name: upload.name, size, icon });
        }
    }
    let asks = kind.map_or_else(Vec::new, |kind| {
        kind.evidence
            .consumer
            .iter()
            .map(|ask| (ask.text.get(visit.language).to_owned(), ask.required))
            .collect()
    });
    Ok(Body::Evidence { files, asks, max: file_size(site.app.limits.max_upload) })
}

async fn review(
    site: &Site,
    visit: &Visit,
    showing: &Showing<'_>,
    kind: Option<&Kind>,
    trouble: Option<&Trouble>,
) -> Result<Body, Oops> {
    let Showing { draft, order, .. } = showing;
    let t = |key: &str| visit.texts.say(key);
    let l = visit.language;
    let mut answers = Vec::new();
    let mut add = |question: String, answer: Vec<String>, step: &Step| {
        answers.push(Answer { question, answer, change: format!("{}?from=review", step.href()) });
    };
    add(t("review-kind"), kind.map(|k| vec![k.title.get(l).to_owned()]).unwrap_or_default(), &Step::Kind);
    let which = match order {
        Some(order) => {
            let claimed = claim_lines(draft, Some(order));
            let titles = claimed
                .iter()
                .filter_map(|c| Some(format!("{} × {}", order.line(&c.line_id)?.title, c.quantity)));
            titles.chain([format!("{} · {}", order.merchant_name, order.order_id)]).collect()
        }
        None if draft.order.is_some() => vec![t("review-order-sign-in")],
        None => std::iter::once(t("review-no-order"))
            .chain(draft.without_order(visit.texts).lines().map(str::to_owned))
            .collect(),
    };
    add(t("review-order"), which, &Step::Order);
    for question in kind.iter().flat_map(|k| &k.questions) {
        let given = draft.answers.get(&question.key).map_or("", String::as_str);
        let said = match &question.input {
            _ if given.is_empty() => t("review-unanswered"),
            Input::Choice { options } => options
                .iter()
                .find(|o| o.key == given)
                .map_or_else(|| given.to_owned(), |o| o.text.get(l).to_owned()),
            Input::YesNo => t(&format!("filing-{given}")),
            Input::Text { .. } | Input::Date | Input::Amount => given.to_owned(),
        };
        add(question.text.get(l).to_owned(), vec![said], &Step::Question(question.key.clone()));
    }
    add(t("review-story"), draft.story.lines().map(str::to_owned).collect(), &Step::Story);
    let currency = order.map_or(terms::Currency::Cny, |o| o.total.currency);
    let (mut sums, mut total) = (Vec::new(), 0_i64);
    let mut wants = Vec::new();
    for key in &draft.remedies {
        let name = visit.texts.word("remedy", key);
        let typed =
            draft.wanted.get(&format!("amount.{key}")).and_then(|a| crate::shell::act::money(currency, a));
        let text = draft.wanted.get(&format!("text.{key}")).filter(|text| !text.trim().is_empty());
        wants.push(text.map_or_else(|| name.clone(), |text| format!("{name}：{text}")));
        if let Some(sum) = typed {
            total = total.saturating_add(sum.minor);
            sums.push((name, sum.readable()));
        }
    }
    add(t("review-want"), wants, &Step::Want);
    let files = match evidence(site, visit, draft, kind).await? {
        Body::Evidence { files, .. } if !files.is_empty() => {
            files.into_iter().map(|file| file.name).collect()
        }
        _ => vec![t("review-no-files")],
    };
    add(t("review-evidence"), files, &Step::Evidence);
    let total = if sums.is_empty() { String::new() } else { Money::new(currency, total).readable() };
    let guest_days = guest_days(site);
    Ok(Body::Review { answers, sums, total, duplicate: duplicate_of(trouble), guest_days })
}
