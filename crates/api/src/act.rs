//! `POST /disputes/{number}/{verb}`: every act on a case, by the domain's own verbs.

use app::case;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::dispute::commands::merge_duplicate::MergeDuplicate;
use domain::dispute::{DisputeCommand, Verb};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use terms::{CaseNumber, DisputeId};

use crate::fault::Fault;
use crate::guard::{Me, Say};
use crate::json::{self as body, parse};
use crate::trouble::Trouble;
use crate::wish::{Asked, wish};
use crate::{Api, answer};

/// Carries out the verb and shows the case after it. A repeat under the same key gives the same receipt.
pub(crate) async fn act(
    State(api): State<Api>,
    me: Me,
    say: Say,
    Path((number, verb)): Path<(String, String)>,
    headers: HeaderMap,
    content: Body,
) -> Result<Response, Fault> {
    let app = &api.app;
    let verb = Verb::from_path(&verb).ok_or(Trouble::UnknownRoute)?;
    let bytes = body::read(&headers, content).await?;
    let read = read(verb, &bytes)?;
    let actor = me.actor();
    let path = format!("/disputes/{number}/{}", verb.path());
    let asked = Asked { method: "POST", path: &path, body: &bytes };
    let wish = wish(app, me.0.person, &headers, &asked)?;
    let id = answer::theirs(app, &number, &actor).await?;
    let command = match read {
        Read::Command(command) => *command,
        Read::Merge { into } => {
            DisputeCommand::MergeDuplicate(MergeDuplicate { this: id, into: other(&api, into).await? })
        }
    };
    match case::act(app, id, actor.clone(), command, wish).await {
        Ok(done) => {
            // The case is shown after the act, and only then is the look written down: it would have moved the version
            // on which the act may insist.
            case::prove_sight(app, id, &actor).await?;
            let view = answer::view(app, id, &actor, say).await?;
            answer::done(StatusCode::OK, &view, done.receipt.as_ref())
        }
        Err(error) => {
            let mut fault = Fault::from(error);
            if fault.is_not_allowed() {
                fault.more.allowed = Some(answer::view(app, id, &actor, say).await?.allowed_actions);
            }
            Err(fault)
        }
    }
}

/// A merge names the other case by its number.
#[derive(Debug, Deserialize)]
struct Into {
    into: CaseNumber,
}

enum Read {
    Command(Box<DisputeCommand>),
    Merge { into: CaseNumber },
}

/// Reads the body that the verb takes.
fn read(verb: Verb, bytes: &[u8]) -> Result<Read, Fault> {
    let command = match verb {
        Verb::Accept => DisputeCommand::Accept(parse(bytes)?),
        Verb::Refuse => DisputeCommand::Refuse(parse(bytes)?),
        Verb::RequestInformation => DisputeCommand::RequestInformation(parse(bytes)?),
        Verb::SupplyInformation => DisputeCommand::SupplyInformation(parse(bytes)?),
        Verb::Object => DisputeCommand::Object(parse(bytes)?),
        Verb::Respond => DisputeCommand::Respond(parse(bytes)?),
        Verb::MakeOffer => DisputeCommand::MakeOffer(parse(bytes)?),
        Verb::AcceptOffer => DisputeCommand::AcceptOffer(parse(bytes)?),
        Verb::DenyOffer => DisputeCommand::DenyOffer(parse(bytes)?),
        Verb::WithdrawOffer => DisputeCommand::WithdrawOffer(parse(bytes)?),
        Verb::SendMessage => DisputeCommand::SendMessage(parse(bytes)?),
        Verb::ProvideEvidence => DisputeCommand::ProvideEvidence(parse(bytes)?),
        Verb::AssessEvidence => DisputeCommand::AssessEvidence(parse(bytes)?),
        Verb::Escalate => DisputeCommand::Escalate(parse(bytes)?),
        Verb::Propose => DisputeCommand::Propose(parse(bytes)?),
        Verb::AcceptProposal => DisputeCommand::AcceptProposal(parse(bytes)?),
        Verb::DenyProposal => DisputeCommand::DenyProposal(parse(bytes)?),
        Verb::LetMediatorRule => DisputeCommand::LetMediatorRule(parse(bytes)?),
        Verb::Rule => DisputeCommand::Rule(parse(bytes)?),
        Verb::ApproveRuling => DisputeCommand::ApproveRuling(parse(bytes)?),
        Verb::ReturnRuling => DisputeCommand::ReturnRuling(parse(bytes)?),
        Verb::Appeal => DisputeCommand::Appeal(parse(bytes)?),
        Verb::Stay => DisputeCommand::Stay(parse(bytes)?),
        Verb::RuleOnAppeal => DisputeCommand::RuleOnAppeal(parse(bytes)?),
        Verb::Refer => DisputeCommand::Refer(parse(bytes)?),
        Verb::Assign => DisputeCommand::Assign(parse(bytes)?),
        Verb::PutOnHold => DisputeCommand::PutOnHold(parse(bytes)?),
        Verb::Resume => DisputeCommand::Resume(parse(bytes)?),
        Verb::Withdraw => DisputeCommand::Withdraw(parse(bytes)?),
        Verb::AuthoriseReturn => DisputeCommand::AuthoriseReturn(parse(bytes)?),
        Verb::ReportShipment => DisputeCommand::ReportShipment(parse(bytes)?),
        Verb::ConfirmReceipt => DisputeCommand::ConfirmReceipt(parse(bytes)?),
        Verb::ReportPerformance => DisputeCommand::ReportPerformance(parse(bytes)?),
        Verb::RetryPayout => DisputeCommand::RetryPayout(parse(bytes)?),
        Verb::Enforce => DisputeCommand::Enforce(parse(bytes)?),
        Verb::ConfirmPerformance => DisputeCommand::ConfirmPerformance(parse(bytes)?),
        Verb::DisputePerformance => DisputeCommand::DisputePerformance(parse(bytes)?),
        Verb::GrantMandate => DisputeCommand::GrantMandate(parse(bytes)?),
        Verb::RevokeMandate => DisputeCommand::RevokeMandate(parse(bytes)?),
        Verb::MergeDuplicate => return parse::<Into>(bytes).map(|given| Read::Merge { into: given.into }),
        Verb::UndoMerge => DisputeCommand::UndoMerge(parse(bytes)?),
        Verb::Reopen => DisputeCommand::Reopen(parse(bytes)?),
        Verb::Rate => DisputeCommand::Rate(parse(bytes)?),
    };
    Ok(Read::Command(Box::new(command)))
}

/// The case to merge into. One that does not exist is answered by the domain like one that cannot be merged into.
async fn other(api: &Api, number: CaseNumber) -> Result<DisputeId, Fault> {
    Ok(case::find(&api.app, number).await?.unwrap_or_default())
}
