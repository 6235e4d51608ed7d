-- Check-ins, and the ledger from which every figure can be computed again.

CREATE TABLE check_in (
    org_id                uuid NOT NULL,
    local_date            date NOT NULL,
    person_id             uuid NOT NULL,
    team_id               uuid,
    mode                  text NOT NULL CHECK (mode IN ('rep', 'service')),
    timezone              text NOT NULL,
    opens_at              timestamptz NOT NULL,
    due_at                timestamptz NOT NULL,
    evening_at            timestamptz NOT NULL,
    closes_at             timestamptz NOT NULL,
    rules                 jsonb NOT NULL,
    delivery              text NOT NULL CHECK (delivery IN ('pending', 'not_needed', 'queued', 'sent', 'late', 'failed', 'blocked', 'in_doubt', 'missed')),
    prompt_at             timestamptz,
    sent_at               timestamptz,
    nudges                bigint NOT NULL DEFAULT 0,
    next_nudge_at         timestamptz,
    first_reply_at        timestamptz,
    first_substantive_at  timestamptz,
    assisted_at           timestamptz,
    no_activity           boolean NOT NULL DEFAULT false,
    excused               text CHECK (excused IN ('leave', 'sick', 'travel', 'training', 'holiday', 'appeal', 'skip')),
    excused_by            uuid,
    latency_wall          bigint,
    latency_waking        bigint,
    closed_at             timestamptz,
    filled                bigint,
    filled_by_rep         bigint,
    applicable            bigint,
    PRIMARY KEY (org_id, local_date, person_id),
    FOREIGN KEY (org_id, person_id) REFERENCES person,
    FOREIGN KEY (org_id, team_id) REFERENCES team,
    CHECK (opens_at < due_at AND due_at < closes_at),
    CHECK ((prompt_at IS NOT NULL) = (delivery IN ('pending', 'queued'))),
    CHECK (delivery NOT IN ('sent', 'late') OR sent_at IS NOT NULL),
    CHECK (first_substantive_at IS NULL OR first_reply_at IS NOT NULL),
    CHECK ((latency_wall IS NULL) = (latency_waking IS NULL)),
    CHECK (latency_wall IS NULL OR (sent_at IS NOT NULL AND first_substantive_at IS NOT NULL)),
    CHECK ((filled IS NULL) = (applicable IS NULL) AND (filled IS NULL) = (filled_by_rep IS NULL)),
    CHECK (filled IS NULL OR (closed_at IS NOT NULL AND filled <= applicable))
) PARTITION BY RANGE (local_date);
CREATE INDEX check_in_person ON check_in (org_id, person_id, local_date);
CREATE INDEX check_in_prompt ON check_in (org_id, prompt_at) WHERE delivery = 'pending';
CREATE INDEX check_in_nudge ON check_in (org_id, next_nudge_at) WHERE next_nudge_at IS NOT NULL;
CREATE INDEX check_in_close ON check_in (org_id, closes_at) WHERE closed_at IS NULL;
COMMENT ON TABLE check_in IS 'One for each rep and local working day. What was true when it opened is frozen in it.';
COMMENT ON COLUMN check_in.local_date IS 'The day it asks about, where the person is.';
COMMENT ON COLUMN check_in.opens_at IS 'Local midnight.';
COMMENT ON COLUMN check_in.due_at IS 'The prompt time.';
COMMENT ON COLUMN check_in.evening_at IS 'Start of quiet hours: answers up to here are on time.';
COMMENT ON COLUMN check_in.closes_at IS 'Cutoff on the next working day; later answers are late.';
COMMENT ON COLUMN check_in.rules IS 'The settings that it was opened under.';
COMMENT ON COLUMN check_in.delivery IS 'not_needed: answered or excused before the prompt; blocked: the person has blocked the bot; missed: we were down past its window.';
COMMENT ON COLUMN check_in.prompt_at IS 'The time that the prompt is promised for; null once its outcome is known.';
COMMENT ON COLUMN check_in.sent_at IS 'When the prompt, or the nudge that made up for it, reached the channel.';
COMMENT ON COLUMN check_in.next_nudge_at IS 'When the next nudge is due; null when none is.';
COMMENT ON COLUMN check_in.first_reply_at IS 'The channel''s time of the first message of any kind.';
COMMENT ON COLUMN check_in.first_substantive_at IS 'The channel''s time of the first substantive message of the rep.';
COMMENT ON COLUMN check_in.assisted_at IS 'First entry made by an assistant for the rep.';
COMMENT ON COLUMN check_in.latency_wall IS 'Seconds from sent_at to first_substantive_at; null where there was no prompt.';
COMMENT ON COLUMN check_in.latency_waking IS 'The same without quiet hours and days off.';
COMMENT ON COLUMN check_in.filled IS 'Fields filled at close over the records touched, corrections included.';
COMMENT ON COLUMN check_in.filled_by_rep IS 'Fields filled as the rep left them.';
COMMENT ON COLUMN check_in.applicable IS 'Fields that applied to those records.';

