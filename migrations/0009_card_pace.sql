-- A card that was just sent or edited rests for a moment, so that a burst of messages changes it once and not each time.

ALTER TABLE card ADD COLUMN rests_until timestamptz;
COMMENT ON COLUMN card.rests_until IS 'Not to be edited before (system time), unless the edit answers a tap.';
