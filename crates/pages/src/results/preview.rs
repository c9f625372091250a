//! The draft of a result: both sides look, consent item by item and speak up; staff draft, approve, answer and take down.

use std::sync::Arc;

use app::case::Wish;
use app::publication::{self, Desk};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::publication::commands::{
    answer_objection, approve, consent, draft, remark, return_draft, take_down,
};
use domain::publication::{
    ConsentItem, Part, PublicResult, PublicationCommand, PublicationPhase, PublicationVerb, Shown,
};
use http::StatusCode;
use terms::{DisputeId, Language, Side};
use texts::Texts;

use super::view::ResultView;
use crate::shell::act::find;
use crate::shell::page::case_href;
use crate::shell::{Form, Oops, Page, Site, Trouble, Visit, render_as};

/// One consent, as whoever may give it sees it.
struct ConsentRow {
    item: &'static str,
    label: String,
    hint: String,
    given: Option<String>,
    asks_name: bool,
}

struct RemarkRow {
    class: &'static str,
    who: String,
    text: String,
}

struct ObjectionRow {
    id: String,
    text: String,
    contact: String,
    when: String,
    late: bool,
}

#[derive(Template)]
#[template(path = "results/preview.html")]
struct PreviewPage<'a> {
    page: Page<'a>,
    t: Texts,
    number: String,
    home: String,
    version: u64,
    is_staff: bool,
    phase: &'static str,
    phase_word: String,
    until: Option<String>,
    public_href: Option<String>,
    digest: Option<ResultView>,
    digest_facts: String,
    digest_crowd: (u32, u32),
    line: Option<ResultView>,
    consents: Vec<ConsentRow>,
    remarks: Vec<RemarkRow>,
    answer: Option<String>,
    returned: Option<String>,
    objections: Vec<ObjectionRow>,
    /// Names that can be shown, by the consents there are.
    names: Vec<(&'static str, String, String)>,
    may_draft: bool,
    may_consent: bool,
    may_remark: bool,
    may_approve: bool,
    may_return: bool,
    may_take_down: bool,
    may_answer: bool,
    languages: Vec<(&'static str, String)>,
}

pub(super) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Response, Oops> {
    let (_, id) = find(&site, &number).await?;
    page(&site, &visit, &number, id, None).await
}

async fn page(
    site: &Site,
    visit: &Visit,
    number: &str,
    id: DisputeId,
    trouble: Option<&Trouble>,
) -> Result<Response, Oops> {
    let (actor, session) = visit.signed_in()?;
    let (app, t) = (&site.app, visit.texts);
    let desk = publication::desk(app, id, &actor).await?.ok_or(Oops::NotFound)?;
    let state = &desk.state;
    let case = desk.case.filed.as_ref().ok_or(Oops::NotFound)?.number;
    let is_staff = matches!(desk.part, Part::Staff { .. });
    if !is_staff && state.draft.is_none() {
        return Err(Oops::NotFound);
    }
    let told = |shown: &Shown| Some(ResultView::of(&preview(&desk, shown, visit)?, &app.playbook, t));
    let shown =
        state.published.as_ref().filter(|_| state.phase == PublicationPhase::Public).map(|p| &p.shown);
    let digest = shown.or(desk.digest.as_ref()).filter(|shown| shown.is_digest());
    let facts = digest.map(|shown| {
        let words = shown.facts.iter().map(|fact| t.word("results-fact", fact.as_str()));
        words.collect::<Vec<_>>().join(&t.say("results-list-comma"))
    });
    let crowd = digest.map(|shown| (shown.crowd.consumers, shown.crowd.shops));
    let day = |at| texts::date_time(at, visit.now, visit.language);
    let remarks = state.remarks.iter().filter(|r| is_staff || desk.part == Part::Side(r.side));
    let named =
        [ConsentItem::ConsumerName, ConsentItem::Nickname, ConsentItem::ShopName, ConsentItem::OfficerName];
    let template = PreviewPage {
        page: Page::new(site, visit, t.say("results-preview-title")).with(trouble),
        t,
        number: number.to_owned(),
        home: case_href(session.role, case),
        version: desk.version,
        is_staff,
        phase: state.phase.as_str(),
        phase_word: t.word("results-phase", state.phase.as_str()),
        until: state
            .draft
            .as_ref()
            .filter(|_| state.phase == PublicationPhase::Preview)
            .map(|draft| day(draft.preview_until)),
        public_href: domain::publication::public(state, visit.now)
            .map(|told| format!("/results/{}", told.number)),
        digest: digest.and_then(told),
        digest_facts: facts.unwrap_or_default(),
        digest_crowd: crowd.unwrap_or_default(),
        line: desk.line.as_ref().and_then(told),
        consents: consents(&desk, visit),
        remarks: remarks
            .map(|remark| RemarkRow {
                class: if remark.side == Side::Consumer { "is-consumer" } else { "is-merchant" },
                who: t.word("side", remark.side.as_str()),
                text: remark.text.get().cloned().unwrap_or_default(),
            })
            .collect(),
        answer: state.published.as_ref().and_then(|p| p.answer.as_ref()?.get().cloned()),
        returned: state.returned.as_ref().filter(|_| is_staff).and_then(|r| r.get().cloned()),
        objections: objections(&desk, visit, is_staff),
        names: named
            .into_iter()
            .filter_map(|item| {
                let label = t.word("results-consent", item.as_str());
                Some((item.as_str(), label, state.name(item)?.to_owned()))
            })
            .collect(),
        may_draft: desk.may(PublicationVerb::Draft),
        may_consent: desk.may(PublicationVerb::Consent),
        may_remark: desk.may(PublicationVerb::Remark),
        may_approve: desk.may(PublicationVerb::Approve),
        may_return: desk.may(PublicationVerb::Return),
        may_take_down: desk.may(PublicationVerb::TakeDown),
        may_answer: desk.may(PublicationVerb::AnswerObjection),
        languages: [
            (Language::ZhHans, "简体中文"),
            (Language::ZhHant, "繁體中文"),
            (Language::En, "English"),
        ]
        .map(|(language, name)| (language.as_str(), name.to_owned()))
        .to_vec(),
    };
    render_as(trouble.map_or(StatusCode::OK, |trouble| trouble.status), &template)
}

/// As it would stand in public.
fn preview(desk: &Desk, shown: &Shown, visit: &Visit) -> Option<PublicResult> {
    let draft = desk.state.draft.as_ref();
    let brief = draft.filter(|_| shown.is_digest()).map(|draft| draft.brief.clone());
    let told = domain::publication::public(&desk.state, visit.now);
    let names = told.filter(|told| told.digest.is_some() == shown.is_digest());
    Some(PublicResult {
        number: draft?.number,
        kind: shown.kind.clone(),
        family: shown.family.clone(),
        outcome: shown.outcome,
        period: shown.period.clone(),
        digest: shown.digest.clone(),
        brief: brief.unwrap_or_default(),
        consumer_name: names.as_ref().and_then(|told| told.consumer_name.clone()),
        shop_name: names.as_ref().and_then(|told| told.shop_name.clone()),
        officer_name: names.as_ref().and_then(|told| told.officer_name.clone()),
        corrections: names.map(|told| told.corrections).unwrap_or_default(),
        published_at: visit.now,
        updated_at: visit.now,
        valid_until: desk.state.published.as_ref().map_or(visit.now, |published| published.valid_until),
    })
}

fn consents(desk: &Desk, visit: &Visit) -> Vec<ConsentRow> {
    let t = visit.texts;
    let side = match desk.part {
        Part::Side(side) => side,
        Part::Staff { is_officer: true, .. } => Side::Neutral,
        Part::Staff { is_officer: false, .. } | Part::System => return Vec::new(),
    };
    let Some(draft) = desk.state.draft.as_ref() else { return Vec::new() };
    let is_agreement = draft.digest.end == domain::publication::End::Agreement;
    let items = ConsentItem::ALL.iter().filter(|item| item.may_come_from(side));
    let row = |item: &ConsentItem| {
        let given = desk.state.consents.get(&(*item, side));
        let (label, hint) = match item {
            ConsentItem::Agreement if is_agreement => {
                (t.say("results-consent-agreement"), t.say("results-consent-agreement-hint"))
            }
            ConsentItem::Agreement => (t.say("results-consent-agreement-ruling"), String::new()),
            ConsentItem::ConsumerName
            | ConsentItem::Nickname
            | ConsentItem::ShopName
            | ConsentItem::OfficerName => (t.word("results-consent", item.as_str()), String::new()),
        };
        ConsentRow {
            item: item.as_str(),
            label,
            hint,
            given: given.map(|given| {
                let date = texts::date_time(given.at, visit.now, visit.language);
                t.with("results-consent-given", &[("date", date)])
            }),
            asks_name: *item == ConsentItem::Nickname && given.is_none(),
        }
    };
    items.map(row).collect()
}

fn objections(desk: &Desk, visit: &Visit, is_staff: bool) -> Vec<ObjectionRow> {
    let open = desk.state.open_objections().filter(|_| is_staff);
    open.map(|objection| ObjectionRow {
        id: objection.id.to_string(),
        text: objection.text.get().cloned().unwrap_or_default(),
        contact: objection.contact.as_ref().and_then(|c| c.get().cloned()).unwrap_or_default(),
        when: texts::date_time(objection.due_at, visit.now, visit.language),
        late: objection.is_late,
    })
    .collect()
}

pub(super) async fn act(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path((number, verb)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Oops> {
    let verb = PublicationVerb::from_path(&verb).ok_or(Oops::NotFound)?;
    let (_, id) = find(&site, &number).await?;
    let (actor, _) = visit.signed_in()?;
    // Whether there is anything for them is asked first, so that a stranger learns nothing from a mistake.
    publication::desk(&site.app, id, &actor).await?.ok_or(Oops::NotFound)?;
    let name = form.given("form").unwrap_or_else(|| verb.path().to_owned());
    let Some(command) = read(verb, &form) else {
        let trouble = Trouble::at(&name, form, "item", "refusal-field-invalid", visit.texts);
        return page(&site, &visit, &number, id, Some(&trouble)).await;
    };
    let seen = form.text("version").parse().ok();
    let wish = Wish { id: form.wish(&site, &visit), asked: form.hash(), seen };
    match publication::act(&site.app, id, actor, command, wish).await {
        Ok(_) => Ok(Redirect::to(&format!("/cases/{number}/result")).into_response()),
        Err(error) => {
            let trouble = Trouble::of(error, &name, form, visit.texts)?;
            page(&site, &visit, &number, id, Some(&trouble)).await
        }
    }
}

fn item(given: &str) -> Option<ConsentItem> {
    ConsentItem::ALL.iter().copied().find(|item| item.as_str() == given)
}

fn read(verb: PublicationVerb, form: &Form) -> Option<PublicationCommand> {
    let text = |name: &str| form.text(name).to_owned();
    Some(match verb {
        PublicationVerb::Draft => {
            let brief = Language::ALL.iter().filter_map(|language| {
                Some((*language, form.given(&format!("brief.{}", language.as_str()))?))
            });
            PublicationCommand::Draft(draft::Draft { brief: brief.collect() })
        }
        PublicationVerb::Consent => PublicationCommand::Consent(consent::Consent {
            item: item(form.text("item"))?,
            name: form.given("name"),
        }),
        PublicationVerb::RevokeConsent => {
            PublicationCommand::RevokeConsent(consent::RevokeConsent { item: item(form.text("item"))? })
        }
        PublicationVerb::Remark => PublicationCommand::Remark(remark::Remark { text: text("text") }),
        PublicationVerb::Approve => PublicationCommand::Approve(approve::Approve {
            as_line: form.text("as") == "line",
            names: form.all("names").map(item).collect::<Option<_>>()?,
            answer: form.given("answer"),
        }),
        PublicationVerb::Return => {
            PublicationCommand::Return(return_draft::Return { reason: text("reason") })
        }
        PublicationVerb::TakeDown => {
            PublicationCommand::TakeDown(take_down::TakeDown { reason: text("reason") })
        }
        PublicationVerb::AnswerObjection => {
            PublicationCommand::AnswerObjection(answer_objection::AnswerObjection {
                objection_id: form.text("objection_id").parse().ok()?,
                upheld: form.text("upheld") == "yes",
                answer: text("answer"),
                correction: form.given("correction"),
                take_down: !form.text("take_down").is_empty(),
            })
        }
    })
}
