"""The JSON answers: as their OpenAPI document says, and the same as what the commands print."""

import json
import random
import re
from pathlib import Path

import jsonschema
import pytest
from openapi_spec_validator import validate
from starlette.routing import Route
from starlette.testclient import TestClient

import textmine
from textmine.cli.main import main
from textmine.store import reading
from textmine.store.readback import report_rows
from textmine.web.app import ROUTES, create_app


@pytest.fixture(scope="module")
def document(client) -> dict:
    return client.get("/openapi.json").json()


def asked(client, document: dict, path: str, template: str, **params):
    """An answer, after a look whether it is one that the document announces."""
    answer = client.get(path, params=params or None)
    told = document["paths"][template]["get"]["responses"][str(answer.status_code)]
    schema = told["content"]["application/json"]["schema"] | {"components": document["components"]}
    jsonschema.validate(answer.json(), schema)
    assert answer.headers["content-type"] == "application/json"
    return answer


def test_the_document_is_openapi(document):
    validate(document)
    assert document["info"]["version"] == textmine.__version__


def test_the_document_names_every_route(document):
    routes = {route.path for route in ROUTES if isinstance(route, Route) and route.path.startswith("/api/")}
    assert set(document["paths"]) == routes


def test_search_prints_what_the_command_prints(client, document, store: Path, capsys):
    query = "公开 year:2018..2021"
    assert main(["search", str(store), query, "--json", "--limit", "5"]) == 0
    wanted = json.loads(capsys.readouterr().out)
    assert asked(client, document, "/api/search", "/api/search", q=query, limit=5).json() == wanted


def test_pages_of_search_follow_each_other(client, document):
    every = asked(client, document, "/api/search", "/api/search", q="year:2000..", limit=500).json()["hits"]
    got, after = [], ""
    while after is not None:
        page = asked(client, document, "/api/search", "/api/search", q="year:2000..", limit=7, after=after).json()
        got += page["hits"]
        after = page["after"]
    assert got == every
    assert len(got) > 50


def test_facets_are_counts_over_the_facts_found(client, document):
    hits = asked(client, document, "/api/search", "/api/search", q="公开", limit=500).json()["hits"]
    found = asked(client, document, "/api/facets", "/api/facets", q="公开").json()
    assert (found["total"], found["more"]) == (len(hits), False)
    for name in ("body", "unit", "category", "status"):
        told = [hit[name] for hit in hits if hit[name] is not None]
        assert {each["value"]: each["count"] for each in found["facets"][name]} == {v: told.count(v) for v in told}


def test_reports(client, document, ids, store: Path):
    got, after = [], ""
    while after is not None:
        page = asked(client, document, "/api/reports", "/api/reports", limit=3, after=after).json()
        got += page["reports"]
        after = page["after"]
    assert sorted(entry["id"] for entry in got) == sorted(set(ids.values()))
    for report in ids.values():
        answer = asked(client, document, f"/api/report/{report}", "/api/report/{id}").json()
        with reading(store) as connection:
            assert answer == json.loads(json.dumps(report_rows(connection, report)))
        text = answer["reports"][0]["text"]
        assert all(text[fact["start"] : fact["end"]] == fact["quote"] for fact in answer["facts"])


def test_fact(client, document, fact_ids):
    answer = asked(client, document, f"/api/fact/{fact_ids['3个工作日']}", "/api/fact/{id}").json()
    assert answer["fact"]["value"] == "3"
    assert answer["rules"]["value"]
    before = {"rel": "changed_to", "forward": False, "other": fact_ids["10个工作日"], "quote": "10个工作日"}
    assert before in answer["links"]


def test_panel_prints_what_the_command_prints(client, document, store: Path, capsys):
    assert main(["panel", str(store), "--measure", "review.*", "--json"]) == 0
    wanted = json.loads(capsys.readouterr().out)
    assert asked(client, document, "/api/panel", "/api/panel", measure="review.*").json() == wanted
    assert {row["mark"] for row in wanted} == {None, "gap", "contradicts"}


