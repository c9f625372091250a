-- Every index that a filing touches is a page more in its commit. Staff's lists go by priority class, then date (C10), so
-- the two by date alone are not needed; the rest hold only the rows that their lists show.

DROP INDEX dispute_officer;
DROP INDEX dispute_merchant;
DROP INDEX dispute_merchant_ended;
DROP INDEX dispute_due;
DROP INDEX dispute_ended;
CREATE INDEX dispute_merchant ON dispute (merchant, open, due_at, id) WHERE accepted = 1;
CREATE INDEX dispute_merchant_ended ON dispute (merchant, updated_at, id) WHERE open = 0 AND accepted = 1;
CREATE INDEX dispute_due ON dispute (due_at, id) WHERE open = 1;
CREATE INDEX dispute_ended ON dispute (updated_at, id) WHERE open = 0;
