-- Skips beyond the allowance: the day waits for a decision, and the decision waits in the queue. Calendars of regions.

ALTER TABLE check_in ADD COLUMN appealed_at timestamptz;
COMMENT ON COLUMN check_in.appealed_at IS 'When the rep asked that the day be left out; null once that is decided.';

ALTER TABLE review_item DROP CONSTRAINT review_item_kind_check;
ALTER TABLE review_item ADD CONSTRAINT review_item_kind_check CHECK (kind IN
    ('unread', 'unsure', 'no_customer', 'candidates', 'step_back', 'media', 'edit_conflict', 'skip'));

ALTER TABLE calendar ADD COLUMN region text CHECK (region ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$');
COMMENT ON COLUMN calendar.region IS 'ISO 3166, a country or a part of one; null where it is of no region.';
