//! Checkpoints and proofs: what a stranger needs to check the record.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use record::{Checkpoint, Hash, Nodes, ProofError, consistency_proof, inclusion_proof};

use crate::app::App;
use crate::ports::{AppendError, Head, Query, Statement, StoreError, StoreResult, Value};

const SAVE: Query = Query {
    name: "save_checkpoint",
    sql: "INSERT INTO checkpoint (size, text, at) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING",
};

/// The signed checkpoint of the log as it is now, saved so that it can be shown again.
///
/// # Errors
/// The store's.
pub async fn checkpoint(app: &App) -> StoreResult<(Head, String)> {
    let head = app.store.head().await?;
    if let Some(text) = app.signed_for(head.size) {
        return Ok((head, text));
    }
    let text = sign(app, &head)?;
    let size = i64::try_from(head.size).unwrap_or(i64::MAX);
    let params = vec![Value::Int(size), Value::text(&text), Value::instant(app.clock.now())];
    match app.store.change(vec![Statement { query: SAVE, params, must_change: None }]).await {
        Ok(_) => {
            app.keep_signed(head.size, text.clone());
            Ok((head, text))
        }
        Err(AppendError::Store(error)) => Err(error),
        Err(AppendError::Conflict(_) | AppendError::Repeated(_) | AppendError::Taken { .. }) => {
            Ok((head, text))
        }
    }
}

fn sign(app: &App, head: &Head) -> StoreResult<String> {
    let checkpoint = Checkpoint { origin: app.origin.to_string(), size: head.size, root: head.root };
    checkpoint.sign(&app.signer).map_err(|e| StoreError::Damaged(e.to_string()))
}

/// Writes down which nodes a proof asks for.
#[derive(Default)]
struct Wanted(RefCell<BTreeSet<(u32, u64)>>);

impl Nodes for Wanted {
    fn node(&self, level: u32, index: u64) -> Option<Hash> {
        self.0.borrow_mut().insert((level, index));
        Some(Hash([0; 32]))
    }
}

struct Found(BTreeMap<(u32, u64), Hash>);

impl Nodes for Found {
    fn node(&self, level: u32, index: u64) -> Option<Hash> {
        self.0.get(&(level, index)).copied()
    }
}

/// The inclusion proofs of some leaves in the log of `size` leaves, with one read of the nodes they share.
///
/// # Errors
/// The store's; damaged if a node is missing.
pub async fn inclusions(app: &App, indexes: &[u64], size: u64) -> StoreResult<Vec<Vec<Hash>>> {
    let prove = |nodes: &dyn Nodes| {
        indexes.iter().map(|index| inclusion_proof(&nodes, *index, size)).collect::<Result<Vec<_>, _>>()
    };
    proved(app, prove).await
}

/// The proof that the log of `new` leaves begins with that of `old` leaves; both at most as long as the log is.
///
/// # Errors
/// The store's; damaged if a node is missing.
pub async fn consistency(app: &App, old: u64, new: u64) -> StoreResult<Vec<Hash>> {
    proved(app, |nodes: &dyn Nodes| consistency_proof(&nodes, old, new)).await
}

/// Makes a proof twice: first to learn which nodes it asks for, then with them.
async fn proved<T>(app: &App, prove: impl Fn(&dyn Nodes) -> Result<T, ProofError>) -> StoreResult<T> {
    let damaged = |e: ProofError| StoreError::Damaged(e.to_string());
    let wanted = Wanted::default();
    prove(&wanted).map_err(damaged)?;
    let nodes: Vec<(u8, u64)> = wanted
        .0
        .into_inner()
        .into_iter()
        .filter_map(|(level, index)| Some((u8::try_from(level).ok()?, index)))
        .collect();
    let found = app.store.nodes(nodes).await?;
    let found = Found(found.into_iter().map(|n| ((u32::from(n.level), n.index), n.hash)).collect());
    prove(&found).map_err(damaged)
}
