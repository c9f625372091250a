-- The log, and what the store keeps beside it. The rows that pages read come in later migrations.

-- One row for each recorded fact; idx is its leaf index, dense from 0, and the row key, so that the log grows at its end.
CREATE TABLE event (
    idx INTEGER PRIMARY KEY,
    stream BLOB NOT NULL,           -- one byte for the kind, sixteen for the id
    version INTEGER NOT NULL,
    id BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    schema INTEGER NOT NULL,
    leaf BLOB NOT NULL,
    parts BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_stream ON event (stream, version);

-- Full interior nodes of the log's tree. seq says which: the nodes are numbered in the order in which they become
-- complete, so a new one always goes to the table's end and neither level nor index is stored.
CREATE TABLE node (
    seq INTEGER PRIMARY KEY,
    hash BLOB NOT NULL
) STRICT;

-- The tops of the full subtrees on the tree's right edge: all that appending needs.
CREATE TABLE log_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    size INTEGER NOT NULL,
    frontier BLOB NOT NULL
) STRICT;
INSERT INTO log_head (one, size, frontier) VALUES (1, 0, zeroblob(8));

-- Signed checkpoints of the log.
CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- What was carried out, so that a repeat is answered and not done again.
CREATE TABLE command (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    request BLOB NOT NULL,
    answer BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- Work to be done. due_at is run_at at first, the end of the lease while someone has it, and a later moment when put off.
CREATE TABLE job (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    run_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    payload BLOB NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    fence INTEGER NOT NULL DEFAULT 0,
    state INTEGER NOT NULL DEFAULT 0,   -- 0 waiting or leased, 1 parked
    reason TEXT NOT NULL DEFAULT ''     -- why it was put off or parked, for doctor
) STRICT;
CREATE INDEX job_due ON job (due_at) WHERE state = 0;

-- Where each follower of the log has got to.
CREATE TABLE cursor (
    name TEXT PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT;

-- What can be found, one row for each case, audience and owner. A new version of an entry gets a new position, so
-- descending positions are newest first.
CREATE TABLE search_entry (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    dispute BLOB NOT NULL,
    audience TEXT NOT NULL,
    owner TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX search_entry_case ON search_entry (dispute, audience, owner);
CREATE VIRTUAL TABLE search_term USING fts5 (
    terms, content = '', contentless_delete = 1, detail = none,
    tokenize = "ascii tokenchars '!#$%&()*+,-./:;<=>?@[\]^_{|}~'"
);
