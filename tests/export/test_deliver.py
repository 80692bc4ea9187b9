"""Facts brought to a server that is busy, refuses, drops connections and answers nonsense: all arrives once, what it refuses is told."""

import json
from pathlib import Path

import pytest
from opensearchpy import OpenSearch

from servers.bulk import Index, serving, wanted
from textmine import mine
from textmine.export import deliver
from textmine.export.bulk import TEMPLATES, documents, template
from textmine.export.rows import stored_reports
from textmine.store import FileRecord, open_store, reading


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the sender has waited; in truth it does not wait."""
    waited: list[float] = []
    monkeypatch.setattr(deliver.time, "sleep", waited.append)
    monkeypatch.setattr(deliver, "ACTIONS", 50)
    return waited


@pytest.mark.parametrize("seed", range(5))
def test_a_server_that_misbehaves_ends_with_the_facts_of_the_store(
    export, facts_db: Path, tmp_path: Path, pauses, seed: int
):
    index = Index(seed)
    index.busy, index.unavailable, index.dropped, index.garbled = 0.3, 0.1, 0.1, 0.05
    facts = wanted(facts_db)
    index.refuses = {sorted(facts)[7]}
    (bad,) = index.refuses
    with serving(index) as url:
        code, out, err = export(
            facts_db, f"{url}/textmine-facts", "--to", "opensearch", "--refused", tmp_path / "refused"
        )
    assert index.held == {name: document for name, document in facts.items() if name != bad}
    assert index.template == template("template.json")
    assert (code, out) == (3, f"facts    {len(facts) - 1} sent, 0 deleted, 1 refused\n")
    assert (
        err
        == f"textmine: {bad}: refused (400, mapper_parsing_exception): the server does not take this document, the others went on\n"
    )
    (line,) = map(json.loads, (tmp_path / "refused").read_text("utf-8").splitlines())
    assert (line["id"], line["status"], line["reason"]) == (bad, 400, "failed to parse: 办结364件")
    assert json.loads(line["sent"].splitlines()[1]) == facts[bad]
    assert pauses
    assert all(0.5 <= pause <= 60 for pause in pauses)
    assert max(index.tries.values()) > 1


def test_a_server_of_opensearch(export, facts_db: Path):
    osmem = pytest.importorskip("osmem_server", reason="osmem-server has no wheel for this platform")
    facts = wanted(facts_db)
    with osmem.OsmemServer.start(japanese=False) as server, OpenSearch(hosts=[server.url]) as client:
        for _ in range(2):
            code, out, err = export(facts_db, f"{server.url}/textmine-facts", "--to", "opensearch")
            assert (code, out, err) == (0, f"facts    {len(facts)} sent, 0 deleted, 0 refused\n", "")
        answer = client.search(index="textmine-facts", body={"size": 10_000})
        assert {hit["_id"]: hit["_source"] for hit in answer["hits"]["hits"]} == facts
        kinds = client.indices.get_mapping(index="textmine-facts")["textmine-facts"]["mappings"]["properties"]
        assert kinds["value"]["type"] == "keyword"  # by the template
    for pipe in filter(None, (server.process.stdin, server.process.stdout, server.process.stderr)):
        pipe.close()


def test_a_server_that_stays_busy_is_given_up_after_six_tries(export, facts_db: Path, pauses):
    index = Index()
    index.busy = 1.0
    with serving(index) as url:
        code, out, err = export(facts_db, url, "--to", "opensearch")
    assert (code, out, err.count("\n")) == (74, "", 1)
    assert "6 times in a row" in err
    assert set(index.tries.values()) == {6}
    assert len(pauses) == 5
    assert all(low <= pause <= 2 * low for pause, low in zip(pauses, (1, 2, 4, 8, 16), strict=True))


def test_a_server_that_says_how_long_it_wants_to_be_left_alone(export, facts_db: Path, pauses):
    index = Index()
    index.down = True
    with serving(index) as url:
        assert export(facts_db, url, "--to", "opensearch")[0] == 74
    assert pauses[0] >= 1


def test_requests_that_are_too_large_are_halved(export, facts_db: Path, pauses):
    index = Index()
    facts = wanted(facts_db)
    index.largest = 3 * max(len(json.dumps(document, ensure_ascii=False).encode()) for document in facts.values())
    with serving(index) as url:
        assert export(facts_db, url, "--to", "opensearch")[0] == 0
    assert index.held == facts
    index.largest = 10
    with serving(index) as url:
        code, out, err = export(facts_db, url, "--to", "opensearch")
    assert (code, out) == (3, f"facts    0 sent, 0 deleted, {len(facts)} refused\n")
    assert err.count("refused (413, too_large)") == len(facts)
    assert pauses == []


def put(store: Path, name: str, text: str) -> None:
    report = mine(text)
    with open_store(store, program="test") as writer:
        writer.record(
            FileRecord(path=name, sha256=report.sha256, status="ok", reason=None, detail="", report=report.id), report
        )


def test_a_feed_moves_its_cursor_when_all_has_arrived(export, tmp_path: Path, pauses):
    """The server fails in the middle of a feed; until one has arrived, the next one says it again, deletions among it."""
    store, cursor, index = tmp_path / "facts.db", tmp_path / "cursor.jsonl", Index()
    put(store, "a", "云岭市2019年年报\n2019年，办结364件，公开12项。\n")
    with serving(index) as url:
        line = (store, url, "--to", "opensearch", "--since", cursor)
        assert export(*line)[1] == "facts    2 sent, 0 deleted, 0 refused\n"
        before = cursor.read_bytes()
        put(store, "b", "临湖市2020年年报\n2020年，办结90件。\n")
        index.dropped = 1.0
        index.applied = lambda _: setattr(index, "down", True)
        assert export(*line)[0] == 74
        assert cursor.read_bytes() == before
        put(store, "a", "云岭市2019年年报\n2019年，办结365件。\n")
        index.dropped, index.applied, index.down = 0, lambda _: None, False
        assert export(*line)[1] == "facts    2 sent, 2 deleted, 0 refused\n"
        assert index.held == wanted(store)
        assert export(*line)[1] == "facts    0 sent, 0 deleted, 0 refused\n"
    assert pauses
    assert {path.name for path in tmp_path.iterdir()} == {"facts.db", "cursor.jsonl", "cursor.jsonl.pending"}


def test_a_server_that_is_not_there(export, facts_db: Path, pauses):
    with serving(Index()) as url:
        pass
    code, out, err = export(facts_db, url, "--to", "opensearch")
    assert (code, out, err.count("\n")) == (74, "", 1)
    assert "no answer (Connection refused)" in err
    assert len(pauses) == 5


@pytest.mark.parametrize("user", ["in the address", "in the surroundings"])
def test_names_and_passwords_are_sent_and_never_told(export, facts_db: Path, pauses, monkeypatch, user: str):
    index = Index()
    with serving(index) as plain:
        url = plain.replace("//", "//reader:s%40cret@") if user == "in the address" else plain
        if url == plain:
            monkeypatch.setenv("TEXTMINE_SINK_USER", "reader")
            monkeypatch.setenv("TEXTMINE_SINK_PASSWORD", "s@cret")
        assert export(facts_db, url, "--to", "opensearch")[0] == 0
        index.down = True
        assert "cret" not in export(facts_db, url, "--to", "opensearch")[2]
    assert index.auth == {"Basic cmVhZGVyOnNAY3JldA=="}
    assert pauses


@pytest.mark.parametrize("url", ["http://[", "http://127.0.0.1:x/y", "https://", "https:///index"])
def test_addresses_that_are_none(export, facts_db: Path, pauses, url: str):
    code, _, err = export(facts_db, url, "--to", "opensearch")
    assert (code, err.count("\n")) == (74, 1)
    assert "as https://host:9200/index" in err
    assert pauses == []


def test_refused_is_for_servers(export, facts_db: Path, tmp_path: Path):
    assert export(facts_db, tmp_path / "out", "--to", "opensearch", "--refused", tmp_path / "x")[0] == 2


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_field_is_matched_by_more_bytes_than_a_server_takes(name: str):
    fields = template(name)["template"]["mappings"]["properties"].values()
    whole = [
        field
        for field in (*fields, *(inner for field in fields for inner in field.get("fields", {}).values()))
        if field.get("type") == "keyword"
    ]
    assert len(whole) > 10
    assert all(4 * field["ignore_above"] <= 32_766 for field in whole)


def test_a_nul_is_never_sent(tmp_path: Path):
    store = tmp_path / "facts.db"
    put(store, "a", "云岭市2019年年报\n2019年，办\0结364件。\n")
    with reading(store) as connection:
        found = [document for report in stored_reports(connection) for _, document in documents(connection, report)]
    assert found
    assert "\\u0000" not in json.dumps(found)
    assert "\ufffd" in found[0]["sentence"]