def test_measures(client, document):
    found = {each["id"]: each for each in asked(client, document, "/api/measures", "/api/measures").json()}
    assert found["review.total"]["en"] == "administrative reviews: total"
    assert (found["review.total"]["first_year"], found["review.total"]["last_year"]) == (2018, 2022)


@pytest.mark.parametrize(
    ("path", "template", "params", "status"),
    [
        ("/api/search", "/api/search", {"limit": "0"}, 400),
        ("/api/search", "/api/search", {"limit": "x"}, 400),
        ("/api/search", "/api/search", {"limit": "１"}, 400),
        ("/api/search", "/api/search", {"limit": "501"}, 400),
        ("/api/search", "/api/search", {"limit": "9" * 5000}, 400),
        ("/api/search", "/api/search", {"q": "公" * 401}, 400),
        ("/api/search", "/api/search", {"q": "公开", "after": "x"}, 400),
        ("/api/panel", "/api/panel", {}, 400),
        ("/api/report/x", "/api/report/{id}", {}, 404),
        ("/api/fact/x", "/api/fact/{id}", {}, 404),
        ("/api/chart/x", "/api/chart/{id}", {}, 404),
        ("/api/chart/*", "/api/chart/{id}", {}, 404),
    ],
)
def test_refusals(client, document, path, template, params, status):
    assert asked(client, document, path, template, **params).status_code == status


def test_what_costs_too_much_is_refused(store: Path, document):
    client = TestClient(create_app(store, seconds=0), base_url="http://localhost")
    assert asked(client, document, "/api/facets", "/api/facets", q="公开 OR 登记").status_code == 422


def test_a_store_that_is_gone_is_told(store: Path, tmp_path: Path, document):
    copy = tmp_path / "copy.db"
    copy.write_bytes(store.read_bytes())
    client = TestClient(create_app(copy), base_url="http://localhost")
    copy.unlink()
    assert asked(client, document, "/api/search", "/api/search", q="公开").status_code == 503


@pytest.mark.parametrize("path", ["/api/nothing", "/nothing.json"])
def test_what_is_not_there_is_told_as_json(client, path: str):
    answer = client.get(path)
    assert (answer.status_code, list(answer.json())) == (404, ["error"])


def test_no_request_makes_the_server_fail(client):
    """Parameters of every route, put together by chance."""
    dice = random.Random(7)  # noqa: S311  # the same requests on every run
    values = (
        "",
        "x",
        "公开",
        "-1",
        "9" * 30,
        "1.2.3.4.5",
        "review.*",
        "*",
        "[",
        "\0",
        "\ud800",
        "../..",
        "zh",
        "log",
        "'",
        '"',
        "%",
    )
    templates = [route.path for route in ROUTES if isinstance(route, Route)]
    for _ in range(1500):
        path = dice.choice(templates).replace(
            "{id}", dice.choice(("x", "..", "%00", "%ff", "review.total", "0" * 16, "公"))
        )
        names = dice.sample(("q", "limit", "after", "measure", "body", "lang", "scale"), dice.randint(0, 4))
        params = {name: dice.choice(values).encode("utf-8", "surrogatepass") for name in names}
        assert client.get(path, params=params).status_code < 500, (path, params)


def test_addresses_in_the_page_are_routes(client, ids):
    """Every address that a page shows leads somewhere."""
    seen = {"/"}
    waiting = ["/", "/?q=公开", "/measures", "/measure/review.total", f"/report/{ids['reform.txt']}"]
    for page in waiting:
        found = re.findall(r'(?:href|src|data-spec)="(/[^"#]*)', client.get(page).text)
        for address in set(found) - seen:
            seen.add(address)
            assert client.get(address.replace("&amp;", "&")).status_code == 200, address
    assert len(seen) > 30
