-- The trail grows for ever. By month, its indexes stay small, and what need not be
-- kept any longer is dropped a month at a time.

-- Makes the months from that instant to that one, where they aren't there yet. Each is
-- closed to changes by itself: a trigger of the whole does not see who goes around it.
CREATE FUNCTION make_audit_months(first BIGINT, last BIGINT) RETURNS void LANGUAGE plpgsql AS
$$
DECLARE
  month TIMESTAMP := date_trunc('month', to_timestamp(first / 1000.0) AT TIME ZONE 'UTC');
  name TEXT;
BEGIN
  WHILE month <= to_timestamp(last / 1000.0) AT TIME ZONE 'UTC' LOOP
    name := 'audit_' || to_char(month, 'YYYY_MM');
    IF to_regclass(name) IS NULL THEN
      EXECUTE format(
        'CREATE TABLE %I PARTITION OF audit FOR VALUES FROM (%s) TO (%s)',
        name,
        (extract(epoch FROM month) * 1000)::BIGINT,
        (extract(epoch FROM month + interval '1 month') * 1000)::BIGINT
      );
      EXECUTE format(
        'CREATE TRIGGER audit_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON %I '
        'FOR EACH STATEMENT EXECUTE FUNCTION audit_is_only_added_to()',
        name
      );
    END IF;
    month := month + interval '1 month';
  END LOOP;
END
$$;

ALTER TABLE audit RENAME TO audit_in_one;
ALTER TABLE audit_in_one RENAME CONSTRAINT audit_pkey TO audit_in_one_pkey;
CREATE TABLE audit (
  place BIGINT NOT NULL DEFAULT nextval('audit_place_seq'),
  at BIGINT NOT NULL,
  agent TEXT,
  action TEXT NOT NULL,
  interaction TEXT,
  segment TEXT,
  detail TEXT NOT NULL,
  PRIMARY KEY (place, at)
) PARTITION BY RANGE (at);
-- A clock that is set wrong must not keep anybody from writing.
CREATE TABLE audit_other PARTITION OF audit DEFAULT;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_other
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_only_added_to();
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_only_added_to();
SELECT make_audit_months(
  COALESCE((SELECT MIN(at) FROM audit_in_one), (extract(epoch FROM now()) * 1000)::BIGINT),
  (extract(epoch FROM now() + interval '2 months') * 1000)::BIGINT
);
INSERT INTO audit SELECT place, at, agent, action, interaction, segment, detail FROM audit_in_one;
ALTER SEQUENCE audit_place_seq OWNED BY audit.place;
DROP TABLE audit_in_one;
