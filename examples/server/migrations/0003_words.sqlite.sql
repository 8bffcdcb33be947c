UPDATE keys SET segment = json_extract(said, '$.segment');
