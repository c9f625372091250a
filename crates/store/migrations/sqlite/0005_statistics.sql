-- What the follower of the log counts (app::statistics). Nothing here is written by a command, and all of it can be made anew.

-- One number: how many of `measure` (a word of app::statistics) with `part` in a month (202611) or on a day (20261125), of
-- all cases or of those of one kind, category, merchant, carrier or channel (`scope` and `whose`).
CREATE TABLE counter (
  scope TEXT NOT NULL,
  whose TEXT NOT NULL,
  period BIGINT NOT NULL,
  measure TEXT NOT NULL,
  part TEXT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (scope, whose, period, measure, part)
) WITHOUT ROWID;
-- Beside each other: all kinds of a range of months, and the merchants with most cases in a month.
CREATE INDEX counter_beside ON counter (scope, measure, period, n, whose, part);

-- What of a case has been counted, so that the next fact changes the counters by the difference.
CREATE TABLE counted_case (
  dispute BLOB NOT NULL PRIMARY KEY,
  figures TEXT NOT NULL
) WITHOUT ROWID;

-- The cases that are open, as supervisors look after them. `person` is sixteen zeros while nobody is in charge; `due_at` is
-- the end of time while a case is on hold.
CREATE TABLE watched_case (
  dispute BLOB NOT NULL PRIMARY KEY,
  person BLOB NOT NULL,
  kind TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  filed_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX watched_due ON watched_case (due_at, dispute);
CREATE INDEX watched_person ON watched_case (person, due_at, dispute);
CREATE INDEX watched_kind ON watched_case (kind, due_at, dispute);
CREATE INDEX watched_filed ON watched_case (filed_at, dispute);

-- Ratings that a supervisor should see; only which case and how many stars, the words stay in the case.
CREATE TABLE low_rating (
  dispute BLOB NOT NULL,
  nth BIGINT NOT NULL,
  at BIGINT NOT NULL,
  side TEXT NOT NULL,
  score BIGINT NOT NULL,
  about TEXT NOT NULL,
  PRIMARY KEY (dispute, nth)
) WITHOUT ROWID;
CREATE INDEX low_rating_at ON low_rating (at, dispute, nth);
