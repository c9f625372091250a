//! Followers of the log: search entries are made behind the commands, so that filing stays fast.

use domain::access::Viewer;
use domain::dispute::DisputeState;
use terms::{Side, StreamKind};
use uuid::Uuid;

use crate::app::App;
use crate::execute::load;
use crate::ports::{Cursor, SearchEntry, StoreResult};
use crate::search::words;
use crate::stream::Disputes;

const SEARCH: &str = "search";
/// Facts read at once.
const BATCH: usize = 400;

/// How long facts gather before they are made searchable together: well within the second that is promised, and
/// one small transaction for each complaint would cost more than the complaint.
const GATHERING: std::time::Duration = std::time::Duration::from_millis(200);

/// Follows the log until told to stop.
pub async fn run_followers(app: &App, mut stop: tokio::sync::watch::Receiver<bool>) {
    let mut grown = app.store.grown();
    loop {
        match follow_search(app).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "search waits for the store"),
        }
        tokio::select! {
            changed = grown.changed() => if changed.is_err() { return },
            _ = stop.changed() => return,
        }
        tokio::select! {
            () = tokio::time::sleep(GATHERING) => {}
            _ = stop.changed() => return,
        }
    }
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
    let mut changed: Vec<Uuid> =
        facts.iter().filter(|f| f.stream.kind == StreamKind::Dispute).map(|f| f.stream.id).collect();
    changed.sort_unstable();
    changed.dedup();
    let mut entries = Vec::with_capacity(changed.len() * 3);
    for dispute in changed {
        let state = load::<Disputes>(app, dispute).await?.state;
        entries.extend(entries_of(app, dispute, &state));
    }
    app.store.follow(SEARCH, next, Vec::new(), entries).await?;
    Ok(true)
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
