"""JSON-LD read by an RDF library: every fact is an annotation whose selectors lead to its quote."""

import warnings
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef

OA = Namespace("http://www.w3.org/ns/oa#")
PROV = Namespace("http://www.w3.org/ns/prov#")
TM = Namespace("urn:textmine:term:")


@pytest.fixture(scope="module")
def graph(facts_db: Path, tmp_path_factory) -> Graph:
    from textmine.export import export
    from textmine.store import reading

    folder = tmp_path_factory.mktemp("graph")
    with reading(facts_db) as connection:
        export(connection, "jsonld", folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parser uses a class that rdflib deprecates
        return Graph().parse(folder / "facts.jsonld", format="json-ld")


def test_selectors(graph: Graph, stored):
    text_of = {f"urn:textmine:report:{row['id']}": row["text"] for row in stored["reports"]}
    facts = set()
    for annotation in graph.subjects(RDF.type, OA.Annotation):
        target = graph.value(annotation, OA.hasTarget)
        assert graph.value(annotation, OA.motivatedBy) == OA.describing
        assert graph.value(target, RDF.type) == OA.SpecificResource
        selectors = {graph.value(each, RDF.type): each for each in graph.objects(target, OA.hasSelector)}
        place, quoted = selectors[OA.TextPositionSelector], selectors[OA.TextQuoteSelector]
        first, last = (int(graph.value(place, end)) for end in (OA.start, OA.end))
        exact, prefix, suffix = (graph.value(quoted, part) for part in (OA.exact, OA.prefix, OA.suffix))
        text = text_of[str(graph.value(target, OA.hasSource))]
        assert text[first:last] == str(exact)
        assert text[:first].endswith(str(prefix))
        assert text[last:].startswith(str(suffix))
        assert len(prefix) == min(32, first)
        assert len(suffix) == min(32, len(text) - last)
        facts.add(str(graph.value(annotation, OA.hasBody)))
    assert facts == {f"urn:textmine:fact:{row['report']}:{row['id']}" for row in stored["facts"]}


def test_what_facts_say(graph: Graph, stored):
    for row in stored["facts"]:
        fact = URIRef(f"urn:textmine:fact:{row['report']}:{row['id']}")
        value = graph.value(fact, TM.value)
        assert value.datatype == URIRef("http://www.w3.org/2001/XMLSchema#decimal")
        assert (str(value), Decimal(str(value))) == (row["value"], Decimal(row["value"]))
        for name in ("unit", "indicator", "subject", "period_end", "status", "measure", "category"):
            said = graph.value(fact, TM[name])
            assert (None if said is None else str(said)) == row[name]


def test_links(graph: Graph, stored):
    wanted = Counter(
        (row["rel"], f"{row['report']}:{row['source']}", f"{row['report']}:{row['target']}") for row in stored["links"]
    )
    relations = {row["rel"] for row in stored["links"]}
    found = Counter(
        (rel, str(source).removeprefix("urn:textmine:fact:"), str(target).removeprefix("urn:textmine:fact:"))
        for rel in relations
        for source, target in graph.subject_objects(TM[rel])
        if isinstance(target, URIRef)
    )
    assert found == wanted
    assert wanted


def test_provenance(graph: Graph, stored):
    agents = set(graph.subjects(RDF.type, PROV.SoftwareAgent))
    assert agents == {URIRef("urn:textmine:program:test")}
    for annotation in graph.subjects(RDF.type, OA.Annotation):
        activity = graph.value(annotation, PROV.wasGeneratedBy)
        report = graph.value(graph.value(annotation, OA.hasTarget), OA.hasSource)
        assert (activity, PROV.used, report) in graph
        assert graph.value(activity, PROV.wasAssociatedWith) in agents
        assert str(graph.value(report, PROV.wasDerivedFrom)).startswith("ni:///sha-256;")
    titles = {str(title) for title in graph.objects(None, URIRef("http://purl.org/dc/terms/title"))}
    assert titles == {row["title"] for row in stored["reports"]}


def test_the_documented_query(graph: Graph, stored, root: Path):
    page = (root / "docs/exports.md").read_text("utf-8")
    found = graph.query(page.split("```sparql\n")[1].split("```")[0])
    wanted = {(row["start"], row["end"]) for row in stored["facts"] if row["unit"] == "{working_day}"}
    assert {(int(start), int(end)) for _, start, end, _ in found} == wanted
    assert wanted


def test_no_clock(graph: Graph):
    assert not {predicate for predicate in graph.predicates() if "Time" in predicate}
    assert all(isinstance(term, (URIRef, Literal)) or term.n3().startswith("_:") for term in graph.all_nodes())


def test_no_tables_to_choose(export, facts_db: Path, tmp_path: Path):
    code, _, err = export(facts_db, "--to", "jsonld", tmp_path, "--table", "facts")
    assert code == 2
    assert "--table" in err
