-- Lists of work in the order of their dates, what has ended with the latest first, people by name, programs by role.

CREATE INDEX dispute_officer ON dispute (in_charge, open, due_at, id);
CREATE INDEX dispute_due ON dispute (open, due_at, id);
CREATE INDEX dispute_ended ON dispute (open, updated_at, id);
CREATE INDEX dispute_merchant_ended ON dispute (merchant, open, updated_at, id);
CREATE INDEX person_name ON person (name, id);
CREATE INDEX session_role ON session (role, expires_at);
