//! Followers of the log: search entries and statistics are made behind the commands, so that filing stays fast.

use domain::access::Viewer;
use domain::dispute::DisputeState;
use domain::publication::as_published;
use terms::{Side, StreamKind};
use tokio::sync::watch::Receiver;
use uuid::Uuid;

use crate::app::App;
use crate::execute::load;
use crate::ports::{AppendError, Cursor, Query, SearchEntry, Statement, StoreResult, StoredEvent};
use crate::search::{PUBLIC, words};
use crate::statistics::follow_statistics;
use crate::stream::{Disputes, Publications};

const SEARCH: &str = "search";
/// Facts read at once.
const BATCH: usize = 400;

/// How long facts gather before they are made searchable together: well within the second that is promised, and
/// one small transaction for each complaint would cost more than the complaint.
const GATHERING: std::time::Duration = std::time::Duration::from_millis(200);

/// Statistics may be a second old, and counters that many cases share are then written once for all of them.
const COUNTING: std::time::Duration = std::time::Duration::from_secs(1);

/// Who follows the log.
#[derive(Debug, Clone, Copy)]
enum Follower {
    Search,
    Statistics,
}

impl Follower {
    /// `false` once it has caught up.
    async fn step(self, app: &App) -> StoreResult<bool> {
        match self {
            Self::Search => follow_search(app).await,
            Self::Statistics => follow_statistics(app).await,
        }
    }

    const fn gathers(self) -> std::time::Duration {
        match self {
            Self::Search => GATHERING,
            Self::Statistics => COUNTING,
        }
    }
}

/// Follows the log until told to stop.
pub async fn run_followers(app: &App, stop: Receiver<bool>) {
    tokio::join!(
        run_follower(app, Follower::Search, stop.clone()),
        run_follower(app, Follower::Statistics, stop),
    );
}

async fn run_follower(app: &App, follower: Follower, mut stop: Receiver<bool>) {
    let mut grown = app.store.grown();
    loop {
        match follower.step(app).await {
            Ok(true) if !*stop.borrow() => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, ?follower, "a follower waits for the store"),
        }
        tokio::select! {
            changed = grown.changed() => if changed.is_err() { return },
            _ = stop.wait_for(|stops| *stops) => return,
        }
        tokio::select! {
            () = tokio::time::sleep(follower.gathers()) => {}
            _ = stop.wait_for(|stops| *stops) => return,
        }
    }
}

const FORGET: Query = Query { name: "forget_search_cursor", sql: "DELETE FROM cursor WHERE name = 'search'" };

/// Makes every search entry anew, each in the place of the one before.
///
/// # Errors
/// The store's.
pub async fn rebuild_search(app: &App) -> Result<(), AppendError> {
    app.store.change(vec![Statement { query: FORGET, params: Vec::new(), must_change: None }]).await?;
    while follow_search(app).await? {}
    Ok(())
}

/// Makes search entries for the next facts; `false` once it has caught up.
///
/// # Errors
/// The store's.
pub async fn follow_search(app: &App) -> StoreResult<bool> {
    let from = app.store.cursor(SEARCH).await?;
    let facts = app.store.log(from, BATCH).await?;
    let Some(last) = facts.last() else { return Ok(false) };
    let next = Cursor(last.index + 1);
    let changed = changed(&facts, StreamKind::Dispute);
    let mut entries = Vec::with_capacity(changed.len() * 3);
    for dispute in changed {
        let state = load::<Disputes>(app, dispute).await?.state;
        entries.extend(entries_of(app, dispute, &state));
    }
    for dispute in self::changed(&facts, StreamKind::Publication) {
        let state = load::<Publications>(app, dispute).await?.state;
        let text = as_published(&state).map(|told| words::text_of_result(&told, &app.playbook));
        let terms = words::of_text(&text.unwrap_or_default()).join(" ");
        let (audience, owner) = (PUBLIC, String::new());
        entries.push(SearchEntry { dispute, audience, owner, terms, updated_at: app.clock.now() });
    }
    app.store.follow(SEARCH, from, next, Vec::new(), entries).await?;
    Ok(true)
}

/// The streams of a kind that the facts are of, each once.
fn changed(facts: &[StoredEvent], kind: StreamKind) -> Vec<Uuid> {
    let mut changed: Vec<Uuid> =
        facts.iter().filter(|f| f.stream.kind == kind).map(|f| f.stream.id).collect();
    changed.sort_unstable();
    changed.dedup();
    changed
}

/// One entry for each audience, made of what that audience sees.
fn entries_of(app: &App, dispute: Uuid, state: &DisputeState) -> Vec<SearchEntry> {
    let Some(filed) = &state.filed else { return Vec::new() };
    // Cutting Chinese into words is most of the work, and mostly all see the same.
    let mut cut: Vec<(String, String)> = Vec::new();
    let mut entry = |audience: &'static str, owner: String, viewer: Viewer| {
        let text = words::text_of(state, viewer);
        let known = cut.iter().find(|(of, _)| *of == text).map(|(_, terms)| terms.clone());
        let terms = known.unwrap_or_else(|| {
            let terms = words::of_text(&text).join(" ");
            cut.push((text, terms.clone()));
            terms
        });
        SearchEntry { dispute, audience, owner, terms, updated_at: app.clock.now() }
    };
    let mut entries = vec![
        // What was sealed in mediation is found by nobody of the staff at large.
        entry("staff", String::new(), Viewer::Staff(terms::Role::IntakeOfficer)),
        entry("consumer", filed.consumer.to_string(), Viewer::Side(Side::Consumer)),
    ];
    if let Some(merchant) = filed.respondent.as_ref().filter(|_| state.accepted_at.is_some()) {
        entries.push(entry("respondent", merchant.to_string(), Viewer::Side(Side::Respondent)));
    }
    entries
}
