-- Read models (app::rows::tables) and the plain tables beside the log. Instants are microseconds, ids 16 bytes.

CREATE TABLE dispute (
  id BLOB NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  stage TEXT NOT NULL,
  status TEXT NOT NULL,
  rank BIGINT NOT NULL,
  consumer BLOB NOT NULL,
  merchant TEXT NOT NULL,
  order_id TEXT NOT NULL,
  in_charge BLOB,
  deputy BLOB,
  open BIGINT NOT NULL,
  accepted BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  due_step TEXT NOT NULL,
  filed_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  title TEXT NOT NULL,
  consumer_name TEXT NOT NULL,
  remedy TEXT NOT NULL,
  amount BIGINT,
  currency TEXT NOT NULL,
  last TEXT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX dispute_number ON dispute (number);
CREATE INDEX dispute_consumer ON dispute (consumer, id);
-- Every index that a filing touches is a page more in its commit: these hold only the rows that their lists show. The
-- status stands before the order, so that a list of any statuses is the merge of one short run each, and counts by
-- status look up no row.
CREATE INDEX dispute_merchant ON dispute (merchant, open, status, due_at, id) WHERE accepted = 1;
CREATE INDEX dispute_merchant_ended ON dispute (merchant, updated_at, id) WHERE open = 0 AND accepted = 1;
CREATE INDEX dispute_in_charge ON dispute (in_charge, status, rank, due_at, id) WHERE open = 1;
CREATE INDEX dispute_queue ON dispute (status, rank, due_at, id) WHERE open = 1;
CREATE INDEX dispute_due ON dispute (status, due_at, id) WHERE open = 1;
CREATE INDEX dispute_ended ON dispute (updated_at, id) WHERE open = 0;

CREATE TABLE claimed_line (
  order_id TEXT NOT NULL,
  line_id TEXT NOT NULL,
  slot BLOB NOT NULL,
  dispute BLOB NOT NULL,
  number BIGINT NOT NULL,
  PRIMARY KEY (order_id, line_id, slot)
) WITHOUT ROWID;

CREATE TABLE agent (
  person BLOB NOT NULL,
  dispute BLOB NOT NULL,
  until BIGINT NOT NULL,
  PRIMARY KEY (person, dispute)
) WITHOUT ROWID;

CREATE TABLE evidence_use (
  evidence BLOB NOT NULL PRIMARY KEY,
  dispute BLOB NOT NULL,
  at BIGINT NOT NULL
);

CREATE TABLE notice (
  id BLOB NOT NULL PRIMARY KEY,
  recipient TEXT NOT NULL,
  dispute BLOB NOT NULL,
  number BIGINT NOT NULL,
  code TEXT NOT NULL,
  args TEXT NOT NULL,
  at BIGINT NOT NULL,
  channel TEXT NOT NULL,
  state TEXT NOT NULL,
  proven_at BIGINT
) WITHOUT ROWID;
CREATE INDEX notice_recipient ON notice (recipient, at, id);

CREATE TABLE posting (
  event BLOB NOT NULL,
  n BIGINT NOT NULL,
  account TEXT NOT NULL,
  currency TEXT NOT NULL,
  minor BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (event, n)
) WITHOUT ROWID;

CREATE TABLE order_row (
  id BLOB NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL,
  consumer BLOB NOT NULL,
  merchant TEXT NOT NULL,
  placed_at BIGINT NOT NULL,
  title TEXT NOT NULL,
  total BIGINT NOT NULL,
  currency TEXT NOT NULL,
  picture TEXT NOT NULL
);
CREATE INDEX order_consumer ON order_row (consumer, placed_at, id);

CREATE TABLE payout (
  id BLOB NOT NULL PRIMARY KEY,
  dispute BLOB NOT NULL,
  phase TEXT NOT NULL,
  amount BIGINT NOT NULL,
  paid BIGINT NOT NULL,
  currency TEXT NOT NULL
);
CREATE INDEX payout_phase ON payout (phase, id);

CREATE TABLE person (
  id BLOB NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,
  merchant TEXT NOT NULL,
  language TEXT NOT NULL,
  active BIGINT NOT NULL
);
CREATE INDEX person_name ON person (name, id);

CREATE TABLE staff (
  role TEXT NOT NULL,
  person BLOB NOT NULL,
  PRIMARY KEY (role, person)
) WITHOUT ROWID;

-- Plain tables: not part of the record.

CREATE TABLE upload (
  id BLOB NOT NULL PRIMARY KEY,
  owner BLOB NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  media_type TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  clean_copy BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX upload_owner ON upload (owner, at);

CREATE TABLE custody (
  evidence BLOB NOT NULL,
  at BIGINT NOT NULL,
  id BLOB NOT NULL,
  until BIGINT NOT NULL,
  times BIGINT NOT NULL,
  person BLOB,
  what TEXT NOT NULL,
  PRIMARY KEY (evidence, at, id)
) WITHOUT ROWID;

CREATE TABLE credential (
  login TEXT NOT NULL PRIMARY KEY,
  person BLOB NOT NULL,
  role TEXT NOT NULL,
  hash TEXT NOT NULL,
  failures BIGINT NOT NULL,
  locked_until BIGINT NOT NULL,
  good_from BLOB NOT NULL
);

CREATE TABLE session (
  token BLOB NOT NULL PRIMARY KEY,
  person BLOB NOT NULL,
  role TEXT NOT NULL,
  merchant TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX session_expires ON session (expires_at);
CREATE INDEX session_role ON session (role, expires_at);

CREATE TABLE draft (
  token BLOB NOT NULL PRIMARY KEY,
  person BLOB,
  data TEXT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX draft_updated ON draft (updated_at);

CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE used_token (
  id BLOB NOT NULL PRIMARY KEY,
  expires_at BIGINT NOT NULL
);
