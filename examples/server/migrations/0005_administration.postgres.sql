UPDATE interactions SET made_at = COALESCE((record::json ->> 'opened_at')::BIGINT, 0);
