-- A fact store of textmine: one SQLite file, readable with any SQLite client.
--
--   select * from fact_view where unit = '{working_day}';
--   select quote, path from fact_view where indicator like '%不动产登记%' and dimension = 'time' and value_base <= 24;
--
-- The views are for people; the tables under them are narrow, with integer keys inside (pk), because a store holds millions
-- of facts. Offsets (`start`, `end`) are 0-based counts of Unicode code points into reports.text, half-open; in SQL the quoted
-- place is substr(text, start + 1, end - start). `value` is the exact decimal as text; `value_real` the nearest floating-point
-- number, for filtering and sorting only. Dates are ISO 8601. Lists are JSON.

PRAGMA application_id = 1954051181;  -- 'txtm'
PRAGMA user_version = 8;             -- the version of this schema

-- Every file that a run has seen. Files of equal content share a report. Paths are relative to the store's own folder.
CREATE TABLE files (
    path     TEXT PRIMARY KEY,
    sha256   TEXT NOT NULL,       -- of the bytes; empty where they were not read
    status   TEXT NOT NULL CHECK (status IN ('ok', 'partial', 'empty', 'unsupported', 'skipped', 'quarantined')),
    reason   TEXT,                -- a code; null only for status ok
    detail   TEXT NOT NULL,       -- what the reason means for this file
    report   TEXT REFERENCES reports (id),
    gone     INTEGER NOT NULL DEFAULT 0  -- 1 where a later run found it no longer; what it said stays
) WITHOUT ROWID;

-- The files of the archive as they lay on the disk when they were read last: what has not changed since is not opened again. A
-- container (a ZIP file, a table) is one such file; its documents are called path//name in `files`.
CREATE TABLE sources (
    path  TEXT PRIMARY KEY,
    size  INTEGER NOT NULL,       -- bytes
    mtime INTEGER NOT NULL,       -- when it was last changed: nanoseconds since 1970
    setup INTEGER NOT NULL        -- digest of the program and of the options it was read with
) WITHOUT ROWID;

CREATE TABLE reports (
    pk              INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,  -- the same bytes give the same id
    sha256          TEXT NOT NULL UNIQUE,
    program         TEXT NOT NULL,         -- version of the program, vocabulary and models that mined it
    title           TEXT,
    issuer          TEXT,                  -- the issuing body
    division        TEXT,                  -- code of the administrative division that the body governs or lies in
    zone            TEXT,                  -- the functional zone that it runs (a 台商投资区 has no code of its own)
    period_start    TEXT,                  -- the statistical period
    period_end      TEXT,
    encoding        TEXT NOT NULL,
    published       TEXT,
    url             TEXT,
    document_number TEXT,
    status          TEXT NOT NULL,
    reason          TEXT,
    text            TEXT NOT NULL,         -- as decoded, never normalised
    first_fact      INTEGER NOT NULL,      -- the facts of a report have keys in a row: from here n_facts of them
    n_facts         INTEGER NOT NULL,
    n_links         INTEGER NOT NULL,
    digest          TEXT NOT NULL          -- SHA-256 over all rows of the report as people see them: shows damage
);

-- What is said again and again, once each; it is found by the hash (CRC-32, less 2**31), since an index of texts would hold them twice.
CREATE TABLE terms (pk INTEGER PRIMARY KEY, text TEXT NOT NULL, hash INTEGER NOT NULL);
CREATE INDEX terms_by_hash ON terms (hash);
CREATE TABLE indicators (pk INTEGER PRIMARY KEY, text TEXT NOT NULL, hash INTEGER NOT NULL);
CREATE INDEX indicators_by_hash ON indicators (hash);
CREATE TABLE periods (
    pk    INTEGER PRIMARY KEY,
    start TEXT,
    end   TEXT,
    kind  TEXT NOT NULL,          -- interval as_of recurring
    basis TEXT NOT NULL           -- explicit inherited default
);
CREATE TABLE manners (
    pk     INTEGER PRIMARY KEY,
    source TEXT NOT NULL,         -- narrative or table
    bound  TEXT NOT NULL,         -- exact approx gt ge lt le range
    change TEXT,                  -- up or down where the value is an amount of change
    status TEXT NOT NULL          -- actual target norm
);
CREATE TABLE units (
    pk        INTEGER PRIMARY KEY,
    code      TEXT NOT NULL UNIQUE,  -- UCUM, ISO 4217 or a counter in braces
    dimension TEXT,                  -- time length area mass ...: units of one dimension compare; null for a unit of its own
    factor    REAL                   -- value times factor is the value in the base unit of the dimension
);

