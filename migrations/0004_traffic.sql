-- The way in and the way out of messages.

CREATE TABLE lane (
    org_id   uuid NOT NULL REFERENCES org,
    bot_id   uuid NOT NULL REFERENCES bot,
    chat_id  text NOT NULL,
    PRIMARY KEY (org_id, bot_id, chat_id)
);
COMMENT ON TABLE lane IS 'A chat of a bot. Whoever holds its row lock handles its updates, in order of arrival; a crash frees it.';

CREATE TABLE inbox (
    org_id       uuid NOT NULL,
    inbox_id     uuid NOT NULL,
    bot_id       uuid NOT NULL,
    chat_id      text NOT NULL,
    update_id    bigint NOT NULL,
    payload      jsonb,
    received_at  timestamptz NOT NULL,
    state        text NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
    attempts     bigint NOT NULL DEFAULT 0,
    retry_at     timestamptz,
    error        text,
    finished_at  timestamptz,
    PRIMARY KEY (org_id, inbox_id),
    UNIQUE (org_id, bot_id, update_id),
    FOREIGN KEY (org_id, bot_id, chat_id) REFERENCES lane,
    CHECK ((state = 'waiting') = (finished_at IS NULL)),
    CHECK (state = 'done' OR payload IS NOT NULL),
    CHECK (state <> 'failed' OR error IS NOT NULL)
);
-- What waits is found by chat, and by arrival; each query says in the words of its index's condition which it wants,
-- since a planner without statistics takes one for as good as the other.
CREATE INDEX inbox_waiting ON inbox (org_id, bot_id, chat_id, inbox_id) WHERE state = 'waiting';
CREATE INDEX inbox_arrival ON inbox (org_id, bot_id, inbox_id) WHERE finished_at IS NULL;
CREATE INDEX inbox_failed ON inbox (org_id, bot_id) WHERE state = 'failed';
CREATE INDEX inbox_finished ON inbox (org_id, finished_at) WHERE state = 'done';
COMMENT ON TABLE inbox IS 'Raw updates, committed before the channel is told that they arrived. Finished ones stay 48 hours, to tell duplicates apart, without their payload, which is in message by then.';
COMMENT ON COLUMN inbox.inbox_id IS 'Grows in order of arrival.';
COMMENT ON COLUMN inbox.update_id IS 'The channel''s id: tells duplicates apart, never order.';
COMMENT ON COLUMN inbox.retry_at IS 'Not to be handled before (system time), after a failure.';
COMMENT ON COLUMN inbox.error IS 'Why it failed, without anything personal.';

CREATE TABLE message (
    org_id          uuid NOT NULL,
    received_at     timestamptz NOT NULL,
    message_id      uuid NOT NULL,
    bot_id          uuid NOT NULL REFERENCES bot,
    chat_id         text NOT NULL,
    external_id     text,
    person_id       uuid,
    kind            text NOT NULL,
    text            text,
    raw             jsonb NOT NULL,
    sent_at         timestamptz NOT NULL,
    edit_of         uuid,
    local_date      date,
    substantive     boolean NOT NULL,
    input           jsonb,
    reading         jsonb,
    parser_version  text,
    PRIMARY KEY (org_id, received_at, message_id),
    FOREIGN KEY (org_id, person_id) REFERENCES person,
    CHECK ((reading IS NULL) = (input IS NULL)),
    CHECK ((reading IS NULL) = (parser_version IS NULL))
) PARTITION BY RANGE (received_at);
CREATE INDEX message_external ON message (org_id, chat_id, external_id);
CREATE INDEX message_day ON message (org_id, person_id, local_date);
COMMENT ON TABLE message IS 'Everything that was received and handled, as it came.';
COMMENT ON COLUMN message.message_id IS 'The id of its inbox row.';
COMMENT ON COLUMN message.external_id IS 'The channel''s id of the message within its chat; null for taps and changes of membership.';
COMMENT ON COLUMN message.sent_at IS 'The channel''s time of sending, from which latencies count.';
COMMENT ON COLUMN message.edit_of IS 'The message whose text this one replaces.';
COMMENT ON COLUMN message.local_date IS 'The check-in that it belongs to.';
COMMENT ON COLUMN message.substantive IS 'More than a greeting, thanks, a sticker, a command, a question or a forward.';
COMMENT ON COLUMN message.input IS 'The whole input of the parser, so that the reading can be repeated.';

