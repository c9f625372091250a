//! The commands of a publication, one decision a file.

pub mod answer_objection;
pub mod approve;
pub mod consent;
pub mod draft;
#[cfg(test)]
pub(crate) mod given;
pub mod object;
pub mod remark;
pub mod return_draft;
pub mod take_down;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use terms::{TextError, clean_text};

use super::event::PublicationEvent;
use super::ladder::Crowd;
use super::names;
use super::part::{Part, part};
use super::refusal::PublicationRefusal;
use super::state::PublicationState;
use super::verb::PublicationVerb;
use crate::actor::Actor;
use crate::ctx::Ctx;
use crate::dispute::DisputeState;

/// Longest text of staff, and of somebody who objects, in characters.
pub const MAX_TEXT: usize = 2_000;

/// What a decision on publishing looks up besides its own stream.
#[derive(Debug, Clone, Default)]
pub struct Background {
    pub case: Arc<DisputeState>,
    /// One for each step of the pack's ladder; empty where nothing is counted.
    pub crowds: Vec<Crowd>,
    /// The names of everyone in the case.
    pub people: Vec<String>,
    /// The actor's own name, for an officer who lets it be shown.
    pub own_name: Option<String>,
}

/// What can be asked of a publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicationCommand {
    Draft(draft::Draft),
    Consent(consent::Consent),
    RevokeConsent(consent::RevokeConsent),
    Remark(remark::Remark),
    Approve(approve::Approve),
    Return(return_draft::Return),
    TakeDown(take_down::TakeDown),
    Object(object::Object),
    AnswerObjection(answer_objection::AnswerObjection),
    /// Its time is over.
    Expire(take_down::Expire),
    /// The case goes on.
    FollowReopening,
    /// The time to answer an objection is over.
    PassObjection(object::PassObjection),
}

/// Decides a publication's command.
///
/// # Errors
/// The refusals of [`PublicationRefusal`].
pub fn decide(
    state: &PublicationState,
    command: &PublicationCommand,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PublicationEvent>, PublicationRefusal> {
    match command {
        PublicationCommand::Draft(c) => draft::decide(state, c, ctx),
        PublicationCommand::Consent(c) => consent::decide(state, c, ctx),
        PublicationCommand::RevokeConsent(c) => consent::revoke(state, *c, ctx),
        PublicationCommand::Remark(c) => remark::decide(state, c, ctx),
        PublicationCommand::Approve(c) => approve::decide(state, c, ctx),
        PublicationCommand::Return(c) => return_draft::decide(state, c, ctx),
        PublicationCommand::TakeDown(c) => take_down::decide(state, c, ctx),
        PublicationCommand::Object(c) => object::decide(state, c, ctx),
        PublicationCommand::AnswerObjection(c) => answer_objection::decide(state, c, ctx),
        PublicationCommand::Expire(c) => take_down::expire(state, *c, ctx),
        PublicationCommand::FollowReopening => take_down::follow_reopening(state, ctx),
        PublicationCommand::PassObjection(c) => object::pass(state, *c, ctx),
    }
}

/// What somebody may do now: the very checks that the decisions make first.
#[must_use]
pub fn allowed(
    state: &PublicationState,
    case: &DisputeState,
    actor: &Actor,
    now: terms::Instant,
) -> Vec<PublicationVerb> {
    let Some(part) = part(state, case, actor, now) else { return Vec::new() };
    let may = |verb: &PublicationVerb| match verb {
        PublicationVerb::Draft => draft::may(state, case, part).is_ok(),
        PublicationVerb::Consent => consent::may(state, part).is_ok(),
        PublicationVerb::RevokeConsent => consent::may_revoke(state, part).is_ok(),
        PublicationVerb::Remark => remark::may(state, part).is_ok(),
        PublicationVerb::Approve => approve::may(state, part, now).is_ok(),
        PublicationVerb::Return => return_draft::may(state, part).is_ok(),
        PublicationVerb::TakeDown => take_down::may(state, part).is_ok(),
        PublicationVerb::AnswerObjection => answer_objection::may(state, part).is_ok(),
    };
    PublicationVerb::ALL.iter().copied().filter(may).collect()
}

/// The actor's part and the case.
fn known<'a>(
    state: &PublicationState,
    ctx: &'a Ctx<'_, '_>,
) -> Result<(&'a Background, Part), PublicationRefusal> {
    let background = ctx.facts.publication.as_deref().ok_or(PublicationRefusal::UnknownPublication)?;
    let part = part(state, &background.case, ctx.actor, ctx.now);
    Ok((background, part.ok_or(PublicationRefusal::UnknownPublication)?))
}

/// Staff with a say: not a party, nor acting for one.
fn staff(part: Part) -> Result<(bool, bool), PublicationRefusal> {
    match part {
        Part::Staff { drafted, approved, is_party: false, .. } => Ok((drafted, approved)),
        Part::Staff { is_party: true, .. } | Part::Side(_) | Part::System => {
            Err(PublicationRefusal::NotAllowed)
        }
    }
}

fn only_system(ctx: &Ctx<'_, '_>) -> Result<(), PublicationRefusal> {
    if *ctx.actor == Actor::System { Ok(()) } else { Err(PublicationRefusal::NotAllowed) }
}

fn text(given: &str, pointer: &str) -> Result<String, PublicationRefusal> {
    let wrong = |why: TextError| PublicationRefusal::Text { pointer: pointer.to_owned(), why };
    clean_text(given, MAX_TEXT).map_err(wrong)
}

/// A text that will be public: it names nobody and holds no number or address.
fn public_text(given: &str, pointer: &str, background: &Background) -> Result<String, PublicationRefusal> {
    let text = text(given, pointer)?;
    match names::found(&text, &background.case, &background.people) {
        None => Ok(text),
        Some(what) => Err(PublicationRefusal::NamesSomebody { pointer: pointer.to_owned(), what }),
    }
}
