-- Questions may be about a reading that waits, offer answers as buttons, or ask for the value of a correction that the
-- rep has begun with a tap. And a rep may say that the card of a day is right.

ALTER TABLE question
    ALTER COLUMN subject_id DROP NOT NULL,
    ADD COLUMN review_id uuid,
    ADD COLUMN purpose text NOT NULL DEFAULT 'ask' CHECK (purpose IN ('ask', 'fix')),
    ADD COLUMN choices jsonb NOT NULL DEFAULT '[]',
    ADD CHECK (num_nonnulls(subject_id, review_id) = 1);
COMMENT ON TABLE question IS 'What the bot has asked about a record or a reading that waits, and how that was answered.';
COMMENT ON COLUMN question.purpose IS 'Whether the bot wants to know, or the rep to correct.';
COMMENT ON COLUMN question.choices IS 'The answers offered, in the words of domain::question::Choice.';

ALTER TABLE check_in ADD COLUMN confirmed_at timestamptz;
COMMENT ON COLUMN check_in.confirmed_at IS 'When the rep said that what was recorded is right; empty again once more is recorded.';
