//! The history of a case, fact by fact, as one viewer may see it.

use domain::access::{Viewer, sees, viewer};
use domain::dispute::DisputeEvent;
use domain::{Actor, By};
use record::PartSlot;
use serde::Serialize;
use serde_json::Value;
use terms::{Audience, DisputeId, Instant, Label, Role, StreamId};

use crate::app::App;
use crate::codec;
use crate::ports::{StoreError, StoreResult, StoredEvent};

/// One fact; `number` counts what this viewer sees, so that gaps betray nothing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FactView {
    pub number: usize,
    /// The kind of fact, such as `offer_made`.
    #[serde(rename = "type")]
    pub kind: String,
    pub at: Instant,
    pub occurred_at: Option<Instant>,
    /// The role of whoever did it; absent for the system.
    pub by: Option<Role>,
    pub index: u64,
    pub leaf: record::Hash,
    pub data: Value,
}

impl FactView {
    /// The word of text keys: its kind, save where one kind of fact is told in two ways.
    #[must_use]
    pub fn word(&self) -> &str {
        let to_ruling = self.data.get("to").and_then(Value::as_str) == Some("ruling");
        if self.kind == "escalated" && to_ruling { "escalated_to_ruling" } else { &self.kind }
    }
}

/// The facts that the actor sees, oldest first; `None`: for them the case does not exist.
///
/// # Errors
/// The store's.
pub async fn facts(
    app: &App,
    id: DisputeId,
    actor: &Actor,
    after: usize,
    count: usize,
) -> StoreResult<Option<Vec<FactView>>> {
    let state = super::state(app, id).await?;
    let Some(viewer) = viewer(&state, actor, app.clock.now()) else { return Ok(None) };
    let mut shown = Vec::new();
    let mut number = 0;
    for event in all(app, id.into()).await? {
        let fact = codec::decode::<DisputeEvent>(&event)?;
        if !sees(viewer, fact.label) {
            continue;
        }
        number += 1;
        if number <= after {
            continue;
        }
        if shown.len() == count {
            break;
        }
        let (kind, data) = content(&event, viewer)?;
        let by = match fact.by {
            By::Person { role, .. } => Some(role),
            By::System => None,
        };
        let (index, leaf) = (event.index, event.leaf);
        shown.push(FactView {
            number,
            kind,
            at: fact.at,
            occurred_at: fact.occurred_at,
            by,
            index,
            leaf,
            data,
        });
    }
    Ok(Some(shown))
}

/// All events of a stream, read page by page. A case has at most some thousands.
pub(crate) async fn all(app: &App, stream: StreamId) -> StoreResult<Vec<StoredEvent>> {
    const PAGE: usize = 500;
    let mut events: Vec<StoredEvent> = Vec::new();
    loop {
        let after = events.last().map_or(0, |e| e.version);
        let page = app.store.events(stream, after, PAGE).await?;
        let count = page.len();
        events.extend(page);
        if count < PAGE {
            return Ok(events);
        }
    }
}

/// Whether the viewer may read a part of the audience that its place names.
pub(super) fn may_read(viewer: Viewer, audience: Option<&str>) -> bool {
    let audience = match audience {
        Some("all") => Audience::All,
        Some("consumer_side") => Audience::ConsumerSide,
        Some("respondent_side") => Audience::RespondentSide,
        Some(_) | None => Audience::Staff,
    };
    sees(viewer, Label::open_to(audience))
}

/// A fact's kind and content, with what the viewer may not read left out.
fn content(event: &StoredEvent, viewer: Viewer) -> StoreResult<(String, Value)> {
    let damaged = || StoreError::Damaged(format!("{} version {}", event.stream, event.version));
    let mut slots = codec::read_slots(&event.parts).ok_or_else(damaged)?;
    let plain = slots.first().and_then(PartSlot::kept).ok_or_else(damaged)?;
    let places = record::split::places(&plain.bytes).map_err(|_| damaged())?;
    for (n, _, audience) in places {
        if let Some(slot) = slots.get_mut(n).filter(|_| !may_read(viewer, Some(&audience))) {
            *slot = slot.erased();
        }
    }
    let whole = record::join_slots(&slots).map_err(|_| damaged())?;
    let event = whole.get("event").cloned().unwrap_or(Value::Null);
    Ok(match event {
        Value::String(kind) => (kind, Value::Null),
        Value::Object(map) => {
            map.into_iter().next().map_or_else(Default::default, |(kind, data)| (kind, opened(data)))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => (String::new(), Value::Null),
    })
}

/// Takes the wrapping off erasable fields: the value, or null where it is hidden or erased.
fn opened(value: Value) -> Value {
    match value {
        Value::Object(mut map) if map.len() == 1 && map.contains_key("~") => {
            map.remove("~").and_then(|mut inner| inner.get_mut("v").map(Value::take)).unwrap_or(Value::Null)
        }
        Value::Object(map) => Value::Object(map.into_iter().map(|(k, v)| (k, opened(v))).collect()),
        Value::Array(items) => Value::Array(items.into_iter().map(opened).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}
