-- Merchants' accounts, measures against them, and penalty cases (app::rows::tables).

CREATE TABLE merchant (
  id BLOB NOT NULL PRIMARY KEY,
  merchant TEXT NOT NULL,
  name TEXT NOT NULL,
  points BIGINT NOT NULL,
  closed BIGINT NOT NULL
);

CREATE TABLE measure (
  id BLOB NOT NULL PRIMARY KEY,
  merchant TEXT NOT NULL,
  merchant_name TEXT NOT NULL,
  kind TEXT NOT NULL,
  violation TEXT NOT NULL,
  state TEXT NOT NULL,
  interim BIGINT NOT NULL,
  points BIGINT NOT NULL,
  from_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  penalty BLOB NOT NULL,
  number BIGINT NOT NULL
);
CREATE INDEX measure_merchant ON measure (merchant, from_at, id);
CREATE INDEX measure_in_force ON measure (from_at, id) WHERE state = 'in_force';

CREATE TABLE penalty (
  id BLOB NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL,
  merchant TEXT NOT NULL,
  merchant_name TEXT NOT NULL,
  violation TEXT NOT NULL,
  phase TEXT NOT NULL,
  open BIGINT NOT NULL,
  in_charge BLOB,
  due_at BIGINT NOT NULL,
  due_step TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  dispute BLOB
);
CREATE UNIQUE INDEX penalty_number ON penalty (number);
CREATE INDEX penalty_open ON penalty (due_at, id) WHERE open = 1;
CREATE INDEX penalty_ended ON penalty (opened_at, id) WHERE open = 0;
CREATE INDEX penalty_merchant ON penalty (merchant, opened_at, id);
CREATE INDEX penalty_dispute ON penalty (dispute) WHERE dispute IS NOT NULL;
