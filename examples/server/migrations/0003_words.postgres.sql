UPDATE keys SET segment = said::json ->> 'segment';
