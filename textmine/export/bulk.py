"""OpenSearch and Elasticsearch: bulk requests that can be sent twice, and templates of the index that they fill."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from textmine.export.columns import FACTS, LINKS
from textmine.export.feed import Feed, facts_to_delete
from textmine.export.jsonlines import line_of, record_of
from textmine.export.rows import StoredReport, rows

# Fields that are searched as text; all other text is matched as a whole.
_TEXT = ("title", "body", "subject", "indicator", "quote", "section", "sentence")
_TYPES = {"text": "keyword", "decimal": "keyword", "integer": "integer", "number": "double", "date": "date", "boolean": "boolean", "list": "double"}  # fmt: skip
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
            properties[column.name] = {"type": _TYPES[column.kind]}
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
        document = {name: value for name, value in fact.items() if value is not None}
        if last := fact["period_end"] or fact["period_start"]:
            document["period"] = {"gte": fact["period_start"] or last, "lte": last}
        if fact["id"] in links:
            document["links"] = links[fact["id"]]
        yield name_of(report.id, fact["id"]), document


def name_of(report: str, fact: str) -> str:
    """The id of a fact's document: the same whenever it is sent, so that it takes the place of itself.

    >>> name_of("01fd20e779381855", "37fb5f4e62850418")
    '01fd20e779381855-37fb5f4e62850418'
    """
    return f"{report}-{fact}"


def write_bulk(path: Path, connection: sqlite3.Connection, reports: Sequence[StoredReport]) -> int:
    """Write the body of a bulk request, two lines a fact; returns the number of facts."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for report in reports:
            for name, document in documents(connection, report):
                file.write(f"{line_of({'index': {'_id': name}})}\n{line_of(document)}\n")
                count += 1
    return count


def write_deletions(path: Path, connection: sqlite3.Connection, feed: Feed) -> int:
    """Write the body of a bulk request that deletes what a feed no longer has; returns the number of facts."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for report, fact in facts_to_delete(connection, feed):
            file.write(line_of({"delete": {"_id": name_of(report, fact)}}) + "\n")
            count += 1
    return count
