//! Every act on a penalty case: a form becomes one command; a no comes back at its form.

use std::sync::Arc;

use app::case::Wish;
use app::penalty;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::penalty::{
    AnswerCharge, AppealPenalty, AssignPenalty, CheckDuty, DecideAppeal, DecidePenalty, GivenDuty,
    GivenMeasure, ImposeHold, PenaltyCommand, PenaltyVerb, ReportDuty, ReportPenalty, ReviewHold,
    penalty_standing,
};
use terms::{CaseNumber, Currency, DutyKind, MeasureKind, Money};

use super::case::page;
use super::open::lines;
use crate::shell::{Form, Oops, Site, Trouble, Visit};

pub(super) async fn act(
    State(site): State<Arc<Site>>,
    Path((number, verb)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, Oops> {
    let verb = PenaltyVerb::from_path(&verb).ok_or(Oops::NotFound)?;
    let number: CaseNumber = number.parse().map_err(|_| Oops::NotFound)?;
    let id = penalty::find(&site.app, number).await?.ok_or(Oops::NotFound)?;
    let (actor, session) = visit.signed_in()?;
    let state = penalty::state(&site.app, id).await?;
    if penalty_standing(&state, &actor).is_none() {
        return Err(Oops::NotFound);
    }
    let name = form.given("form").unwrap_or_else(|| verb.path().to_owned());
    let command = match read(verb, &form) {
        Ok(command) => command,
        Err((field, key)) => {
            let trouble = Trouble::at(&name, form, field, key, visit.texts);
            return page(&site, &visit, id, Some(&trouble)).await;
        }
    };
    let wish = Wish { id: form.wish(&site, &visit), asked: form.hash(), seen: None };
    match penalty::act(&site.app, id, actor, command, wish).await {
        Ok(_) => Ok(Redirect::to(&super::href(session.role, number)).into_response()),
        Err(error) => {
            let trouble = Trouble::of(error, &name, form, visit.texts)?;
            page(&site, &visit, id, Some(&trouble)).await
        }
    }
}

type Wrong = (&'static str, &'static str);

fn read(verb: PenaltyVerb, form: &Form) -> Result<PenaltyCommand, Wrong> {
    let text = |name: &str| form.text(name).to_owned();
    let parse_all = |name: &str| form.all(name).filter_map(|id| id.parse().ok()).collect::<Vec<uuid::Uuid>>();
    Ok(match verb {
        PenaltyVerb::ImposeHold => PenaltyCommand::ImposeHold(ImposeHold {
            ground: form.text("ground").parse().map_err(|_| ("ground", "penalty-error-ground"))?,
            goods: lines(form.text("goods")),
            reasons: text("reasons"),
        }),
        PenaltyVerb::ReviewHold => {
            PenaltyCommand::ReviewHold(ReviewHold { keep: yes(form, "keep")?, reasons: text("reasons") })
        }
        PenaltyVerb::Answer => PenaltyCommand::Answer(AnswerCharge {
            position: form.text("position").parse().map_err(|_| ("position", "penalty-error-position"))?,
            explanation: text("explanation"),
            evidence_ids: form.all("exhibit").filter_map(|id| id.parse().ok()).collect(),
        }),
        PenaltyVerb::Assign => PenaltyCommand::Assign(AssignPenalty {
            to: form.text("to").parse().map_err(|_| ("to", "penalty-error-to"))?,
        }),
        PenaltyVerb::Decide => PenaltyCommand::Decide(Box::new(decision(form)?)),
        PenaltyVerb::Appeal => PenaltyCommand::Appeal(AppealPenalty { grounds: text("grounds") }),
        PenaltyVerb::DecideAppeal => PenaltyCommand::DecideAppeal(DecideAppeal {
            upheld: parse_all("upheld").into_iter().map(terms::MeasureId).collect(),
            duties: parse_all("duty").into_iter().map(terms::DutyId).collect(),
            reasons: text("reasons"),
        }),
        PenaltyVerb::ReportDuty => PenaltyCommand::ReportDuty(ReportDuty {
            duty_id: form.text("duty_id").parse().map_err(|_| ("proof", "penalty-error-duty"))?,
            proof: text("proof"),
        }),
        PenaltyVerb::CheckDuty => PenaltyCommand::CheckDuty(CheckDuty {
            duty_id: form.text("duty_id").parse().map_err(|_| ("note", "penalty-error-duty"))?,
            passed: yes(form, "passed")?,
            note: text("note"),
        }),
        PenaltyVerb::Report => {
            PenaltyCommand::Report(ReportPenalty { authority: text("authority"), text: text("text") })
        }
    })
}

fn yes(form: &Form, name: &'static str) -> Result<bool, Wrong> {
    match form.text(name) {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err((name, "penalty-error-choose")),
    }
}

fn decision(form: &Form) -> Result<DecidePenalty, Wrong> {
    let chosen: Vec<MeasureKind> = form.all("measure").filter_map(|kind| kind.parse().ok()).collect();
    let mut measures = Vec::new();
    for kind in chosen {
        let typed = |field: &str| form.given(&format!("{field}.{}", kind.as_str()));
        let number = |field: &str, key: Wrong| {
            typed(field).map(|typed| typed.trim().parse::<u32>().map_err(|_| key)).transpose()
        };
        let amount = typed("amount").map(|typed| {
            Money::parse(Currency::Cny, typed.trim()).map_err(|_| ("measures", "penalty-error-amount"))
        });
        measures.push(GivenMeasure {
            kind,
            points: number("points", ("measures", "penalty-error-points"))?,
            days: number("days", ("measures", "penalty-error-days"))?,
            amount: amount.transpose()?,
            goods: typed("goods").map(|typed| lines(&typed)).unwrap_or_default(),
        });
    }
    let duty = |kind: DutyKind| GivenDuty {
        kind,
        text: form.text(&format!("duty_text.{}", kind.as_str())).to_owned(),
    };
    Ok(DecidePenalty {
        dismissed: form.text("dismissed") == "yes",
        facts: form.text("facts").to_owned(),
        reasons: form.text("reasons").to_owned(),
        rule_ids: Vec::new(),
        measures,
        duties: form.all("duty").filter_map(|kind| kind.parse().ok()).map(duty).collect(),
    })
}