CREATE TABLE sections (
    pk      INTEGER PRIMARY KEY,
    report  INTEGER NOT NULL REFERENCES reports (pk),
    id      TEXT NOT NULL,
    parent  TEXT,
    level   INTEGER NOT NULL,     -- 0 is the title
    marker  TEXT NOT NULL,
    title   TEXT NOT NULL,
    start   INTEGER NOT NULL,
    end     INTEGER NOT NULL,
    body    INTEGER NOT NULL,     -- where the text after the heading begins
    path    TEXT NOT NULL,        -- titles of the sections it stands in and its own, outermost first, a line each
    UNIQUE (report, id)
);

CREATE TABLE passages (
    pk          INTEGER PRIMARY KEY,
    report      INTEGER NOT NULL REFERENCES reports (pk),
    id          TEXT NOT NULL,
    section     INTEGER REFERENCES sections (pk),
    start       INTEGER NOT NULL,
    end         INTEGER NOT NULL,
    category    INTEGER NOT NULL REFERENCES terms (pk),  -- the primary label
    categories  INTEGER NOT NULL REFERENCES terms (pk),  -- all labels with their scores
    boilerplate INTEGER NOT NULL, -- 1 for a formula that says nothing of its own
    repeats     TEXT,             -- an earlier passage of the report with the same words
    first_fact  INTEGER,          -- the facts of a passage have keys in a row: first_fact to last_fact
    last_fact   INTEGER
);
CREATE INDEX passages_by_report ON passages (report);

CREATE TABLE facts (
    pk              INTEGER PRIMARY KEY,
    id              INTEGER NOT NULL,      -- 64 bits made of the content; people see them as 16 hexadecimal digits
    report          INTEGER NOT NULL REFERENCES reports (pk),
    passage         INTEGER REFERENCES passages (pk),
    section         INTEGER REFERENCES sections (pk),
    start           INTEGER NOT NULL,
    end             INTEGER NOT NULL,
    sentence_start  INTEGER NOT NULL,
    sentence_end    INTEGER NOT NULL,
    quote           TEXT NOT NULL,
    value           TEXT NOT NULL,         -- base units, decimal
    value_real      REAL NOT NULL,
    value_high      TEXT,                  -- upper end of a range
    value_high_real REAL,
    unit            INTEGER NOT NULL REFERENCES units (pk),
    manner          INTEGER NOT NULL REFERENCES manners (pk),
    period          INTEGER NOT NULL REFERENCES periods (pk),
    indicator       INTEGER REFERENCES indicators (pk),
    subject         INTEGER REFERENCES terms (pk),
    category        INTEGER REFERENCES terms (pk),
    measure         INTEGER REFERENCES terms (pk),  -- id of what a cell of a national form counts
    page            INTEGER,               -- of a PDF, from 1
    box             TEXT,                  -- left, bottom, right, top in points on that page
    confidence      REAL,                  -- of recognised text, 0 to 1; null for text that the file itself holds
    "table"         TEXT,
    "row"           INTEGER REFERENCES terms (pk),  -- path of row labels
    "column"        INTEGER REFERENCES terms (pk),  -- path of column labels
    flags           INTEGER REFERENCES terms (pk),
    rules           INTEGER NOT NULL REFERENCES terms (pk)   -- field to the rule that decided it
);
CREATE INDEX facts_by_id ON facts (id);
CREATE INDEX facts_by_unit ON facts (unit, value_real);
CREATE INDEX facts_by_indicator ON facts (indicator) WHERE indicator IS NOT NULL;
CREATE INDEX facts_by_measure ON facts (measure) WHERE measure IS NOT NULL;

