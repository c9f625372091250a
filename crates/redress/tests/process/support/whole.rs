//! Opens the folder of a server that is not running and checks that everything in it follows from the log.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use app::ports::{Cursor, Query, RowChange, Store, StoredEvent, Table};
use app::rows::{Cause, tables};
use app::{Disputes, Merchants, Orders, Payouts, Penalties, Persons, Publications, Stream, codec};
use domain::Fact;
use domain::dispute::DisputeEvent;
use record::{Hash, Header, MemoryNodes, leaf_hash, parts_root, root_of};
use store::{Options, SqliteStore};
use terms::{StreamId, StreamKind};

/// What was found, once it was found whole.
pub struct Whole {
    /// Every fact of every dispute, in the order of the log.
    pub disputes: Vec<(StreamId, Fact<DisputeEvent>)>,
    pub leaves: Vec<Hash>,
    pub nodes: MemoryNodes,
}

/// Rows by table and key, each as the text of its values.
type Rows = BTreeMap<&'static str, BTreeMap<String, String>>;

/// Checks the log's chain, its root and every row against the facts; stops the test where something is missing,
/// doubled, or there by half.
pub async fn look(data: &Path) -> Whole {
    let store = SqliteStore::open(data, &Options::default()).unwrap();
    let events = log(store.as_ref()).await;
    let head = store.head().await.unwrap();
    let leaves = chained(&events);
    assert_eq!((head.size, head.root), (leaves.len() as u64, root_of(&leaves)), "the head is not the log's");
    let mut nodes = MemoryNodes::new();
    for leaf in &leaves {
        nodes.push(*leaf);
    }
    let mut expected = Rows::new();
    replay::<Disputes>(&events, &mut expected);
    replay::<Orders>(&events, &mut expected);
    replay::<Payouts>(&events, &mut expected);
    replay::<Persons>(&events, &mut expected);
    replay::<Publications>(&events, &mut expected);
    replay::<Merchants>(&events, &mut expected);
    replay::<Penalties>(&events, &mut expected);
    let is_followed = |table: &Table| tables::FOLLOWED.iter().any(|followed| followed.name == table.name);
    for table in tables::ALL.iter().filter(|table| !is_followed(table)) {
        let found = stored(store.as_ref(), table).await;
        let wanted = expected.remove(table.name).unwrap_or_default();
        for (key, row) in &wanted {
            assert_eq!(found.get(key), Some(row), "{}: the facts say otherwise", table.name);
        }
        let extra = found.keys().find(|key| !wanted.contains_key(*key));
        assert_eq!(extra, None, "{}: a row that no fact made", table.name);
    }
    store.close().await.unwrap();
    let of_disputes = events.iter().filter(|event| event.stream.kind == StreamKind::Dispute);
    let disputes =
        of_disputes.map(|event| (event.stream, codec::decode::<DisputeEvent>(event).unwrap())).collect();
    Whole { disputes, leaves, nodes }
}

async fn log(store: &dyn Store) -> Vec<StoredEvent> {
    let mut events: Vec<StoredEvent> = Vec::new();
    loop {
        let from = Cursor(events.len() as u64);
        let page = store.log(from, 1000).await.unwrap();
        if page.is_empty() {
            return events;
        }
        events.extend(page);
    }
}

/// The leaves, each computed anew from what is stored and from the leaf before it in its stream.
fn chained(events: &[StoredEvent]) -> Vec<Hash> {
    let mut heads = HashMap::<StreamId, (u64, Hash)>::new();
    for (index, event) in events.iter().enumerate() {
        assert_eq!(event.index, index as u64, "the log has a gap");
        let before = heads.get(&event.stream).copied();
        assert_eq!(event.version, before.map_or(1, |(version, _)| version + 1), "{} has a gap", event.stream);
        let slots = codec::read_slots(&event.parts).unwrap();
        let previous = before.map(|(_, leaf)| leaf);
        let header = Header {
            stream: event.stream.to_string(),
            version: event.version,
            schema: event.schema,
            previous,
        };
        assert_eq!(leaf_hash(&header, parts_root(&slots)), event.leaf, "leaf {index}");
        heads.insert(event.stream, (event.version, event.leaf));
    }
    events.iter().map(|event| event.leaf).collect()
}

/// Lets the facts of one kind of stream make their rows again.
fn replay<S: Stream>(events: &[StoredEvent], rows: &mut Rows) {
    let mut states = HashMap::<uuid::Uuid, S::State>::new();
    for event in events.iter().filter(|event| event.stream.kind == S::KIND) {
        let fact = codec::decode::<S::Event>(event).unwrap();
        let state = S::evolve(states.remove(&event.stream.id).unwrap_or_default(), &fact);
        let cause = Cause::<S> { event_id: event.id, stream: event.stream.id, fact: &fact, state: &state };
        for change in S::entries(&cause) {
            let RowChange::Insert { table, values } = change else { panic!("lists only grow") };
            put(rows, table, &values);
        }
        states.insert(event.stream.id, state);
    }
    for (id, state) in &states {
        for row in S::rows(*id, state) {
            put(rows, row.table, &row.values);
        }
    }
}

fn put(rows: &mut Rows, table: &'static Table, values: &[app::ports::Value]) {
    let key = format!("{:?}", &values[..table.key]);
    let earlier = rows.entry(table.name).or_default().insert(key, format!("{values:?}"));
    assert_eq!(earlier, None, "{}: two rows under one key", table.name);
}

async fn stored(store: &dyn Store, table: &'static Table) -> BTreeMap<String, String> {
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    // The store takes queries that live as long as the program; a test's program is short.
    let sql = format!("SELECT {} FROM {}", columns.join(", "), table.name).leak();
    let found = store.query(Query { name: table.name, sql }, Vec::new()).await.unwrap();
    found.iter().map(|row| (format!("{:?}", &row[..table.key]), format!("{row:?}"))).collect()
}
