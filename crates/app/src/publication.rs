//! Publishing a result: what decisions look up, who may look at a draft, and the acts that every door does the same way.

use std::sync::Arc;

use domain::Actor;
use domain::dispute::DisputeState;
use domain::facts::Facts;
use domain::publication::{
    Background, Crowd, Part, PublicationCommand, PublicationState, PublicationVerb, Shown, allowed, part,
    sharing, shown, traits,
};
use terms::{DisputeId, ResultNumber};

use crate::app::App;
use crate::case::Wish;
use crate::execute::{Done, ExecuteError, Request, execute, load};
use crate::ports::StoreResult;
use crate::queries::people;
use crate::queries::results::{self, UnderNumber};
use crate::show;
use crate::stream::{Disputes, Publications};

/// Looks up what a command on a publication may need.
pub(crate) async fn gather(
    app: &App,
    stream: uuid::Uuid,
    command: &PublicationCommand,
    actor: &Actor,
) -> StoreResult<Facts> {
    let mut facts = Facts { publication_of: DisputeId(stream), ..Facts::default() };
    let (needs_case, needs_crowd) = match command {
        PublicationCommand::Approve(_) => (true, true),
        PublicationCommand::Draft(_)
        | PublicationCommand::Consent(_)
        | PublicationCommand::RevokeConsent(_)
        | PublicationCommand::Remark(_)
        | PublicationCommand::Return(_)
        | PublicationCommand::TakeDown(_)
        | PublicationCommand::AnswerObjection(_) => (true, false),
        PublicationCommand::Object(_)
        | PublicationCommand::Expire(_)
        | PublicationCommand::FollowReopening
        | PublicationCommand::PassObjection(_) => (false, false),
    };
    if needs_case {
        let case = load::<Disputes>(app, stream).await?.state;
        let crowds = if needs_crowd { crowds(app, &case).await? } else { Vec::new() };
        let people = people::names(app, show::people(&case)).await?;
        let own = people::names(app, actor.person()).await?;
        facts.publication = Some(Box::new(Background {
            crowds,
            people: people.into_values().collect(),
            own_name: own.into_values().next(),
            case,
        }));
    }
    Ok(facts)
}

/// Who shares what each step of the ladder would tell.
///
/// # Errors
/// The store's.
pub async fn crowds(app: &App, case: &DisputeState) -> StoreResult<Vec<Crowd>> {
    let Some(traits) = traits(case) else { return Ok(Vec::new()) };
    let mut crowds = Vec::new();
    for step in &app.playbook.publication().ladder {
        crowds.push(results::crowd(app, &sharing(&traits, step, &app.playbook)).await?);
    }
    Ok(crowds)
}

/// A draft as somebody with a part in it sees it.
#[derive(Debug)]
pub struct Desk {
    pub state: Arc<PublicationState>,
    pub case: Arc<DisputeState>,
    pub version: u64,
    pub part: Part,
    pub allowed: Vec<PublicationVerb>,
    /// What would be public if it were approved now: the digest and, beside it, the register line.
    pub digest: Option<Shown>,
    pub line: Option<Shown>,
}

impl Desk {
    #[must_use]
    pub fn may(&self, verb: PublicationVerb) -> bool {
        self.allowed.contains(&verb)
    }
}

/// What somebody sees of a dispute's publication; `None`: for them there is nothing but what is public.
///
/// # Errors
/// The store's.
pub async fn desk(app: &App, dispute: DisputeId, actor: &Actor) -> StoreResult<Option<Desk>> {
    let case = load::<Disputes>(app, dispute.0).await?.state;
    let loaded = load::<Publications>(app, dispute.0).await?;
    let (state, now) = (loaded.state, app.clock.now());
    let Some(part) = part(&state, &case, actor, now) else { return Ok(None) };
    let crowds = crowds(app, &case).await?;
    Ok(Some(Desk {
        allowed: allowed(&state, &case, actor, now),
        digest: shown(&case, &crowds, true, &app.playbook),
        line: shown(&case, &crowds, false, &app.playbook),
        version: loaded.version,
        part,
        state,
        case,
    }))
}

/// Carries out somebody's command on what is published of a dispute.
///
/// # Errors
/// As [`execute`].
pub async fn act(
    app: &App,
    dispute: DisputeId,
    actor: Actor,
    command: PublicationCommand,
    wish: Wish,
) -> Result<Done<Publications>, ExecuteError> {
    let request = Request::<Publications> {
        id: wish.id,
        asked: wish.asked,
        actor,
        on_behalf_of: None,
        occurred_at: None,
        stream: dispute.0,
        is_new: false,
        command,
        seen: wish.seen,
        finishes: None,
    };
    execute(app, request).await
}

/// What has become of the publication of a dispute.
///
/// # Errors
/// The store's.
pub async fn state(app: &App, dispute: DisputeId) -> StoreResult<Arc<PublicationState>> {
    Ok(load::<Publications>(app, dispute.0).await?.state)
}

/// The dispute behind a public result, for whoever objects to it.
///
/// # Errors
/// The store's.
pub async fn behind(app: &App, number: ResultNumber) -> StoreResult<Option<DisputeId>> {
    Ok(match results::under(app, number).await? {
        Some(UnderNumber::Public(dispute, _)) => Some(dispute),
        Some(UnderNumber::Gone) | None => None,
    })
}
