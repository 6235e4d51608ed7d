-- Talks about a person's time zone: a location that was asked for, or a question whether to go by another clock.

CREATE TABLE zone_talk (
    org_id     uuid NOT NULL,
    person_id  uuid NOT NULL,
    zone       text,
    state      text NOT NULL CHECK (state IN ('wanted', 'asked', 'settled')),
    at         timestamptz NOT NULL,
    PRIMARY KEY (org_id, person_id),
    FOREIGN KEY (org_id, person_id) REFERENCES person,
    CHECK (state <> 'asked' OR zone IS NOT NULL)
);
COMMENT ON TABLE zone_talk IS 'Where each person is in a talk about his time zone; nothing changes without his word.';
COMMENT ON COLUMN zone_talk.zone IS 'The zone in question, by its IANA name: asked about, or settled.';

SELECT rapport_protect('zone_talk');
