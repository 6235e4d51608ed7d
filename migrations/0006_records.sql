-- What the ledger says now: the customers, deals and days of each rep. Every row can be rebuilt from change.
--
-- Common to all: `owner_id`, the rep whose record it is; `number`, from which the short id is made that people see;
-- `state`, withdrawn for what was taken back. A key field that a customer would not tell, or does not have, is recorded as such.

CREATE TABLE customer (
    org_id            uuid NOT NULL,
    customer_id       uuid NOT NULL,
    owner_id          uuid NOT NULL,
    number            bigint NOT NULL,
    state             text NOT NULL CHECK (state IN ('active', 'withdrawn', 'merged')),
    merged_into       uuid,
    origin            text NOT NULL CHECK (origin IN ('reply', 'import', 'assistant')),
    kind              text NOT NULL CHECK (kind IN ('person', 'organisation', 'unknown')),
    name              text NOT NULL CHECK (name <> ''),
    name_key          text NOT NULL,
    is_new            boolean NOT NULL,
    phone             text,
    phone_state       text CHECK (phone_state IN ('refused', 'not_applicable')),
    email             text,
    occupation        text,
    occupation_state  text CHECK (occupation_state IN ('refused', 'not_applicable')),
    age               bigint CHECK (age BETWEEN 0 AND 150),
    age_state         text CHECK (age_state IN ('refused', 'not_applicable')),
    city              text,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    PRIMARY KEY (org_id, customer_id),
    FOREIGN KEY (org_id, owner_id) REFERENCES person,
    FOREIGN KEY (org_id, merged_into) REFERENCES customer,
    CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
    CHECK (phone IS NULL OR phone_state IS NULL),
    CHECK (occupation IS NULL OR occupation_state IS NULL),
    CHECK (age IS NULL OR age_state IS NULL)
);
CREATE INDEX customer_owner ON customer (org_id, owner_id);
CREATE INDEX customer_phone ON customer (org_id, phone) WHERE phone IS NOT NULL;
COMMENT ON TABLE customer IS 'Someone, or some organisation, who buys or may buy.';
COMMENT ON COLUMN customer.origin IS 'Imports count in the base of growth, never as gain.';
COMMENT ON COLUMN customer.name_key IS 'The name folded for comparison: no case, spaces or punctuation.';
COMMENT ON COLUMN customer.is_new IS 'The rep said that it is a new customer, lead or prospect.';
COMMENT ON COLUMN customer.phone IS 'E.164.';
COMMENT ON COLUMN customer.phone_state IS 'Why there is none, where that was said; likewise for the other key fields.';

CREATE TABLE contact (
    org_id            uuid NOT NULL,
    contact_id        uuid NOT NULL,
    owner_id          uuid NOT NULL,
    number            bigint NOT NULL,
    state             text NOT NULL CHECK (state IN ('active', 'withdrawn')),
    customer_id       uuid NOT NULL,
    name              text NOT NULL CHECK (name <> ''),
    occupation        text,
    occupation_state  text CHECK (occupation_state IN ('refused', 'not_applicable')),
    phone             text,
    phone_state       text CHECK (phone_state IN ('refused', 'not_applicable')),
    email             text,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    PRIMARY KEY (org_id, contact_id),
    FOREIGN KEY (org_id, owner_id) REFERENCES person,
    FOREIGN KEY (org_id, customer_id) REFERENCES customer,
    CHECK (phone IS NULL OR phone_state IS NULL),
    CHECK (occupation IS NULL OR occupation_state IS NULL)
);
CREATE INDEX contact_customer ON contact (org_id, customer_id);
COMMENT ON TABLE contact IS 'A person at a customer; a row each, so that a second one never overwrites the first.';
COMMENT ON COLUMN contact.phone IS 'E.164.';
COMMENT ON COLUMN contact.phone_state IS 'Why there is none, where that was said; likewise for the occupation.';

CREATE TABLE customer_alias (
    org_id       uuid NOT NULL,
    customer_id  uuid NOT NULL,
    alias_key    text NOT NULL,
    alias        text NOT NULL,
    added_by     uuid,
    added_at     timestamptz NOT NULL,
    PRIMARY KEY (org_id, customer_id, alias_key),
    FOREIGN KEY (org_id, customer_id) REFERENCES customer,
    FOREIGN KEY (org_id, added_by) REFERENCES person
);
COMMENT ON TABLE customer_alias IS 'Another name of a customer, confirmed by a person.';
COMMENT ON COLUMN customer_alias.alias_key IS 'The alias folded for comparison.';