CREATE TABLE links (
    source  INTEGER NOT NULL REFERENCES facts (pk),
    target  INTEGER NOT NULL REFERENCES facts (pk),
    rel     INTEGER NOT NULL REFERENCES terms (pk),  -- changed_to part_of same_as compared_with contradicts
    PRIMARY KEY (source, target, rel)
) WITHOUT ROWID;
CREATE INDEX links_by_target ON links (target);

CREATE TABLE tables (
    pk      INTEGER PRIMARY KEY,
    report  INTEGER NOT NULL REFERENCES reports (pk),
    id      TEXT NOT NULL,
    section INTEGER REFERENCES sections (pk),
    title   TEXT,
    start   INTEGER NOT NULL,
    end     INTEGER NOT NULL,
    UNIQUE (report, id)
);

CREATE TABLE cells (
    "table"    INTEGER NOT NULL REFERENCES tables (pk),
    number     INTEGER NOT NULL,  -- order within the table
    "row"      INTEGER NOT NULL REFERENCES terms (pk),
    "column"   INTEGER NOT NULL REFERENCES terms (pk),
    text       TEXT NOT NULL,
    value      TEXT,
    start      INTEGER,
    end        INTEGER,
    measure    INTEGER REFERENCES terms (pk),
    rule       INTEGER REFERENCES terms (pk),  -- what told its digits from those of its neighbours
    PRIMARY KEY ("table", number)
) WITHOUT ROWID;

-- Arithmetic relations of a table (勾稽关系), checked and never repaired.
CREATE TABLE checks (
    "table"  INTEGER NOT NULL REFERENCES tables (pk),
    number   INTEGER NOT NULL,
    rule     TEXT NOT NULL,
    expected TEXT NOT NULL,
    actual   TEXT NOT NULL,
    ok       INTEGER NOT NULL,
    places   TEXT NOT NULL,       -- spans of the cells it speaks of
    readings TEXT NOT NULL,       -- ways to cut a row of glued digits
    more     INTEGER NOT NULL,    -- whether there may be other readings
    measures TEXT NOT NULL,       -- what the cells of that row count
    decided  TEXT,                -- what chose the first of the readings, where arithmetic did not: narrative
    PRIMARY KEY ("table", number)
) WITHOUT ROWID;

-- Places that could not be read with certainty.
CREATE TABLE problems (
    report  INTEGER NOT NULL REFERENCES reports (pk),
    number  INTEGER NOT NULL,
    reason  TEXT NOT NULL,
    start   INTEGER NOT NULL,
    end     INTEGER NOT NULL,
    quote   TEXT NOT NULL,
    PRIMARY KEY (report, number)
) WITHOUT ROWID;

CREATE INDEX files_by_report ON files (report);
CREATE INDEX files_gone ON files (report) WHERE gone;

-- Full-text indexes, one character a token: a word is searched as a phrase of its characters ('"工 作 日"', '"3 6 4"'), which
-- finds every substring. ASCII characters other than letters and digits are u and two hexadecimal digits (a full stop is u2e), any other
-- character stands for itself: the tokenizer folds ASCII letters as LIKE does and lets all that is not ASCII be. The indexes hold no text
-- of their own; rowid is the pk of the table named.
CREATE VIRTUAL TABLE report_index USING fts5 (title, issuer, content = '', tokenize = 'ascii');
CREATE VIRTUAL TABLE section_index USING fts5 (path, content = '', tokenize = 'ascii');
CREATE VIRTUAL TABLE passage_index USING fts5 (text, content = '', tokenize = 'ascii');
CREATE VIRTUAL TABLE indicator_index USING fts5 (text, content = '', tokenize = 'ascii');
-- The words of passages in which there are facts, as jieba cuts them, for ranking: which passages hold a word, not where.
CREATE VIRTUAL TABLE word_index USING fts5 (
    words, content = '', detail = none, columnsize = 0, tokenize = 'ascii'
);

