"""A store of reports of the corpus and of one that is made to be awkward, and the command that exports it."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from textmine import mine
from textmine.cli.main import main
from textmine.schema import Report
from textmine.store import FileRecord, open_store

NAMES = ("disclosure-linhu-2016", "disclosure-yunling-2021", "statistics-songtang-2021")
AWKWARD = (
    '云岭市2020年"年报"\n一、=1+1,工作\n2020年，+办\u2028结,"364件"，\t@公开12项。\n'
    "'另有办结90件，同比增长6.1%；受理申请5件。\n"
)
# Values longer than a double, than a cell of Excel, than a decimal of 38 digits; and one below zero.
VALUES = (
    "123456789012345678901234567890.5",
    "1" + "0" * 30,
    "0.0000000000001",
    "-12345.678901234567",
    "12345678901234567",
)


def awkward() -> Report:
    """A report whose words are made for spreadsheets and whose values have many digits."""
    report = mine(AWKWARD)
    facts = [
        replace(
            fact, value=Decimal(value), value_high=Decimal(value) if place % 2 else None, indicator="=cmd|'/C calc'!A0"
        )
        for place, (fact, value) in enumerate(zip(report.facts, VALUES, strict=True))
    ]
    return replace(report, facts=tuple(facts), title="@SUM(1,2)", issuer="-1-1")


def filled(path: Path, reports: list[tuple[str, Report]]) -> Path:
    """A store of reports under some names; the last one's file is gone since."""
    with open_store(path, program="test") as writer:
        for name, report in reports:
            record = FileRecord(
                path=name, sha256=report.sha256, status=report.status, reason=None, detail="", report=report.id
            )
            writer.record(record, report)
        writer.mark_gone([reports[-1][0]])
    return path


@pytest.fixture(scope="session")
def reports(root: Path) -> list[tuple[str, Report]]:
    files = [root / f"corpora/reports/{name}.txt" for name in NAMES]
    return [*((file.name, mine(file)) for file in files), ("=awkward.txt", awkward())]


@pytest.fixture(scope="session")
def facts_db(tmp_path_factory, reports) -> Path:
    return filled(tmp_path_factory.mktemp("store") / "facts.db", reports)


@pytest.fixture(scope="session")
def stored(facts_db: Path) -> dict[str, list[dict[str, object]]]:
    """What the store holds, read by plain SQL from its views and tables, which know nothing of exports."""
    queries = {
        "facts": "SELECT * FROM fact_view",
        "links": """
            SELECT r.id AS report, t.text AS rel, printf('%016x', a.id) AS source, printf('%016x', b.id) AS target
            FROM links l JOIN terms t ON t.pk = l.rel JOIN facts a ON a.pk = l.source JOIN facts b ON b.pk = l.target
            JOIN reports r ON r.pk = a.report
            """,
        "reports": """
            SELECT r.*, issuer AS body, f.path, f.gone FROM reports r JOIN files f ON f.report = r.id
            """,
        "checks": """
            SELECT r.id AS report, t.id AS "table", t.title AS caption, c.* FROM checks c JOIN tables t ON t.pk = c."table"
            JOIN reports r ON r.pk = t.report
            """,
    }
    with closing(sqlite3.connect(facts_db)) as connection:
        connection.row_factory = sqlite3.Row
        return {name: [dict(row) for row in connection.execute(query)] for name, query in queries.items()}


@pytest.fixture
def export(capsys: pytest.CaptureFixture[str]):
    """Runs the command in this process and gives its exit code and both outputs."""

    def call(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["export", *map(str, arguments)])
        return code, *capsys.readouterr()

    return call
