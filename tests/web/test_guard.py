"""What may be asked and what a browser may do with the answer; hostile reports and queries."""

import random
import re
from pathlib import Path

import pytest
from lxml import html

from textmine.store import reading
from textmine.web.guard import HEADERS, is_known_host
from writers.small_archive import HOSTILE_TITLE

PAGES = (
    "/", "/?q=公开", "/reports", "/nothing", "/static/page.css", "/static/report.js", "/measures", "/measure/review.total", "/search.csv?q=年",
    "/api/panel?measure=*", "/api/nothing", "/openapi.json",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_has_the_headers(client, path: str):
    answer = client.get(path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("127.0.0.1", True),
        ("127.0.0.1:8001", True),
        ("localhost:80", True),
        ("LOCALHOST", True),
        ("[::1]:8001", True),
        ("192.168.1.7", True),
        ("box.lan:8001", True),
        ("evil.example", False),
        ("evil.example:8001", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example", False),
        ("127.0.0.1@evil.example", False),
        ("[evil.example]", False),
        ("", False),
    ],
)
def test_hosts(host: str, known: bool):  # noqa: FBT001
    assert is_known_host(host, {"box.lan"}) is known


def test_a_foreign_host_gets_nothing(client):
    answer = client.get("/?q=公开", headers={"host": "evil.example"})
    assert answer.status_code == 421
    assert "公开" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_sent(client, method: str):
    assert client.request(method, "/").status_code == 405


def test_nothing_is_written(client, store: Path, ids):
    before = store.read_bytes()
    for path in (*PAGES, *(f"/report/{report}" for report in ids.values())):
        client.get(path)
    assert store.read_bytes() == before
    assert not list(store.parent.glob("facts.db-*"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_hostile_report_is_text(client, ids, store: Path, lang: str):
    with reading(store) as connection:
        facts = connection.execute("SELECT id FROM fact_view WHERE report = ?", (ids["hostile.txt"],)).fetchall()
    assert facts
    paths = ["/", "/reports", "/?q=body:乙县 OR 公开 OR 收费", f"/report/{ids['hostile.txt']}"]
    for path in (*paths, *(f"/fact/{fact}" for (fact,) in facts)):
        answer = client.get(path, params={"lang": lang} if "?" not in path else None)
        page = html.fromstring(answer.text)
        scripts = page.xpath("//script[not(@src) and not(@type='application/json')]")
        assert not scripts
        assert {src.split("?")[0] for src in page.xpath("//@src")} <= {
            f"/static/{name}.js" for name in ("page", "report")
        }
        assert not [name for node in page.iter() for name in node.attrib if name.startswith("on")]
        assert not page.xpath("//@style")
        assert not [href for href in page.xpath("//@href") if not re.match(r"[/#]", href)]
    assert HOSTILE_TITLE in html.fromstring(client.get(f"/report/{ids['hostile.txt']}").text).text_content()


def test_a_hostile_query_is_text(client):
    query = '"><script>alert(1)</script> body:\'"><img src=x onerror=alert(1)>'
    answer = client.get("/", params={"q": query})
    page = html.fromstring(answer.text)
    assert not page.xpath("//img")
    assert page.xpath("//input[@name='q']")[0].value == query
    assert all(script.get("src") for script in page.xpath("//script"))


PARTS = (
    "公开", "登记", "year:", "2019", "..", "<=", "time:", "3个工作日", "-", "OR", '"', "body:", "unit:{件}", "*", "?", "[", "%", "_",
    "\\", "'", "measure:", "value:", "-5", "1e999", "９", "，", " ", "\0", "\ud800", "😀", "区", "a" * 50, "period:", "0000-99-99", "<b>",
    "category:*", "place:", "file:*", "report:", ":", "：", "change:up", "NEAR(", "AND", "NOT", "indicator:", "dimension:time", "\n", "(", ")",
)  # fmt: skip


def test_no_query_makes_the_server_fail(client):
    """2,000 of them, pages and downloads, with places of pages that are none."""
    dice = random.Random(20260101)  # noqa: S311  # the same queries on every run
    for _ in range(2000):
        query = "".join(dice.choice(PARTS) for _ in range(dice.randint(1, 9)))
        params = {"q": query.encode("utf-8", "surrogatepass")}
        if dice.random() < 0.2:
            params["after"] = ".".join(str(dice.randint(-9, 9)) for _ in range(5))
        answer = client.get(
            dice.choice(("/", "/", "/search.csv", "/search.json", "/api/search", "/api/facets")), params=params
        )
        assert answer.status_code in (200, 400, 422), query
