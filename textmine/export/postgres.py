"""PostgreSQL: tables with keys and indexes that are brought up to date in one transaction, and the same search as in the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from textmine.errors import MissingExtra, SinkError
from textmine.export.columns import CHECKS, FACTS, LINKS, REPORTS, Table
from textmine.export.rows import Row, StoredReport, rows, stored_reports
from textmine.schema.record import record

if TYPE_CHECKING:
    from psycopg import Cursor
    from psycopg.sql import Composable, Composed

_TYPES = {
    "text": "text",
    "integer": "bigint",
    "number": "double precision",
    "decimal": "numeric",
    "date": "date",
    "boolean": "boolean",
    "list": "jsonb",
}
# Columns that stand beside those of the tables.
_OWN = {"reports": ("stamp",), "facts": ("tokens",), "links": (), "checks": ()}
_WEIGHTS = (("A", ("indicator",)), ("B", ("sentence",)), ("C", ("section",)), ("D", ("title", "body")))
_LOCK = 0x7478746D  # of the database, so that two exports do not mix


@record
class Delivered:
    """How many reports were new or had changed, were gone from the store, and were there already as they are."""

    sent: int
    deleted: int
    same: int


def send(connection: sqlite3.Connection, conninfo: str, schema: str) -> Delivered:
    """Bring a schema of a PostgreSQL database up to date with a store: all of it, or nothing.

    Only reports that are not there as they are in the store are sent. Raises `MissingExtra` without psycopg, `SinkError` where the
    server refuses.
    """
    try:
        import psycopg
    except ImportError as error:
        raise MissingExtra("postgres") from error
    try:
        with (
            psycopg.connect(conninfo, application_name="textmine") as server,
            server.cursor() as cursor,
        ):
            return _Sink(cursor, schema).update(connection, stored_reports(connection))
    except psycopg.Error as error:
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        raise SinkError(f"PostgreSQL: {reason}; nothing was changed there") from error


class _Sink:
    """One schema of a database, within one transaction."""

    def __init__(self, cursor: Cursor[Any], schema: str) -> None:
        from psycopg import sql

        self._sql, self._cursor = sql, cursor
        self._schema_name = schema
        self._schema = sql.Identifier(schema)

    def update(self, connection: sqlite3.Connection, reports: Sequence[StoredReport]) -> Delivered:
        """Make what is missing, send what is not there as it is in the store, and delete what the store has no more."""
        self._cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        self._require_columns()
        columns = {table.name: self._declared(table) for table in (REPORTS, FACTS, LINKS, CHECKS)}
        self._cursor.execute("SET LOCAL client_min_messages = warning")
        self._run((files("textmine.export") / "postgres.sql").read_text("utf-8"), **columns)
        self._run("SELECT id, stamp FROM {schema}.reports")
        there = dict(self._cursor.fetchall())
        changed = [report for report in reports if there.get(report.id) != report.stamp]
        gone = list(there.keys() - {report.id for report in reports})
        self._run("DELETE FROM {schema}.reports WHERE id = ANY(%s)", (gone,))
        if changed:
            self._send(
                REPORTS, ((*row, report.stamp) for report in changed for row in rows(connection, REPORTS, [report]))
            )
            self._send(FACTS, ((*row, vector(row)) for row in rows(connection, FACTS, changed)))
            self._send(LINKS, rows(connection, LINKS, changed))
            self._send(CHECKS, rows(connection, CHECKS, changed))
        return Delivered(sent=len(changed), deleted=len(gone), same=len(reports) - len(changed))

    def _require_columns(self) -> None:
        """`SinkError` where the tables were there already and are not those of this version."""
        self._cursor.execute(
            "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns WHERE table_schema = %s GROUP BY 1",
            (self._schema_name,),
        )
        there = dict(self._cursor.fetchall())
        for table in (REPORTS, FACTS, LINKS, CHECKS):
            names = [*table.names, *_OWN[table.name]]
            if missing := [name for name in names if name not in there.get(table.name, names)]:
                raise SinkError(
                    f"PostgreSQL: the schema was made by another version of textmine, {table.name} has no column {missing[0]}; "
                    "drop it, or name another with --schema"
                )

    def _send(self, table: Table, found: Iterable[Row]) -> None:
        """Copy rows into a temporary table, delete those of the same reports that are not among them, upsert the others."""
        names = [*table.names, *_OWN[table.name]]
        columns = self._listed(names)
        key = self._listed(table.key)
        into = {"table": self._sql.Identifier(table.name), "new": self._sql.Identifier(f"new_{table.name}")}
        self._run("CREATE TEMPORARY TABLE {new} (LIKE {schema}.{table}) ON COMMIT DROP", **into)
        with self._cursor.copy(self._made("COPY {new} ({columns}) FROM STDIN", columns=columns, **into)) as copy:
            for row in found:
                copy.write_row([value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in row])
        self._run("ANALYZE {new}", **into)
        if table is not REPORTS:
            same = self._sql.SQL(" AND ").join(
                self._sql.SQL("{new}.{name} = old.{name}").format(name=self._sql.Identifier(name), **into)
                for name in table.key
            )
            self._run(
                "DELETE FROM {schema}.{table} AS old USING new_reports WHERE old.report = new_reports.id"
                " AND NOT EXISTS (SELECT FROM {new} WHERE {same})",
                same=same, **into,
            )  # fmt: skip
        rest = [name for name in names if name not in table.key]
        said = self._sql.SQL(", ").join(
            self._sql.SQL("{name} = excluded.{name}").format(name=self._sql.Identifier(name)) for name in rest
        )
        action = self._made("UPDATE SET {said}", said=said) if rest else self._sql.SQL("NOTHING")
        self._run(
            "INSERT INTO {schema}.{table} ({columns}) SELECT {columns} FROM {new} ON CONFLICT ({key}) DO {action}",
            columns=columns, key=key, action=action, **into,
        )  # fmt: skip

    def _declared(self, table: Table) -> Composable:
        lines = [
            self._sql.SQL("{name} {kind}").format(
                name=self._sql.Identifier(column.name),
                kind=self._sql.SQL(_TYPES[column.kind] + (" NOT NULL" if column.required else "")),
            )
            for column in table.columns
        ]
        return self._sql.SQL(",\n    ").join(lines)

    def _listed(self, names: Iterable[str]) -> Composable:
        return self._sql.SQL(", ").join(map(self._sql.Identifier, names))

    def _made(self, text: str, /, **parts: Composable) -> Composed:
        return self._sql.SQL(text).format(schema=self._schema, **parts)

    def _run(self, text: str, values: Sequence[Any] = (), /, **parts: Composable) -> None:
        self._cursor.execute(self._made(text, **parts), values or None)


def vector(row: Row) -> str:
    """The characters of a fact's texts with their places and weights, as PostgreSQL writes a `tsvector`.

    An end of line stands between two texts, so that no phrase goes over it.
    """
    places: dict[str, list[str]] = {}
    for place, (token, weight) in enumerate(_tokens(row), 1):
        places.setdefault(token, []).append(f"{place}{weight}")
    return " ".join(f"{token}:{','.join(listed)}" for token, listed in places.items())


def _tokens(row: Row) -> Iterator[tuple[str, str]]:
    for weight, names in _WEIGHTS:
        for name in names:
            for character in f"{row[_AT[name]] or ''}\n":
                yield _token(character), weight


@cache
def _token(character: str) -> str:
    """A character as a token of a `tsvector`, the same as in the function ``phrase`` of postgres.sql.

    >>> [_token(character) for character in "A项，"]
    ['a', '项', 'uff0c']
    """
    plain = (
        (character.isascii() and character.isalnum())
        or "\u4e00" <= character <= "\u9fa5"
        or "\u3400" <= character <= "\u4db5"
    )
    return character.lower() if plain else f"u{ord(character):04x}"


_AT = {name: place for place, name in enumerate(FACTS.names)}
