"""OpenSearch and Elasticsearch: bulk requests that can be sent twice, and templates of the index that they fill."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from textmine.export.columns import FACTS, LINKS
from textmine.export.deliver import Action, Refused, Server
from textmine.export.feed import Feed, facts_to_delete, feed_since, read_sent, write_cursors
from textmine.export.files import new_files
from textmine.export.jsonlines import line_of, record_of
from textmine.export.rows import StoredReport, rows, stored_reports
from textmine.schema.record import record

# Fields that are searched as text; all other text is matched as a whole.
_TEXT = ("title", "body", "subject", "indicator", "quote", "section", "sentence")
_TYPES = {"text": "keyword", "decimal": "keyword", "integer": "integer", "number": "double", "date": "date", "boolean": "boolean", "list": "double"}  # fmt: skip
_LONGEST = 8191  # characters of a text that is matched as a whole: a server refuses documents with more bytes than four times as many
_WHOLE = 256  # characters of a text that can be filtered and counted as a whole

# The analyzer of words: by what each server has. One character a token, in which phrases find every substring, is there always.
_WORDS: dict[str, dict[str, Any]] = {
    "template.json": {"analyzer": "cjk"},
    "template-smartcn.json": {"analyzer": "smartcn"},
    "template-ik.json": {"analyzer": "ik_max_word", "search_analyzer": "ik_smart"},
}
TEMPLATES = tuple(_WORDS)


def template(name: str) -> dict[str, Any]:
    """The index template of one of `TEMPLATES`, for PUT /_index_template.

    >>> template("template-ik.json")["template"]["mappings"]["properties"]["indicator"]["search_analyzer"]
    'ik_smart'
    """
    properties: dict[str, Any] = {}
    for column in FACTS.columns:
        if column.name in _TEXT:
            chars = {"type": "text", "analyzer": "chars"}
            whole = {"type": "keyword", "ignore_above": _WHOLE}
            properties[column.name] = {"type": "text", **_WORDS[name], "fields": {"chars": chars, "whole": whole}}
        else:
            kind = _TYPES[column.kind]
            properties[column.name] = {"type": kind, **({"ignore_above": _LONGEST} if kind == "keyword" else {})}
    properties["period"] = {"type": "date_range", "format": "strict_date"}
    properties["links"] = {"properties": {"rel": {"type": "keyword"}, "target": {"type": "keyword"}}}
    analysis = {
        "tokenizer": {"chars": {"type": "pattern", "pattern": r"([\s\S])", "group": 1}},
        "analyzer": {"chars": {"type": "custom", "tokenizer": "chars", "filter": ["lowercase"]}},
    }
    return {
        "index_patterns": ["textmine-*"],
        "template": {
            "settings": {"analysis": analysis},
            "mappings": {"dynamic": "strict", "properties": properties},
        },
    }


def write_template(path: Path, name: str) -> int:
    """Write an index template; returns the number of its fields."""
    made = template(name)
    path.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(made["template"]["mappings"]["properties"])


def documents(connection: sqlite3.Connection, report: StoredReport) -> Iterator[tuple[str, dict[str, Any]]]:
    """The facts of a report as documents, each with its id; what is missing is left out."""
    links: dict[str, list[dict[str, str]]] = {}
    for link in (record_of(LINKS, row) for row in rows(connection, LINKS, [report])):
        links.setdefault(link["source"], []).append({"rel": link["rel"], "target": link["target"]})
    for fact in (record_of(FACTS, row) for row in rows(connection, FACTS, [report])):
        document = {name: _plain(value) for name, value in fact.items() if value is not None}
        if last := fact["period_end"] or fact["period_start"]:
            document["period"] = {"gte": fact["period_start"] or last, "lte": last}
        if fact["id"] in links:
            document["links"] = links[fact["id"]]
        yield name_of(report.id, fact["id"]), document


def _plain(value: Any) -> Any:
    """A value without the NUL that some servers refuse in text."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) and "\0" in value else value


def name_of(report: str, fact: str) -> str:
    """The id of a fact's document: the same whenever it is sent, so that it takes the place of itself.

    >>> name_of("01fd20e779381855", "37fb5f4e62850418")
    '01fd20e779381855-37fb5f4e62850418'
    """
    return f"{report}-{fact}"


def indexing(connection: sqlite3.Connection, reports: Iterable[StoredReport]) -> Generator[Action, None, None]:
    """The actions that put facts into an index, two lines a fact."""
    for report in reports:
        for name, document in documents(connection, report):
            lines = f"{line_of({'index': {'_id': name}})}\n{line_of(document)}\n"
            yield Action(kind="index", name=name, lines=lines.encode())


def deleting(connection: sqlite3.Connection, feed: Feed) -> Generator[Action, None, None]:
    """The actions that delete what a feed no longer has, a line a fact."""
    for report, fact in facts_to_delete(connection, feed):
        name = name_of(report, fact)
        yield Action(kind="delete", name=name, lines=(line_of({"delete": {"_id": name}}) + "\n").encode())


def write_actions(path: Path, actions: Iterable[Action]) -> int:
    """Write the body of a bulk request; returns the number of actions."""
    count = 0
    with path.open("wb") as file:
        for count, action in enumerate(actions, 1):  # noqa: B007  # the last count is that of the actions
            file.write(action.lines)
    return count


@record
class Loaded:
    """How many facts a server has taken and has been told to delete, and how many it has refused for good."""

    sent: int
    deleted: int
    refused: int


def load(
    connection: sqlite3.Connection, server: Server, *, since: Path | None, refused: Callable[[Refused], None]
) -> Loaded:
    """Bring facts to a server: all of a store, or with ``since``, the path of a cursor, what has changed and what is to be deleted.

    The cursor is moved on when all has arrived. Until then it and the file beside it (`textmine.export.feed`) say what may have.
    Raises `SinkError` where the server takes no more, `CursorError` for what is no cursor.
    """
    reports, counts = stored_reports(connection), dict.fromkeys(("index", "delete", "refused"), 0)

    def counted(actions: Iterable[Action]) -> Iterator[Action]:
        for action in actions:
            counts[action.kind] += 1
            yield action

    def deliver(actions: Generator[Action, None, None]) -> None:
        with closing(actions):  # it reads the store, which is not open for longer than this
            for each in server.deliver(counted(actions)):
                counts[each.action.kind] -= 1
                counts["refused"] += 1
                refused(each)

    server.prepare(template(TEMPLATES[0]))
    if since is None:
        deliver(indexing(connection, reports))
    else:
        feed = feed_since(reports, read_sent(since))
        with new_files(since.parent) as place:
            write_cursors(place(since.name), since, connection, feed)
            deliver(indexing(connection, feed.changed))
            deliver(deleting(connection, feed))
    return Loaded(sent=counts["index"], deleted=counts["delete"], refused=counts["refused"])
