-- What is published of ended cases (app::rows::tables).

CREATE TABLE ended_case (
  dispute BLOB NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  outcome TEXT NOT NULL,
  category TEXT NOT NULL,
  ended_at BIGINT NOT NULL,
  filed_at BIGINT NOT NULL,
  claimed BIGINT NOT NULL,
  granted BIGINT NOT NULL,
  consumer BLOB NOT NULL,
  merchant TEXT NOT NULL,
  number BIGINT NOT NULL
);
-- Holds all that the re-identification test looks at, so that counting reads no row.
CREATE INDEX ended_case_crowd ON ended_case (kind, outcome, ended_at, filed_at, category, claimed, granted, consumer, merchant);
CREATE INDEX ended_case_newest ON ended_case (ended_at, dispute);

CREATE TABLE result (
  number BIGINT NOT NULL PRIMARY KEY,
  dispute BLOB NOT NULL,
  phase TEXT NOT NULL,
  digest BIGINT NOT NULL,
  kind TEXT NOT NULL,
  outcome TEXT NOT NULL,
  published_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  valid_until BIGINT NOT NULL,
  waits_until BIGINT,
  data TEXT NOT NULL
);
CREATE INDEX result_dispute ON result (dispute, published_at);
CREATE INDEX result_listed ON result (digest, published_at, number) WHERE phase = 'public';
CREATE INDEX result_kind ON result (kind, digest, published_at, number) WHERE phase = 'public';
CREATE INDEX result_outcome ON result (outcome, digest, published_at, number) WHERE phase = 'public';
CREATE INDEX result_changed ON result (changed_at, number) WHERE published_at > 0;
CREATE INDEX result_waits ON result (waits_until, number) WHERE waits_until IS NOT NULL;
