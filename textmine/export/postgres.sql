-- What `textmine export --to postgres` makes in a database; {schema} is the schema that holds one store.

CREATE SCHEMA IF NOT EXISTS {schema};

CREATE TABLE IF NOT EXISTS {schema}.reports (
    {reports},
    stamp text NOT NULL,  -- changes where anything that is said of the report does
    PRIMARY KEY (id)
);

CREATE TABLE IF NOT EXISTS {schema}.facts (
    {facts},
    period daterange GENERATED ALWAYS AS (
        CASE WHEN coalesce(period_start, period_end) <= coalesce(period_end, period_start)
        THEN daterange(coalesce(period_start, period_end), coalesce(period_end, period_start), '[]') END
    ) STORED,
    tokens tsvector NOT NULL,  -- one character a token, of indicator (A), sentence (B), section (C), title and body (D)
    PRIMARY KEY (report, id),
    FOREIGN KEY (report) REFERENCES {schema}.reports ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS {schema}.links (
    {links},
    PRIMARY KEY (report, source, rel, target),
    FOREIGN KEY (report, source) REFERENCES {schema}.facts ON DELETE CASCADE,
    FOREIGN KEY (report, target) REFERENCES {schema}.facts ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS {schema}.checks (
    {checks},
    PRIMARY KEY (report, "table", number),
    FOREIGN KEY (report) REFERENCES {schema}.reports ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS facts_tokens ON {schema}.facts USING gin (tokens);
CREATE INDEX IF NOT EXISTS facts_period ON {schema}.facts USING gist (period);
CREATE INDEX IF NOT EXISTS facts_unit ON {schema}.facts (unit, value);
CREATE INDEX IF NOT EXISTS facts_dimension ON {schema}.facts (dimension, value_base);
CREATE INDEX IF NOT EXISTS facts_body ON {schema}.facts (body);
CREATE INDEX IF NOT EXISTS facts_indicator ON {schema}.facts (indicator);
CREATE INDEX IF NOT EXISTS facts_measure ON {schema}.facts (measure, body) WHERE measure IS NOT NULL;
CREATE INDEX IF NOT EXISTS links_target ON {schema}.links (report, target);

-- A text as a phrase of its characters: the tokens are those of textmine.export.postgres.
CREATE OR REPLACE FUNCTION {schema}.phrase(word text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT string_agg(
        CASE WHEN code BETWEEN 48 AND 57 OR code BETWEEN 97 AND 122
            OR code BETWEEN x'4e00'::int AND x'9fa5'::int OR code BETWEEN x'3400'::int AND x'4db5'::int
        THEN chr(code) ELSE 'u' || lpad(to_hex(code), greatest(4, length(to_hex(code))), '0') END,
        ' <-> ' ORDER BY place
    )::tsquery
    FROM (
        SELECT CASE WHEN ascii(each) BETWEEN 65 AND 90 THEN ascii(each) + 32 ELSE ascii(each) END AS code, place
        FROM unnest(string_to_array(word, NULL)) WITH ORDINALITY AS found (each, place)
    ) AS characters
$$;

-- Words and "phrases" that all have to be there; -word must not.
CREATE OR REPLACE FUNCTION {schema}.query(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT string_agg(
        CASE WHEN found[1] = '-' THEN '!(' ELSE '(' END || {schema}.phrase(coalesce(found[2], found[3]))::text || ')', ' & '
    )::tsquery
    FROM regexp_matches(words, '(-?)(?:"([^"]+)"|([^\s"]+))', 'g') AS found
$$;

-- The facts that a query finds, the nearest first; not STRICT, so that PostgreSQL puts it into the query that calls it.
CREATE OR REPLACE FUNCTION {schema}.search(words text) RETURNS SETOF {schema}.facts LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT * FROM {schema}.facts WHERE tokens @@ {schema}.query(words)
    ORDER BY ts_rank_cd(tokens, {schema}.query(words)) DESC, report, start, id
$$;
