-- A fact store of textmine: one SQLite file, readable with any SQLite client.
--
--   select * from fact_view where unit = '{working_day}';
--   select quote, path from fact_view where indicator like '%不动产登记%' and value_real <= 3 and unit = '{working_day}';
--
-- Offsets (`start`, `end`) are 0-based counts of Unicode code points into reports.text, half-open; in SQL the quoted place
-- is substr(text, start + 1, end - start). `value` is the exact decimal as text; `value_real` the nearest floating-point
-- number, for filtering and sorting only. Dates are ISO 8601. Lists are JSON.

PRAGMA application_id = 1954051181;  -- 'txtm'
PRAGMA user_version = 5;             -- the version of this schema

-- Every file that a run has seen. Files of equal content share a report. Paths are relative to the store's own folder.
CREATE TABLE files (
    path     TEXT PRIMARY KEY,
    sha256   TEXT NOT NULL,       -- of the bytes; empty where they were not read
    status   TEXT NOT NULL CHECK (status IN ('ok', 'partial', 'empty', 'unsupported', 'skipped', 'quarantined')),
    reason   TEXT,                -- a code; null only for status ok
    detail   TEXT NOT NULL,       -- what the reason means for this file
    report   TEXT REFERENCES reports (id)
) WITHOUT ROWID;

CREATE TABLE reports (
    pk              INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,  -- the same bytes give the same id
    sha256          TEXT NOT NULL UNIQUE,
    program         TEXT NOT NULL,         -- version of the program, vocabulary and models that mined it
    title           TEXT,
    issuer          TEXT,                  -- the issuing body
    period_start    TEXT,                  -- the statistical period
    period_end      TEXT,
    encoding        TEXT NOT NULL,
    published       TEXT,
    url             TEXT,
    document_number TEXT,
    status          TEXT NOT NULL,
    reason          TEXT,
    text            TEXT NOT NULL,         -- as decoded, never normalised
    n_facts         INTEGER NOT NULL,
    n_links         INTEGER NOT NULL,
    facts_sha       TEXT NOT NULL          -- SHA-256 over the rows of facts and links: shows damage
);

CREATE TABLE sections (
    report  TEXT NOT NULL REFERENCES reports (id),
    id      TEXT NOT NULL,
    parent  TEXT,
    level   INTEGER NOT NULL,     -- 0 is the title
    marker  TEXT NOT NULL,
    title   TEXT NOT NULL,
    start   INTEGER NOT NULL,
    end     INTEGER NOT NULL,
    body    INTEGER NOT NULL,     -- where the text after the heading begins
    PRIMARY KEY (report, id)
) WITHOUT ROWID;

CREATE TABLE passages (
    pk         INTEGER PRIMARY KEY,
    report     TEXT NOT NULL REFERENCES reports (id),
    id         TEXT NOT NULL,
    section    TEXT,
    start      INTEGER NOT NULL,
    end        INTEGER NOT NULL,
    category   TEXT NOT NULL,     -- the primary label
    categories TEXT NOT NULL,     -- all labels with their scores
    boilerplate INTEGER NOT NULL, -- 1 for a formula that says nothing of its own
    repeats    TEXT,              -- an earlier passage of the report with the same words
    headings   TEXT NOT NULL,     -- titles of the sections it stands in, outermost first, a line each
    UNIQUE (report, id)
);

-- Sentences that hold a fact.
CREATE TABLE sentences (
    pk      INTEGER PRIMARY KEY,
    report  TEXT NOT NULL REFERENCES reports (id),
    start   INTEGER NOT NULL,
    end     INTEGER NOT NULL,
    UNIQUE (report, start, end)
);

CREATE TABLE facts (
    pk              INTEGER PRIMARY KEY,
    report          TEXT NOT NULL REFERENCES reports (id),
    id              TEXT NOT NULL,
    source          TEXT NOT NULL,         -- narrative or table
    start           INTEGER NOT NULL,
    end             INTEGER NOT NULL,
    quote           TEXT NOT NULL,
    value           TEXT NOT NULL,         -- base units, decimal
    value_high      TEXT,                  -- upper end of a range
    value_real      REAL NOT NULL,
    value_high_real REAL,
    bound           TEXT NOT NULL,         -- exact approx gt ge lt le range
    unit            TEXT NOT NULL,         -- UCUM, ISO 4217 or a counter in braces
    change          TEXT,                  -- up or down where the value is an amount of change
    status          TEXT NOT NULL,         -- actual target norm
    indicator       TEXT,
    subject         TEXT,
    period_start    TEXT,
    period_end      TEXT,
    period_kind     TEXT NOT NULL,         -- interval as_of recurring
    period_basis    TEXT NOT NULL,         -- explicit inherited default
    section         TEXT,
    passage         TEXT,
    category        TEXT,
    measure         TEXT,                  -- id of what a cell of a national form counts
    page            INTEGER,               -- of a PDF, from 1
    box             TEXT,                  -- left, bottom, right, top in points on that page
    confidence      REAL,                  -- of recognised text, 0 to 1; null for text that the file itself holds
    "table"         TEXT,
    "row"           TEXT NOT NULL,         -- path of row labels
    "column"        TEXT NOT NULL,         -- path of column labels
    flags           TEXT NOT NULL,
    rules           TEXT NOT NULL,         -- field to the rule that decided it
    sentence        INTEGER NOT NULL REFERENCES sentences (pk),
    UNIQUE (report, id)
);

