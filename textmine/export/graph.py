"""JSON-LD: each fact as a W3C Web Annotation of the text it was read from, with its provenance (PROV)."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from textmine.export.columns import FACTS, LINKS, REPORTS, Table
from textmine.export.jsonlines import line_of, record_of
from textmine.export.rows import StoredReport, rows

_BASE = "urn:textmine:"
_AROUND = 32  # characters of the text quoted before and after a figure, by which it is found again in a changed text

# The context stands in the file itself: whoever reads it needs no network.
CONTEXT = {
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "tm": f"{_BASE}term:",
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "label": "rdfs:label",
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@id"},
    "generatedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "derivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "associatedWith": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
    "used": {"@id": "prov:used", "@type": "@id"},
}
_RELATIONS = ("changed_to", "part_of", "same_as", "compared_with", "contradicts")
_TYPED = {"decimal": "xsd:decimal", "number": "xsd:double", "date": "xsd:date", "integer": "xsd:integer"}
# Said by the target, by the report, or not part of what the figure says.
_ELSEWHERE = ("id", "report", "title", "body", "division", "zone", "quote", "start", "end", "path", "sentence", "sentence_start", "box", "gone")  # fmt: skip


def write_graph(path: Path, connection: sqlite3.Connection, reports: Sequence[StoredReport]) -> int:
    """Write one JSON-LD document, report by report; returns the number of facts."""
    context = {**CONTEXT, **_terms(FACTS), **{rel: {"@id": f"tm:{rel}", "@type": "@id"} for rel in _RELATIONS}}
    facts = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"@context":{line_of(context)},\n"@graph":[')
        comma = "\n"
        for report in reports:
            for node in _nodes(connection, report):
                file.write(comma + line_of(node))
                comma = ",\n"
                facts += node["@type"] == "oa:Annotation"
        file.write("\n]}\n")
    return facts


def _terms(table: Table) -> dict[str, Any]:
    """What the columns of a table mean as properties, under names that the words of the annotation do not take."""
    return {
        f"tm:{column.name}": {"@id": f"tm:{column.name}", "@type": _TYPED[column.kind]}
        for column in table.columns
        if column.kind in _TYPED
    }


def _nodes(connection: sqlite3.Connection, report: StoredReport) -> Iterator[dict[str, Any]]:
    """The report, the activity that read it with its program, and its facts as annotations."""
    text, program = connection.execute("SELECT text, program FROM reports WHERE pk = ?", (report.key,)).fetchone()
    (row,) = rows(connection, REPORTS, [report])
    told = record_of(REPORTS, row)
    source, activity = f"{_BASE}report:{report.id}", f"{_BASE}reading:{report.id}"
    yield {
        "@id": source,
        "@type": "prov:Entity",
        "derivedFrom": _content(told["sha256"]),
        **_filled({f"tm:{name}": value for name, value in told.items() if name not in ("id", "sha256", "title")}),
        **_filled({"dcterms:title": told["title"]}),
    }
    yield {
        "@id": activity,
        "@type": "prov:Activity",
        "used": source,
        "associatedWith": {
            "@id": f"{_BASE}program:{program}",
            "@type": ["prov:SoftwareAgent", "prov:Agent"],
            "label": f"textmine {program}",
        },
    }
    links: dict[str, dict[str, list[str]]] = {}
    for link in (record_of(LINKS, row) for row in rows(connection, LINKS, [report])):
        links.setdefault(link["source"], {}).setdefault(link["rel"], []).append(_fact(report, link["target"]))
    for fact in (record_of(FACTS, row) for row in rows(connection, FACTS, [report])):
        name = _fact(report, fact["id"])
        start, end = fact["start"], fact["end"]
        said = {f"tm:{key}": value for key, value in fact.items() if key not in _ELSEWHERE}
        yield {
            "@id": f"{_BASE}annotation:{report.id}:{fact['id']}",
            "@type": "oa:Annotation",
            "motivation": "oa:describing",
            "body": {"@id": name, "@type": "tm:Fact", **_filled(said), **links.get(fact["id"], {})},
            "target": {
                "@type": "oa:SpecificResource",
                "source": source,
                "selector": [
                    {"@type": "oa:TextPositionSelector", "start": start, "end": end},
                    {
                        "@type": "oa:TextQuoteSelector",
                        "exact": fact["quote"],
                        "prefix": text[max(0, start - _AROUND) : start],
                        "suffix": text[end : end + _AROUND],
                    },
                ],
            },
            "generatedBy": activity,
        }


def _fact(report: StoredReport, identifier: str) -> str:
    return f"{_BASE}fact:{report.id}:{identifier}"


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _content(sha256: str) -> str:
    """The name of bytes by their SHA-256, as RFC 6920 has it.

    >>> _content("7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069")
    'ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk'
    """
    digits = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digits}"
