-- What a run knows of a data set while it works, in a file of its own that ends with the run.

CREATE TABLE files (
    path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, status TEXT NOT NULL, reason TEXT, detail TEXT NOT NULL, report TEXT,
    gone INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX files_by_report ON files (report);
CREATE TABLE sources (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL, setup INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE reports (
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, program TEXT NOT NULL, status TEXT NOT NULL, reason TEXT,
    facts INTEGER NOT NULL, links INTEGER NOT NULL
) WITHOUT ROWID;

-- Which parts hold a report, as mined by which program, and what they show as its file.
CREATE TABLE held (
    number INTEGER PRIMARY KEY, report TEXT NOT NULL, part TEXT NOT NULL, program TEXT NOT NULL, path TEXT NOT NULL,
    gone INTEGER NOT NULL, UNIQUE (report, part)
);
CREATE INDEX held_by_part ON held (part);

-- The reports that a file stands for, each with the part that is to hold it and the file that this is to show.
CREATE VIEW wanted AS
SELECT r.id AS report, r.facts, r.links, r.program,
    (SELECT part FROM held h WHERE h.report = r.id AND h.program = r.program ORDER BY number LIMIT 1) AS part,
    (SELECT path FROM files f WHERE f.report = r.id ORDER BY gone, path LIMIT 1) AS path,
    (SELECT min(gone) FROM files f WHERE f.report = r.id) AS gone
FROM reports r WHERE r.id IN (SELECT report FROM files);

CREATE VIEW stale AS
SELECT DISTINCT h.part FROM held h LEFT JOIN wanted w ON w.report = h.report AND w.part = h.part
WHERE w.report IS NULL OR w.path <> h.path OR w.gone <> h.gone;