CREATE TABLE opportunity (
    org_id          uuid NOT NULL,
    opportunity_id  uuid NOT NULL,
    owner_id        uuid NOT NULL,
    number          bigint NOT NULL,
    state           text NOT NULL CHECK (state IN ('active', 'withdrawn')),
    customer_id     uuid NOT NULL,
    product         text,
    amount          numeric(20,4),
    currency        text CHECK (currency ~ '^[A-Z]{3}$'),
    stage           text CHECK (stage IN ('lead', 'qualified', 'proposal', 'negotiation', 'won', 'lost')),
    probability     bigint CHECK (probability BETWEEN 0 AND 100),
    close_date      date,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    PRIMARY KEY (org_id, opportunity_id),
    FOREIGN KEY (org_id, owner_id) REFERENCES person,
    FOREIGN KEY (org_id, customer_id) REFERENCES customer,
    CHECK ((amount IS NULL) = (currency IS NULL))
);
CREATE INDEX opportunity_owner ON opportunity (org_id, owner_id);
CREATE INDEX opportunity_customer ON opportunity (org_id, customer_id);
COMMENT ON TABLE opportunity IS 'A deal in the making, won or lost.';
COMMENT ON COLUMN opportunity.stage IS 'Null while none was stated.';
COMMENT ON COLUMN opportunity.close_date IS 'When signing is expected.';

CREATE TABLE stage_entry (
    org_id          uuid NOT NULL,
    change_id       uuid NOT NULL,
    opportunity_id  uuid NOT NULL,
    stage           text NOT NULL CHECK (stage IN ('lead', 'qualified', 'proposal', 'negotiation', 'won', 'lost')),
    day             date NOT NULL,
    at              timestamptz NOT NULL,
    PRIMARY KEY (org_id, change_id),
    FOREIGN KEY (org_id, opportunity_id) REFERENCES opportunity
);
CREATE INDEX stage_entry_opportunity ON stage_entry (org_id, opportunity_id);
COMMENT ON TABLE stage_entry IS 'Each stage that an opportunity has entered, by the change that said so.';
COMMENT ON COLUMN stage_entry.day IS 'The day that the rep reported it for.';

CREATE TABLE activity (
    org_id       uuid NOT NULL,
    activity_id  uuid NOT NULL,
    owner_id     uuid NOT NULL,
    number       bigint NOT NULL,
    state        text NOT NULL CHECK (state IN ('active', 'withdrawn')),
    customer_id  uuid NOT NULL,
    type         text NOT NULL CHECK (type IN ('visit', 'call', 'meeting', 'message', 'demo')),
    day          date NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (org_id, activity_id),
    FOREIGN KEY (org_id, owner_id) REFERENCES person,
    FOREIGN KEY (org_id, customer_id) REFERENCES customer
);
CREATE INDEX activity_owner ON activity (org_id, owner_id, day);
COMMENT ON TABLE activity IS 'What has happened between rep and customer.';

CREATE TABLE sales_order (
    org_id       uuid NOT NULL,
    order_id     uuid NOT NULL,
    owner_id     uuid NOT NULL,
    number       bigint NOT NULL,
    state        text NOT NULL CHECK (state IN ('active', 'withdrawn')),
    customer_id  uuid NOT NULL,
    code         text,
    product      text,
    amount       numeric(20,4),
    currency     text CHECK (currency ~ '^[A-Z]{3}$'),
    day          date NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (org_id, order_id),
    FOREIGN KEY (org_id, owner_id) REFERENCES person,
    FOREIGN KEY (org_id, customer_id) REFERENCES customer,
    CHECK ((amount IS NULL) = (currency IS NULL))
);
CREATE INDEX sales_order_owner ON sales_order (org_id, owner_id, day);
COMMENT ON TABLE sales_order IS 'An order that a customer has placed.';
COMMENT ON COLUMN sales_order.code IS 'The order''s own number, as the text gives it.';

CREATE TABLE next_step (
    org_id        uuid NOT NULL,
    next_step_id  uuid NOT NULL,
    owner_id      uuid NOT NULL,
    number        bigint NOT NULL,
    state         text NOT NULL CHECK (state IN ('active', 'withdrawn')),
    customer_id   uuid NOT NULL,
    action        text NOT NULL,
    due           date,
    status        text NOT NULL CHECK (status IN ('open', 'done', 'dropped')),
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    PRIMARY KEY (org_id, next_step_id),
    FOREIGN KEY (org_id, owner_id) REFERENCES person,
    FOREIGN KEY (org_id, customer_id) REFERENCES customer
);
CREATE INDEX next_step_owner ON next_step (org_id, owner_id);
COMMENT ON TABLE next_step IS 'What the rep will do for a customer.';

CREATE TABLE complaint (
    org_id        uuid NOT NULL,
    complaint_id  uuid NOT NULL,
    owner_id      uuid NOT NULL,
    number        bigint NOT NULL,
    state         text NOT NULL CHECK (state IN ('active', 'withdrawn')),
    customer_id   uuid NOT NULL,
    summary       text NOT NULL,
    day           date NOT NULL,
    resolved_on   date,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    PRIMARY KEY (org_id, complaint_id),
    FOREIGN KEY (org_id, owner_id) REFERENCES person,
    FOREIGN KEY (org_id, customer_id) REFERENCES customer
);
CREATE INDEX complaint_owner ON complaint (org_id, owner_id, day);
COMMENT ON TABLE complaint IS 'What a customer complained about.';

