-- What holds words that may have to go one day: it is found by that.
ALTER TABLE segments ADD COLUMN worded BIGINT NOT NULL DEFAULT 1;
CREATE INDEX segments_worded ON segments (closed_at) WHERE worded = 1;
ALTER TABLE reports ADD COLUMN worded BIGINT NOT NULL DEFAULT 1;
CREATE INDEX reports_worded ON reports (changed_at) WHERE worded = 1;

-- When a conversation's words were taken out; what is told of it later is kept
-- without any.
ALTER TABLE interactions ADD COLUMN erased_at BIGINT;

-- Which segment a key is about: its answer holds words, too.
ALTER TABLE keys ADD COLUMN segment TEXT;
CREATE INDEX keys_segment ON keys (segment);
