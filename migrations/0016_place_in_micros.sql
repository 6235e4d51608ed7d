-- Coordinates are whole numbers, as all that counts: millionths of a degree, a tenth of a metre.

ALTER TABLE place DROP CONSTRAINT place_latitude_check, DROP CONSTRAINT place_longitude_check;
ALTER TABLE place
    ALTER COLUMN latitude TYPE bigint USING round(latitude * 1000000)::bigint,
    ALTER COLUMN longitude TYPE bigint USING round(longitude * 1000000)::bigint,
    ADD CHECK (latitude BETWEEN -90000000 AND 90000000),
    ADD CHECK (longitude BETWEEN -180000000 AND 180000000);
COMMENT ON COLUMN place.latitude IS 'Degrees north, in millionths.';
COMMENT ON COLUMN place.longitude IS 'Degrees east, in millionths.';
COMMENT ON COLUMN place.title IS 'What is there, where a place with a name was sent.';
COMMENT ON COLUMN place.address IS 'Its address, likewise.';
COMMENT ON COLUMN place.known_since IS 'Business time at which it was learned.';