-- The fact table for people.
CREATE VIEW fact_view AS
SELECT
    printf('%016x', f.id) AS id,
    r.title            AS title,
    r.issuer           AS body,
    r.division         AS division,
    r.zone             AS zone,
    subjects.text      AS subject,
    i.text             AS indicator,
    f.value            AS value,
    f.value_high       AS value_high,
    f.value_real       AS value_real,
    m.bound            AS bound,
    u.code             AS unit,
    u.dimension        AS dimension,
    f.value_real * u.factor AS value_base,
    p.start            AS period_start,
    p.end              AS period_end,
    p.kind             AS period_kind,
    p.basis            AS period_basis,
    m.change           AS change,
    m.status           AS status,
    categories.text    AS category,
    f.quote            AS quote,
    f.start            AS start,
    f.end              AS end,
    f.page             AS page,
    f.box              AS box,
    f.confidence       AS confidence,
    s.title            AS section,
    (SELECT path FROM files WHERE files.report = r.id ORDER BY gone, path LIMIT 1) AS path,
    substr(r.text, f.sentence_start + 1, f.sentence_end - f.sentence_start) AS sentence,
    f.sentence_start   AS sentence_start,
    m.source           AS source,
    measures.text      AS measure,
    r.id               AS report,
    coalesce((SELECT min(files.gone) FROM files WHERE files.report = r.id), 0) AS gone,
    f.pk               AS pk
FROM facts f
JOIN reports r ON r.pk = f.report
JOIN units u ON u.pk = f.unit
JOIN manners m ON m.pk = f.manner
JOIN periods p ON p.pk = f.period
LEFT JOIN indicators i ON i.pk = f.indicator
LEFT JOIN terms subjects ON subjects.pk = f.subject
LEFT JOIN terms categories ON categories.pk = f.category
LEFT JOIN terms measures ON measures.pk = f.measure
LEFT JOIN sections s ON s.pk = f.section;

-- What one body counted of one measure in one year, with its places; `contradicts` where the places do not agree.
-- SQLite before 3.42 lets no view call its JSON functions where the schema is not trusted, so the list is written by printf;
-- a path with a control character, which that cannot write as JSON, is null in it.
CREATE VIEW panel AS
SELECT
    body, min(division) AS division, min(zone) AS zone,
    CAST(substr(period_end, 1, 4) AS INTEGER) AS year,
    measure,
    CASE WHEN count(DISTINCT value) = 1 THEN min(value) END AS value,
    min(unit)                AS unit,
    count(DISTINCT value) > 1 AS contradicts,
    '[' || group_concat(printf(
        '[%s,%d,%d,"%s"]',
        CASE WHEN path NOT GLOB '*[' || char(1) || '-' || char(31) || ']*'
        THEN '"' || replace(replace(path, '\', '\\'), '"', '\"') || '"' ELSE 'null' END,
        start, end, value
    )) || ']'                AS places
FROM fact_view
WHERE measure IS NOT NULL AND body IS NOT NULL AND period_end IS NOT NULL AND NOT gone
GROUP BY body, substr(period_end, 1, 4), measure;

-- What changed to what.
CREATE VIEW change_view AS
SELECT
    b.body, b.subject, b.indicator, a.value AS old_value, b.value AS new_value, b.unit,
    a.period_start AS old_start, a.period_end AS old_end, b.period_start AS new_start, b.period_end AS new_end,
    a.quote AS old_quote, b.quote AS new_quote, b.sentence, b.path, a.id AS old_fact, b.id AS new_fact
FROM links
JOIN terms ON terms.pk = links.rel AND terms.text = 'changed_to'
JOIN fact_view a ON a.pk = links.source
JOIN fact_view b ON b.pk = links.target;

-- The checks of tables with where they stand.
CREATE VIEW check_view AS
SELECT
    (SELECT path FROM files WHERE files.report = r.id ORDER BY gone, path LIMIT 1) AS path,
    r.title, r.issuer AS body, t.title AS "table", c.rule, c.expected, c.actual, c.ok, c.places, r.id AS report
FROM checks c
JOIN tables t ON t.pk = c."table"
JOIN reports r ON r.pk = t.report;
