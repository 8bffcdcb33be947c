UPDATE interactions SET made_at = COALESCE(json_extract(record, '$.opened_at'), 0);