CREATE TABLE change (
    org_id       uuid NOT NULL,
    at           timestamptz NOT NULL,
    change_id    uuid NOT NULL,
    person_id    uuid NOT NULL,
    local_date   date,
    actor_id     uuid,
    way          text NOT NULL CHECK (way IN ('rep', 'assistant_for_rep', 'correction', 'import', 'system')),
    cause        text CHECK (cause IN ('parser', 'rep', 'news', 'other')),
    subject      text NOT NULL CHECK (subject IN ('customer', 'contact', 'opportunity', 'activity', 'order', 'next_step', 'complaint', 'satisfaction', 'service', 'availability', 'check_in', 'message', 'person')),
    subject_id   uuid NOT NULL,
    field        text NOT NULL,
    old          jsonb,
    new          jsonb,
    personal     boolean NOT NULL,
    message_id   uuid,
    span_start   bigint,
    span_end     bigint,
    undoes       uuid,
    PRIMARY KEY (org_id, at, change_id),
    FOREIGN KEY (org_id, person_id) REFERENCES person,
    FOREIGN KEY (org_id, actor_id) REFERENCES person,
    CHECK ((span_start IS NULL) = (span_end IS NULL)),
    CHECK (span_start IS NULL OR (message_id IS NOT NULL AND span_start <= span_end))
) PARTITION BY RANGE (at);
CREATE INDEX change_day ON change (org_id, person_id, local_date);
CREATE INDEX change_subject ON change (org_id, subject_id, field, change_id);
CREATE INDEX change_message ON change (org_id, message_id) WHERE message_id IS NOT NULL;
COMMENT ON TABLE change IS 'The ledger: one row for each field of each fact that was recorded, corrected or taken back. Only added to.';
COMMENT ON COLUMN change.at IS 'When the fact became visible: business time of the transaction that wrote it.';
COMMENT ON COLUMN change.person_id IS 'Whose record or day it is.';
COMMENT ON COLUMN change.local_date IS 'The check-in it was recorded with.';
COMMENT ON COLUMN change.actor_id IS 'Who did it; null for the system and the command line.';
COMMENT ON COLUMN change.cause IS 'Of a correction: the parser misread, the rep left out or mistook, news came later, other.';
COMMENT ON COLUMN change.old IS 'The value before; of a personal one its salted hash, the value itself being in personal_value.';
COMMENT ON COLUMN change.new IS 'The value after, likewise; null when it was taken away.';
COMMENT ON COLUMN change.span_start IS 'Where in the message it was read, in Unicode scalar values.';
COMMENT ON COLUMN change.undoes IS 'The change that this one takes back.';

CREATE TABLE personal_value (
    org_id     uuid NOT NULL REFERENCES org,
    change_id  uuid NOT NULL,
    side       text NOT NULL CHECK (side IN ('old', 'new')),
    value      jsonb,
    erased_at  timestamptz,
    PRIMARY KEY (org_id, change_id, side),
    CHECK ((value IS NULL) = (erased_at IS NOT NULL))
);
COMMENT ON TABLE personal_value IS 'Personal values of the ledger, where they can be erased without touching it.';

SELECT rapport_protect('check_in', 'change', 'personal_value');
REVOKE UPDATE, DELETE, TRUNCATE ON change FROM rapport_app;

-- Months are made ahead by the scheduler. The application role owns nothing, so it asks this function of the owner's.
CREATE FUNCTION rapport_month(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    parent text;
    child  text;
    lower_ text := to_char(date_trunc('month', month), 'YYYY-MM-DD');
    upper_ text := to_char(date_trunc('month', month) + interval '1 month', 'YYYY-MM-DD');
    utc    text;
BEGIN
    FOREACH parent IN ARRAY ARRAY['message', 'change', 'check_in'] LOOP
        child := parent || '_' || to_char(month, 'YYYY_MM');
        utc := CASE parent WHEN 'check_in' THEN '' ELSE ' 00:00:00+00' END;
        CONTINUE WHEN to_regclass(child) IS NOT NULL;
        BEGIN
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                           child, parent, lower_ || utc, upper_ || utc);
            PERFORM rapport_protect(child::regclass);
            IF parent = 'change' THEN
                EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM rapport_app', child);
            END IF;
        EXCEPTION WHEN duplicate_table OR unique_violation THEN
            NULL; -- another process was quicker
        END;
    END LOOP;
END $$;
COMMENT ON FUNCTION rapport_month(date) IS 'Makes the partitions of a month where they are missing.';
REVOKE ALL ON FUNCTION rapport_month(date) FROM public;
GRANT EXECUTE ON FUNCTION rapport_month(date) TO rapport_app;
