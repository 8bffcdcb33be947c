-- What only records of ServiceNow's shape have, beside a segment.
CREATE TABLE now_segments (
  segment TEXT PRIMARY KEY REFERENCES segments (id),
  record TEXT NOT NULL
);
