-- What the prompt of a check-in listed as open: it stands in the check-in, so that taps under the prompt, nudges and the
-- call list speak of the same things.

ALTER TABLE check_in ADD COLUMN agenda jsonb;
COMMENT ON COLUMN check_in.agenda IS 'What its prompt listed: steps due, deals gone quiet since, customers with gaps; null where that was nothing. Chosen, not reported: not in the ledger.';
