-- Organisations and their people: who may do what for which team, from one day to another.
--
-- `org_id` comes first in every key, so that the same schema can be distributed by it. Times are parameters of
-- the statements that write them, never defaults: a row says what the program knew, not what the server's clock said.

-- The organisation that the running transaction works for (`SET LOCAL rapport.org`); null lets nothing through.
CREATE FUNCTION rapport_org() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('rapport.org', true), '')::uuid;
COMMENT ON FUNCTION rapport_org() IS 'Organisation of the running transaction; null sees nothing.';

-- Row-level security on `org_id`, forced on the owner too: the second line of defence behind every WHERE.
CREATE FUNCTION rapport_protect(VARIADIC tables regclass[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE t regclass;
BEGIN
    FOREACH t IN ARRAY tables LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY org_only ON %s USING (org_id = rapport_org()) WITH CHECK (org_id = rapport_org())', t);
    END LOOP;
END $$;
COMMENT ON FUNCTION rapport_protect(regclass[]) IS 'Turns on forced row-level security by organisation for tables.';
REVOKE ALL ON FUNCTION rapport_protect(regclass[]) FROM public;

CREATE TABLE org (
    org_id      uuid PRIMARY KEY,
    name        text NOT NULL CHECK (name <> ''),
    region      text NOT NULL CHECK (region ~ '^[A-Z]{2}$'),
    currency    text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    salt        bytea NOT NULL CHECK (length(salt) >= 16),
    people      bigint NOT NULL DEFAULT 0,
    created_at  timestamptz NOT NULL
);
COMMENT ON TABLE org IS 'An organisation: the unit of tenancy. Exempt from row-level security: it is how one is found.';
COMMENT ON COLUMN org.region IS 'ISO 3166 alpha-2; phones without a country code are read as of it.';
COMMENT ON COLUMN org.currency IS 'ISO 4217; amounts that name no currency are in it.';
COMMENT ON COLUMN org.salt IS 'Salt of the hashes that stand in the ledger for personal values.';
COMMENT ON COLUMN org.people IS 'How many numbers have been given to its people.';

CREATE TABLE bot (
    bot_id       uuid PRIMARY KEY,
    org_id       uuid NOT NULL REFERENCES org,
    channel      text NOT NULL CHECK (channel IN ('telegram')),
    external_id  text NOT NULL,
    username     text NOT NULL,
    created_at   timestamptz NOT NULL,
    UNIQUE (channel, external_id)
);
COMMENT ON TABLE bot IS 'One account on a channel; it belongs to one organisation, which is therefore known before anything is stored. Exempt: it is how the organisation is found.';
COMMENT ON COLUMN bot.external_id IS 'The channel''s own id of the account (Telegram: the number before the colon of the token).';

CREATE TABLE bot_lease (
    bot_id        uuid PRIMARY KEY REFERENCES bot,
    holder        uuid NOT NULL,
    term          bigint NOT NULL,
    leased_until  timestamptz NOT NULL
);
COMMENT ON TABLE bot_lease IS 'Which process polls and sends for a bot. System time, compared with a value read from the database.';
COMMENT ON COLUMN bot_lease.holder IS 'The process, by a random id of its own.';
COMMENT ON COLUMN bot_lease.term IS 'Counts the changes of holder.';

CREATE TABLE team (
    org_id      uuid NOT NULL REFERENCES org,
    team_id     uuid NOT NULL,
    name        text NOT NULL CHECK (name <> ''),
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (org_id, team_id),
    UNIQUE (org_id, name)
);
COMMENT ON TABLE team IS 'A team of people who sell or serve together.';

CREATE TABLE calendar (
    org_id       uuid NOT NULL REFERENCES org,
    calendar_id  uuid NOT NULL,
    name         text NOT NULL,
    week         text NOT NULL CHECK (week ~ '^[01]{7}$'),
    PRIMARY KEY (org_id, calendar_id),
    UNIQUE (org_id, name)
);
COMMENT ON TABLE calendar IS 'A working calendar: the weekly pattern; its exceptions are in holiday.';
COMMENT ON COLUMN calendar.week IS 'Monday to Sunday, 1 for a working day.';

CREATE TABLE holiday (
    org_id       uuid NOT NULL,
    calendar_id  uuid NOT NULL,
    day          date NOT NULL,
    works        boolean NOT NULL,
    name         text NOT NULL,
    PRIMARY KEY (org_id, calendar_id, day),
    FOREIGN KEY (org_id, calendar_id) REFERENCES calendar
);
COMMENT ON TABLE holiday IS 'A day on which a calendar departs from its week: a holiday, or a make-up working day.';
COMMENT ON COLUMN holiday.works IS 'True for a make-up working day.';

CREATE TABLE person (
    org_id        uuid NOT NULL REFERENCES org,
    person_id     uuid NOT NULL,
    number        bigint NOT NULL,
    name          text NOT NULL CHECK (name <> ''),
    language      text NOT NULL CHECK (language IN ('en', 'zh-CN')),
    timezone      text NOT NULL,
    calendar_id   uuid NOT NULL,
    prompt_time   time,
    status        text NOT NULL CHECK (status IN ('active', 'blocked', 'left')),
    items         bigint NOT NULL DEFAULT 0,
    next_open_on  date,
    next_open_at  timestamptz,
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (org_id, person_id),
    UNIQUE (org_id, number),
    FOREIGN KEY (org_id, calendar_id) REFERENCES calendar,
    CHECK ((next_open_on IS NULL) = (next_open_at IS NULL))
);
CREATE INDEX person_next_open ON person (org_id, next_open_at) WHERE next_open_at IS NOT NULL;
COMMENT ON TABLE person IS 'Someone of the organisation. Its row is the lock under which that person''s records change.';
COMMENT ON COLUMN person.number IS 'Small number of the person in the organisation, shown in short ids.';
COMMENT ON COLUMN person.language IS 'Of everything the bot says to that person.';
COMMENT ON COLUMN person.timezone IS 'IANA name.';
COMMENT ON COLUMN person.prompt_time IS 'Personal local prompt time; null for the organisation''s.';
COMMENT ON COLUMN person.status IS 'blocked: has blocked the bot; left: no longer of the organisation.';
COMMENT ON COLUMN person.items IS 'How many short ids have been given out to this person''s records.';
COMMENT ON COLUMN person.next_open_on IS 'Local date of the next check-in to open; null for people who get none.';
COMMENT ON COLUMN person.next_open_at IS 'When that date begins there.';

CREATE TABLE role_grant (
    org_id      uuid NOT NULL,
    grant_id    uuid NOT NULL,
    person_id   uuid NOT NULL,
    role        text NOT NULL CHECK (role IN ('rep', 'service', 'assistant', 'manager', 'admin')),
    team_id     uuid,
    valid_from  date NOT NULL,
    valid_to    date,
    PRIMARY KEY (org_id, grant_id),
    FOREIGN KEY (org_id, person_id) REFERENCES person,
    FOREIGN KEY (org_id, team_id) REFERENCES team,
    CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX role_grant_person ON role_grant (org_id, person_id);
COMMENT ON TABLE role_grant IS 'Ties person, role and team from one day to another; figures use the grant of the day they speak of.';
COMMENT ON COLUMN role_grant.team_id IS 'Null: of the whole organisation.';
COMMENT ON COLUMN role_grant.valid_to IS 'Last day, included; null while it goes on.';

CREATE TABLE assistance (
    org_id         uuid NOT NULL,
    assistance_id  uuid NOT NULL,
    assistant_id   uuid NOT NULL,
    rep_id         uuid NOT NULL,
    valid_from     date NOT NULL,
    valid_to       date,
    PRIMARY KEY (org_id, assistance_id),
    FOREIGN KEY (org_id, assistant_id) REFERENCES person,
    FOREIGN KEY (org_id, rep_id) REFERENCES person,
    CHECK (assistant_id <> rep_id),
    CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX assistance_assistant ON assistance (org_id, assistant_id);
CREATE INDEX assistance_rep ON assistance (org_id, rep_id);
COMMENT ON TABLE assistance IS 'Who assists whom, from one day to another.';

CREATE TABLE channel_identity (
    channel      text NOT NULL,
    external_id  text NOT NULL,
    org_id       uuid NOT NULL,
    person_id    uuid NOT NULL,
    chat_id      text NOT NULL,
    since        timestamptz NOT NULL,
    PRIMARY KEY (channel, external_id, org_id),
    FOREIGN KEY (org_id, person_id) REFERENCES person,
    UNIQUE (org_id, person_id, channel)
);
COMMENT ON TABLE channel_identity IS 'Whom a channel''s numeric user id belongs to; never the username, which people change and hand on. Exempt: it is how organisation and person are found.';
COMMENT ON COLUMN channel_identity.chat_id IS 'The private chat in which the person is reached.';

CREATE TABLE invite (
    org_id      uuid NOT NULL REFERENCES org,
    invite_id   uuid NOT NULL,
    code_hash   bytea NOT NULL,
    role        text NOT NULL CHECK (role IN ('rep', 'service', 'assistant', 'manager', 'admin')),
    team_id     uuid,
    name        text NOT NULL,
    language    text CHECK (language IN ('en', 'zh-CN')),
    timezone    text NOT NULL,
    created_by  uuid,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    used_at     timestamptz,
    used_by     uuid,
    PRIMARY KEY (org_id, invite_id),
    UNIQUE (org_id, code_hash),
    FOREIGN KEY (org_id, team_id) REFERENCES team,
    FOREIGN KEY (org_id, created_by) REFERENCES person,
    FOREIGN KEY (org_id, used_by) REFERENCES person,
    CHECK ((used_at IS NULL) = (used_by IS NULL))
);
COMMENT ON TABLE invite IS 'A single-use way in. Only a hash of its code is kept.';
COMMENT ON COLUMN invite.language IS 'Null: the language of the client that redeems it.';
COMMENT ON COLUMN invite.created_by IS 'Null when it was made on the command line.';

CREATE TABLE setting (
    org_id      uuid NOT NULL REFERENCES org,
    key         text NOT NULL,
    valid_from  timestamptz NOT NULL,
    value       jsonb NOT NULL,
    set_by      uuid,
    PRIMARY KEY (org_id, key, valid_from),
    FOREIGN KEY (org_id, set_by) REFERENCES person
);
COMMENT ON TABLE setting IS 'What the organisation has set, each from a moment on; what is not set has the default of the installation.';
COMMENT ON COLUMN setting.set_by IS 'Null when it was set on the command line.';

SELECT rapport_protect('team', 'calendar', 'holiday', 'person', 'role_grant', 'assistance', 'invite', 'setting');
