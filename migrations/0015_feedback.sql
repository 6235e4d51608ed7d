-- What people tell their managers about the work and the bot, with their name or without. Of one without a name no row
-- of the database says whose it is: what is said to its sender is forgotten once it is sent, and his messages are
-- nobody's. Days stand where moments would give it away.

CREATE TABLE feedback (
    org_id       uuid NOT NULL REFERENCES org,
    feedback_id  uuid NOT NULL,
    number       bigint NOT NULL,
    person_id    uuid,
    message_id   uuid,
    token_hash   bytea CHECK (length(token_hash) = 32),
    text         text NOT NULL CHECK (text <> ''),
    day          date NOT NULL,
    answer       text CHECK (answer <> ''),
    answered_by  uuid,
    answered_on  date,
    PRIMARY KEY (org_id, feedback_id),
    UNIQUE (org_id, number),
    UNIQUE (org_id, token_hash),
    UNIQUE (org_id, message_id),
    FOREIGN KEY (org_id, person_id) REFERENCES person,
    FOREIGN KEY (org_id, answered_by) REFERENCES person,
    CHECK (num_nonnulls(person_id, token_hash) = 1),
    CHECK ((person_id IS NULL) = (message_id IS NULL)),
    CHECK (num_nonnulls(answer, answered_by, answered_on) IN (0, 3))
);
COMMENT ON TABLE feedback IS 'What people tell the managers. Without a name nothing leads from here to whoever sent it.';
COMMENT ON COLUMN feedback.feedback_id IS 'Random, so that it tells no time.';
COMMENT ON COLUMN feedback.number IS 'By which managers name it.';
COMMENT ON COLUMN feedback.person_id IS 'Null where it came without a name.';
COMMENT ON COLUMN feedback.message_id IS 'The message that it was, where it came with a name.';
COMMENT ON COLUMN feedback.token_hash IS 'Of the token that the sender''s chat alone shows, with which he fetches the answer.';
COMMENT ON COLUMN feedback.day IS 'When it came: the day by UTC, and no more.';
COMMENT ON COLUMN feedback.answered_on IS 'When it was answered last: the day by UTC.';
SELECT rapport_protect('feedback');

ALTER TABLE org ADD COLUMN feedbacks bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN org.feedbacks IS 'How many numbers have been given to feedback.';

ALTER TABLE outbox ADD COLUMN forget boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN outbox.forget IS 'To be nobody''s and empty as soon as it has been sent.';
