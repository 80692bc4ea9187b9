"""The bulk request, line by line against the template, and loaded into a server."""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from opensearchpy import OpenSearch

from textmine.export.bulk import TEMPLATES, template

osmem = pytest.importorskip("osmem_server", reason="osmem-server has no wheel for this platform")
INDEX = "textmine-facts"


@pytest.fixture(scope="module")
def folder(facts_db: Path, tmp_path_factory) -> Path:
    from textmine.export import export
    from textmine.store import reading

    made = tmp_path_factory.mktemp("bulk")
    with reading(facts_db) as connection:
        export(connection, "opensearch", made)
    return made


@pytest.fixture(scope="module")
def bulk(folder: Path) -> str:
    return (folder / "facts.ndjson").read_text("utf-8")


@pytest.fixture(scope="module")
def client(folder: Path, bulk: str) -> Iterator[OpenSearch]:
    """A server of its own with the template put in place and the facts loaded."""
    with osmem.OsmemServer.start(japanese=False) as server:
        client = OpenSearch(hosts=[server.url])
        client.indices.put_index_template(
            name="textmine", body=json.loads((folder / "template.json").read_text("utf-8"))
        )
        client.indices.create(index=INDEX)
        load(client, bulk)
        yield client
        client.close()
    for pipe in filter(None, (server.process.stdin, server.process.stdout, server.process.stderr)):
        pipe.close()


def load(client: OpenSearch, bulk: str) -> set[str]:
    """Send a bulk request; returns what became of its documents."""
    answer = client.bulk(body=bulk, index=INDEX, refresh=True)
    assert not answer["errors"], [item for item in answer["items"] if item["index"]["status"] > 201][:3]
    return {item["index"]["result"] for item in answer["items"]}


def found(client: OpenSearch, query: dict) -> set[str]:
    answer = client.search(index=INDEX, body={"query": query, "size": 10_000, "_source": False})
    return {hit["_id"] for hit in answer["hits"]["hits"]}


def names(rows) -> set[str]:
    return {f"{row['report']}-{row['id']}" for row in rows}


class TestLines:
    def test_actions(self, bulk: str, stored):
        actions = [json.loads(line) for line in bulk.splitlines()[::2]]
        assert {action["index"]["_id"] for action in actions} == names(stored["facts"])
        assert all(list(action) == ["index"] and list(action["index"]) == ["_id"] for action in actions)
        assert len(actions) == len(stored["facts"])

    def test_every_document_fits_the_template(self, bulk: str):
        properties = template("template.json")["template"]["mappings"]["properties"]
        wrong = [
            (name, value)
            for line in bulk.splitlines()[1::2]
            for name, value in json.loads(line).items()
            if not suits(value, properties[name])
        ]
        assert wrong == []

    def test_every_document_says_what_the_store_says(self, bulk: str, stored):
        by_name = {f"{row['report']}-{row['id']}": row for row in stored["facts"]}
        links = {(row["report"], row["source"], row["rel"], row["target"]) for row in stored["links"]}
        lines = bulk.splitlines()
        for action, line in zip(lines[::2], lines[1::2], strict=True):
            row, document = by_name[json.loads(action)["index"]["_id"]], json.loads(line)
            for link in document.pop("links", ()):
                links.remove((row["report"], row["id"], link["rel"], link["target"]))
            document.pop("period", None)
            assert document == {name: value for name, value in row.items() if value is not None and name != "pk"}
        assert links == set()


def suits(value, field: dict) -> bool:
    """Whether a value is what a field of the mapping takes."""
    if "properties" in field:
        return all(suits(inner, field["properties"][name]) for each in value for name, inner in each.items())
    kind = field["type"]
    if isinstance(value, list):
        return kind == "double" and all(isinstance(each, float | int) for each in value)
    if kind == "date_range":
        return value.keys() == {"gte", "lte"} and value["gte"] <= value["lte"]
    if kind == "date":
        return re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None
    types = {"text": str, "keyword": str, "integer": int, "double": float, "boolean": bool}
    return type(value) is types[kind] and (kind != "keyword" or len(value.encode()) <= 32_766)


def test_templates_differ_in_how_they_cut_words_only():
    def without_words(name: str) -> str:
        made = template(name)
        for field in made["template"]["mappings"]["properties"].values():
            field.pop("analyzer", None)
            field.pop("search_analyzer", None)
        return json.dumps(made)

    assert len({without_words(name) for name in TEMPLATES}) == 1
    analyzers = [template(name)["template"]["mappings"]["properties"]["sentence"]["analyzer"] for name in TEMPLATES]
    assert analyzers == ["cjk", "smartcn", "ik_max_word"]


def test_the_files_hold_the_templates(folder: Path):
    assert {path.name for path in folder.iterdir()} == {"facts.ndjson", "manifest-opensearch.json", *TEMPLATES}
    for name in TEMPLATES:
        assert json.loads((folder / name).read_text("utf-8")) == template(name)


def test_loading_twice_changes_nothing(client: OpenSearch, bulk: str, stored):
    before = client.count(index=INDEX)["count"]
    assert load(client, bulk) == {"updated"}
    assert client.count(index=INDEX)["count"] == before == len(stored["facts"])


def test_phrases_find_what_a_scan_finds(client: OpenSearch, stored):
    """A hundred substrings of sentences and as many words whose characters stand in another order."""
    choose = random.Random(20240617)  # noqa: S311  # a choice that is the same on every run
    sentences = [row["sentence"] for row in stored["facts"]]
    for number in range(200):
        sentence = choose.choice(sentences)
        start = choose.randrange(len(sentence))
        word = sentence[start : start + choose.randint(1, 8)]
        if number % 2:
            word = "".join(choose.sample(word, len(word)))
        wanted = names(row for row in stored["facts"] if word.lower() in row["sentence"].lower())
        assert found(client, {"match_phrase": {"sentence.chars": word}}) == wanted, word


def test_filters(client: OpenSearch, stored):
    limit = {"bool": {"filter": [{"term": {"unit": "{working_day}"}}, {"range": {"value_real": {"lte": 20}}}]}}
    wanted = names(row for row in stored["facts"] if row["unit"] == "{working_day}" and row["value_real"] <= 20)
    assert found(client, limit) == wanted != set()
    overlap = {"range": {"period": {"gte": "2016-06-01", "lte": "2016-08-31", "relation": "intersects"}}}
    wanted = names(
        row
        for row in stored["facts"]
        if row["period_end"]
        and (row["period_start"] or row["period_end"]) <= "2016-08-31"
        and row["period_end"] >= "2016-06-01"
    )
    assert found(client, overlap) == wanted != set()
    assert found(client, {"term": {"value": "123456789012345678901234567890.5"}}) == names(
        row for row in stored["facts"] if row["value"] == "123456789012345678901234567890.5"
    )


def test_the_documented_query(client: OpenSearch, root: Path):
    page = (root / "docs/exports.md").read_text("utf-8").split("### OpenSearch")[1]
    query = json.loads(page.split("```json\n")[1].split("```")[0])
    query["query"]["bool"]["filter"] = query["query"]["bool"]["filter"][:3]
    answer = client.search(index=INDEX, body=query)
    assert answer["hits"]["total"]["value"] == sum(
        each["doc_count"] for each in answer["aggregations"]["bodies"]["buckets"]
    )


def test_an_unknown_field_is_refused(client: OpenSearch):
    answer = client.bulk(body='{"index":{"_id":"x"}}\n{"colour":"red"}\n', index=INDEX)
    assert answer["errors"]
