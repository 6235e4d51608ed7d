-- Messages that are more than text: where visits were made, and two more reasons to look at something.

CREATE TABLE place (
    org_id       uuid NOT NULL,
    activity_id  uuid NOT NULL,
    person_id    uuid NOT NULL,
    latitude     double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
    longitude    double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
    title        text,
    address      text,
    known_since  timestamptz NOT NULL,
    PRIMARY KEY (org_id, activity_id),
    FOREIGN KEY (org_id, activity_id) REFERENCES activity,
    FOREIGN KEY (org_id, person_id) REFERENCES person
);
CREATE INDEX place_person ON place (org_id, person_id);
COMMENT ON TABLE place IS 'Where a visit was made, from a location that was sent: it tells where the customer is as long as the visit stands. Personal: a row may be deleted at any time, and nothing but that knowledge is lost.';

SELECT rapport_protect('place');

ALTER TABLE review_item DROP CONSTRAINT review_item_kind_check;
ALTER TABLE review_item ADD CONSTRAINT review_item_kind_check
    CHECK (kind IN ('unread', 'unsure', 'no_customer', 'candidates', 'step_back', 'media', 'contact', 'place', 'edit_conflict', 'skip'));

CREATE TABLE transcription (
    org_id         uuid NOT NULL,
    review_id      uuid NOT NULL,
    bot_id         uuid NOT NULL REFERENCES bot,
    chat_id        text NOT NULL,
    state          text NOT NULL CHECK (state IN ('waiting', 'working', 'done', 'given_up')),
    attempts       bigint NOT NULL DEFAULT 0,
    next_at        timestamptz NOT NULL,
    error          text,
    taken_up_at    timestamptz NOT NULL,
    finished_at    timestamptz,
    PRIMARY KEY (org_id, review_id),
    FOREIGN KEY (org_id, review_id) REFERENCES review_item,
    CHECK ((state IN ('done', 'given_up')) = (finished_at IS NOT NULL))
);
CREATE INDEX transcription_next ON transcription (org_id, bot_id, next_at) WHERE finished_at IS NULL;
COMMENT ON TABLE transcription IS 'Voice notes on their way through the transcriber, where there is one. All times are the system''s.';
COMMENT ON COLUMN transcription.next_at IS 'Not to be tried before; of one that is being worked on, when its lease ends and another may take it over.';

SELECT rapport_protect('transcription');

CREATE INDEX review_item_heard ON review_item (org_id, person_id, local_date) WHERE detail ? 'heard';
CREATE INDEX review_item_media ON review_item (org_id, review_id) WHERE state = 'open' AND kind = 'media';