CREATE TABLE outbox (
    org_id        uuid NOT NULL,
    outbox_id     uuid NOT NULL,
    bot_id        uuid NOT NULL REFERENCES bot,
    chat_id       text NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('send', 'card', 'prompt', 'nudge', 'file', 'tap_answer', 'reaction', 'commands', 'leave')),
    bulk          boolean NOT NULL,
    card_key      text,
    payload       jsonb NOT NULL,
    person_id     uuid,
    local_date    date,
    created_at    timestamptz NOT NULL,
    state         text NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'failed', 'in_doubt', 'superseded')),
    attempts      bigint NOT NULL DEFAULT 0,
    attempt_id    uuid,
    lease_until   timestamptz,
    retry_at      timestamptz,
    expires_at    timestamptz,
    finished_at   timestamptz,
    external_id   text,
    error         text,
    PRIMARY KEY (org_id, outbox_id),
    FOREIGN KEY (org_id) REFERENCES org,
    FOREIGN KEY (org_id, person_id) REFERENCES person,
    CHECK ((state = 'sending') = (lease_until IS NOT NULL)),
    CHECK ((state IN ('pending', 'sending')) = (finished_at IS NULL)),
    CHECK (state NOT IN ('failed', 'in_doubt') OR error IS NOT NULL)
);
CREATE INDEX outbox_pending ON outbox (org_id, bot_id, bulk, outbox_id) WHERE state = 'pending';
CREATE INDEX outbox_chat ON outbox (org_id, bot_id, chat_id, outbox_id) WHERE state IN ('pending', 'sending');
CREATE INDEX outbox_sending ON outbox (org_id, bot_id, lease_until) WHERE state = 'sending';
CREATE INDEX outbox_external ON outbox (org_id, chat_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX outbox_card ON outbox (org_id, card_key, outbox_id)
    WHERE card_key IS NOT NULL AND finished_at IS NULL AND lease_until IS NULL;
COMMENT ON TABLE outbox IS 'Everything to be sent, committed with what made it necessary; the outcome is written into the same row.';
COMMENT ON COLUMN outbox.bulk IS 'Goes after answers: prompts, nudges, command sets.';
COMMENT ON COLUMN outbox.card_key IS 'Rows of one card share it: pending ones supersede each other, and the message to edit is found by it.';
COMMENT ON COLUMN outbox.payload IS 'What to send, in the words of domain::Outbound.';
COMMENT ON COLUMN outbox.created_at IS 'Business time.';
COMMENT ON COLUMN outbox.attempt_id IS 'Marks one attempt, so that a late outcome of an older one can''t overwrite a newer.';
COMMENT ON COLUMN outbox.lease_until IS 'System time after which a row in sending belongs to a process that died.';
COMMENT ON COLUMN outbox.retry_at IS 'Not to be sent before (system time).';
COMMENT ON COLUMN outbox.expires_at IS 'Not to be sent after (business time), as for a prompt after its window.';
COMMENT ON COLUMN outbox.finished_at IS 'Business time of the outcome.';
COMMENT ON COLUMN outbox.external_id IS 'The channel''s id of the message that was sent.';

CREATE TABLE card (
    org_id       uuid NOT NULL REFERENCES org,
    card_key     text NOT NULL,
    bot_id       uuid NOT NULL REFERENCES bot,
    chat_id      text NOT NULL,
    external_id  text NOT NULL,
    sent_at      timestamptz NOT NULL,
    PRIMARY KEY (org_id, card_key)
);
COMMENT ON TABLE card IS 'Where each card stands in its chat, so that it can be edited in place.';

-- Queues: what waits comes and goes within seconds, so the planner's picture of them ages fast.
ALTER TABLE inbox SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

SELECT rapport_protect('lane', 'inbox', 'message', 'outbox', 'card');
