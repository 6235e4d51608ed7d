-- The ledger is read in the order of its ids; whoever adds to it asks for the newest one first.
CREATE INDEX change_order ON change (org_id, change_id);
