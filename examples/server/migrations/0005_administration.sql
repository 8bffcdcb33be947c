-- When its row was made, by the server's clock: what lists conversations by.
ALTER TABLE interactions ADD COLUMN made_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX interactions_made ON interactions (made_at, id);

-- Changes of codes and configurations by the names of their entries: each is made once,
-- and is found in the trail without reading through it.
CREATE TABLE changes (
  entry TEXT PRIMARY KEY,
  -- Its line in the trail.
  place BIGINT NOT NULL,
  at BIGINT NOT NULL,
  -- The hash of what was asked for; empty for what was not asked for by that name.
  said TEXT NOT NULL
);
CREATE INDEX changes_place ON changes (place);
INSERT INTO changes (entry, place, at, said)
  SELECT 'line-' || place, place, at, '' FROM audit WHERE action = 'catalog' AND agent IS NOT NULL;