CREATE INDEX facts_by_id ON facts (id);
CREATE INDEX facts_by_unit ON facts (unit, value_real);
CREATE INDEX facts_by_sentence ON facts (sentence);
CREATE INDEX facts_by_passage ON facts (report, passage);
CREATE INDEX facts_by_measure ON facts (measure) WHERE measure IS NOT NULL;

CREATE TABLE links (
    report  TEXT NOT NULL REFERENCES reports (id),
    rel     TEXT NOT NULL,        -- changed_to part_of same_as compared_with contradicts
    source  TEXT NOT NULL,        -- ids of facts
    target  TEXT NOT NULL,
    PRIMARY KEY (report, source, rel, target)
) WITHOUT ROWID;

CREATE TABLE tables (
    report  TEXT NOT NULL REFERENCES reports (id),
    id      TEXT NOT NULL,
    section TEXT,
    title   TEXT,
    start   INTEGER NOT NULL,
    end     INTEGER NOT NULL,
    PRIMARY KEY (report, id)
) WITHOUT ROWID;

CREATE TABLE cells (
    report     TEXT NOT NULL REFERENCES reports (id),
    "table"    TEXT NOT NULL,
    number     INTEGER NOT NULL,  -- order within the table
    "row"      TEXT NOT NULL,
    "column"   TEXT NOT NULL,
    text       TEXT NOT NULL,
    value      TEXT,
    value_real REAL,
    start      INTEGER,
    end        INTEGER,
    measure    TEXT,
    rule       TEXT,              -- what told its digits from those of its neighbours: arithmetic one_reading narrative
    PRIMARY KEY (report, "table", number)
) WITHOUT ROWID;

-- Arithmetic relations of a table (勾稽关系), checked and never repaired.
CREATE TABLE checks (
    report   TEXT NOT NULL REFERENCES reports (id),
    "table"  TEXT NOT NULL,
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
    PRIMARY KEY (report, "table", number)
) WITHOUT ROWID;

-- Places that could not be read with certainty.
CREATE TABLE problems (
    report  TEXT NOT NULL REFERENCES reports (id),
    number  INTEGER NOT NULL,
    reason  TEXT NOT NULL,
    start   INTEGER NOT NULL,
    end     INTEGER NOT NULL,
    quote   TEXT NOT NULL,
    PRIMARY KEY (report, number)
) WITHOUT ROWID;

CREATE INDEX files_by_report ON files (report);

-- Full-text indexes, one Han character a token: a word is searched as a phrase of its characters ('"工 作 日"'), which
-- finds every substring. They hold no text of their own; rowid is the pk of the table named.
CREATE VIRTUAL TABLE report_index USING fts5 (title, issuer, content = '', tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE passage_index USING fts5 (text, headings, content = '', tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE sentence_index USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE fact_index USING fts5 (indicator, subject, content = '', tokenize = 'unicode61 remove_diacritics 0');

-- The fact table for people.
CREATE VIEW fact_view AS
SELECT
    facts.id           AS id,
    reports.title      AS title,
    reports.issuer     AS body,
    facts.subject      AS subject,
    facts.indicator    AS indicator,
    facts.value        AS value,
    facts.value_high   AS value_high,
    facts.value_real   AS value_real,
    facts.bound        AS bound,
    facts.unit         AS unit,
    facts.period_start AS period_start,
    facts.period_end   AS period_end,
    facts.period_kind  AS period_kind,
    facts.period_basis AS period_basis,
    facts.change       AS change,
    facts.status       AS status,
    facts.category     AS category,
    facts.quote        AS quote,
    facts.start        AS start,
    facts.end          AS end,
    facts.page         AS page,
    facts.box          AS box,
    facts.confidence   AS confidence,
    sections.title     AS section,
    (SELECT min(path) FROM files WHERE files.report = facts.report) AS path,
    substr(reports.text, sentences.start + 1, sentences.end - sentences.start) AS sentence,
    sentences.start    AS sentence_start,
    facts.source       AS source,
    facts.measure      AS measure,
    facts.report       AS report,
    facts.pk           AS pk
FROM facts
JOIN reports ON reports.id = facts.report
JOIN sentences ON sentences.pk = facts.sentence
LEFT JOIN sections ON sections.report = facts.report AND sections.id = facts.section;
