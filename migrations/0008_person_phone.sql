-- How a person of the organisation is called when messages are not enough.

ALTER TABLE person ADD COLUMN phone text CHECK (phone ~ '^\+[0-9]{6,15}$');
COMMENT ON COLUMN person.phone IS 'E.164; for the assistant''s call list. Null while nobody has told it.';
