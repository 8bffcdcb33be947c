-- Instants are milliseconds since 1970 by the server's clock; records are JSON with
-- the instants of the page they came from. {serial} is the dialect's.

-- A conversation. Its row is what every write about it locks first.
CREATE TABLE interactions (
  id TEXT PRIMARY KEY,
  -- How often it was written; writing is what locks it.
  touched BIGINT NOT NULL,
  -- What was concluded of it; none while nobody has told of it.
  record TEXT,
  -- The earliest of what is due among its segments.
  due_at BIGINT
);
CREATE INDEX interactions_due ON interactions (due_at);

-- A conversation as one agent's page last told of it.
CREATE TABLE reports (
  interaction TEXT NOT NULL REFERENCES interactions (id),
  agent TEXT NOT NULL,
  revision BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (interaction, agent)
);

CREATE TABLE segments (
  id TEXT PRIMARY KEY,
  interaction TEXT NOT NULL REFERENCES interactions (id),
  agent TEXT NOT NULL,
  state TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  closed_at BIGINT,
  kept TEXT NOT NULL
);
CREATE INDEX segments_interaction ON segments (interaction);
CREATE INDEX segments_opened ON segments (opened_at, id);
CREATE INDEX segments_agent ON segments (agent, opened_at, id);
CREATE INDEX segments_closed ON segments (closed_at);

-- The codes that any segment names: they are never removed.
CREATE TABLE recorded_codes (
  code TEXT PRIMARY KEY
);

-- What came under each key, and how it was answered.
CREATE TABLE keys (
  key TEXT PRIMARY KEY,
  said TEXT NOT NULL,
  status BIGINT NOT NULL,
  answer TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX keys_at ON keys (at);

-- Codes and configurations, in one row.
CREATE TABLE catalog (
  id BIGINT PRIMARY KEY,
  revision BIGINT NOT NULL,
  record TEXT NOT NULL
);
INSERT INTO catalog (id, revision, record) VALUES (1, 0, '{"codes":[],"configurations":[]}');

-- Every write: who, when, what.
CREATE TABLE audit (
  place {serial},
  at BIGINT NOT NULL,
  agent TEXT,
  action TEXT NOT NULL,
  interaction TEXT,
  segment TEXT,
  detail TEXT NOT NULL
);