CREATE TABLE satisfaction (
    org_id           uuid NOT NULL,
    satisfaction_id  uuid NOT NULL,
    owner_id         uuid NOT NULL,
    number           bigint NOT NULL,
    state            text NOT NULL CHECK (state IN ('active', 'withdrawn')),
    customer_id      uuid NOT NULL,
    score            bigint NOT NULL CHECK (score BETWEEN 1 AND 5),
    day              date NOT NULL,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    PRIMARY KEY (org_id, satisfaction_id),
    FOREIGN KEY (org_id, owner_id) REFERENCES person,
    FOREIGN KEY (org_id, customer_id) REFERENCES customer
);
CREATE INDEX satisfaction_owner ON satisfaction (org_id, owner_id, day);
COMMENT ON TABLE satisfaction IS 'A score that a customer gave.';

CREATE TABLE reception (
    org_id        uuid NOT NULL,
    reception_id  uuid NOT NULL,
    owner_id      uuid NOT NULL,
    number        bigint NOT NULL,
    state         text NOT NULL CHECK (state IN ('active', 'withdrawn')),
    receptions    bigint NOT NULL CHECK (receptions >= 0),
    day           date NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    PRIMARY KEY (org_id, reception_id),
    FOREIGN KEY (org_id, owner_id) REFERENCES person
);
CREATE INDEX reception_owner ON reception (org_id, owner_id, day);
COMMENT ON TABLE reception IS 'Customers received or served on a day by a service agent.';

CREATE TABLE availability (
    org_id           uuid NOT NULL,
    availability_id  uuid NOT NULL,
    owner_id         uuid NOT NULL,
    number           bigint NOT NULL,
    state            text NOT NULL CHECK (state IN ('active', 'withdrawn')),
    kind             text NOT NULL CHECK (kind IN ('leave', 'sick', 'travel', 'training')),
    from_day         date NOT NULL,
    to_day           date,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    PRIMARY KEY (org_id, availability_id),
    FOREIGN KEY (org_id, owner_id) REFERENCES person,
    CHECK (to_day IS NULL OR to_day >= from_day)
);
CREATE INDEX availability_owner ON availability (org_id, owner_id, from_day);
COMMENT ON TABLE availability IS 'Days on which a rep is away from selling.';
COMMENT ON COLUMN availability.to_day IS 'Last day, included; null where the end is unknown.';

CREATE TABLE question (
    org_id       uuid NOT NULL,
    question_id  uuid NOT NULL,
    person_id    uuid NOT NULL,
    local_date   date NOT NULL,
    subject      text NOT NULL,
    subject_id   uuid NOT NULL,
    field        text NOT NULL,
    nonce        text NOT NULL,
    asked_at     timestamptz NOT NULL,
    answered_at  timestamptz,
    answer       text CHECK (answer IN ('given', 'refused', 'unknown', 'not_applicable', 'later')),
    PRIMARY KEY (org_id, question_id),
    UNIQUE (org_id, nonce),
    FOREIGN KEY (org_id, person_id) REFERENCES person,
    CHECK ((answered_at IS NULL) = (answer IS NULL))
);
CREATE INDEX question_person ON question (org_id, person_id, local_date);
COMMENT ON TABLE question IS 'What the bot has asked about a record, and how that was answered.';
COMMENT ON COLUMN question.nonce IS 'Ties a tap to this question.';

CREATE TABLE review_item (
    org_id       uuid NOT NULL,
    review_id    uuid NOT NULL,
    person_id    uuid NOT NULL,
    number       bigint NOT NULL,
    local_date   date,
    kind         text NOT NULL CHECK (kind IN ('unread', 'unsure', 'no_customer', 'candidates', 'step_back', 'media', 'edit_conflict')),
    message_id   uuid,
    detail       jsonb NOT NULL,
    state        text NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    opened_at    timestamptz NOT NULL,
    decided_at   timestamptz,
    decided_by   uuid,
    PRIMARY KEY (org_id, review_id),
    FOREIGN KEY (org_id, person_id) REFERENCES person,
    FOREIGN KEY (org_id, decided_by) REFERENCES person,
    CHECK ((state = 'open') = (decided_at IS NULL))
);
CREATE INDEX review_item_open ON review_item (org_id, person_id) WHERE state = 'open';
COMMENT ON TABLE review_item IS 'What a person has to look at: read but unsure, not read, or without a customer.';
COMMENT ON COLUMN review_item.detail IS 'The update or the part of the text in question.';

SELECT rapport_protect('customer', 'contact', 'customer_alias', 'opportunity', 'stage_entry', 'activity', 'sales_order',
                       'next_step', 'complaint', 'satisfaction', 'reception', 'availability', 'question', 'review_item');
