"""The search page: results by report, the figure marked, filters, pages, what cannot be answered."""

import re
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from textmine.store import reading, search
from textmine.web.app import create_app
from textmine.web.bounded import TooCostly, bounded


def tree(client: TestClient, path: str, **query: str):
    answer = client.get(path, params=query or None)
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def texts(page, path: str) -> list[str]:
    return [" ".join(node.text_content().split()) for node in page.xpath(path)]


def test_without_a_query_the_page_shows_what_there_is(client):
    page = tree(client, "/")
    assert texts(page, "//dl[@class='totals']//dd")[1] == "9"
    assert len(page.xpath("//ul[@class='entries']/li")) == 9


def test_the_figure_is_marked_in_its_sentence(client):
    page = tree(client, "/", q="不动产登记 dimension:time")
    assert sorted(texts(page, "//mark")) == ["10个工作日", "3个工作日"]
    for said in texts(page, "//p[@class='said']"):
        assert said == "不动产登记办理时限由10个工作日压缩至3个工作日。"


@pytest.mark.parametrize("query", ["公开", "year:2020..", "信息 OR 登记", "临湖市的森林覆盖率是多少？"])
def test_the_page_shows_what_the_command_finds(client, store: Path, query: str):
    page = tree(client, "/", q=query)
    with reading(store) as connection:
        found = search(connection, query, limit=25)
    assert found.hits
    shown = [
        link.get("href").rpartition("/")[2] for link in page.xpath("//li[@class='hit']//a[contains(@href, '/fact/')]")
    ]
    assert sorted(shown) == sorted(hit.id for hit in found.hits)
    reports = [link.get("href").rpartition("/")[2] for link in page.xpath("//section[@class='group']/h2/a")]
    assert reports == list(dict.fromkeys(hit.report for hit in found.hits))


def test_pages_follow_each_other_and_show_everything_once(client, store: Path):
    with reading(store) as connection:
        wanted = [hit.id for hit in search(connection, "year:2000..", limit=1000).hits]
    assert len(wanted) > 25
    got: list[str] = []
    path = "/?q=year:2000.."
    while path:
        page = tree(client, path)
        got += [
            link.get("href").rpartition("/")[2]
            for link in page.xpath("//li[@class='hit']//a[contains(@href, '/fact/')]")
        ]
        path = next((link.get("href") for link in page.xpath("//a[@rel='next']")), None)
    assert sorted(got) == sorted(wanted)


def test_filters_lead_to_as_many_facts_as_they_say(client):
    page = tree(client, "/", q="公开 OR 总计")
    links = page.xpath("//aside//details//li/a")
    assert len(links) >= 8
    for link in links:
        count = int(link.xpath("span[@class='count']")[0].text)
        inner = tree(client, link.get("href"))
        (line,) = texts(inner, "//h1")
        assert re.search("[0-9]+", line)[0] == str(count), link.get("href")


def test_a_filter_can_be_taken_away(client):
    page = tree(client, "/", q="公开 year:2020 status:actual")
    away = {link.text_content().split()[0]: link.get("href") for link in page.xpath("//ul[@class='active']//a")}
    assert set(away) == {"year:2020", "status:actual"}
    assert tree(client, away["year:2020"]).xpath("//input[@name='q']")[0].value == "公开 status:actual"


@pytest.mark.parametrize("after", ["x", "1.2", "1.2.3.4.99999999999999999999", "1.2.3.4.5.6", "９" * 5000])
def test_a_place_that_is_none_is_told(client, after: str):
    assert client.get("/", params={"q": "公开", "after": after}).status_code == 400


def test_a_query_that_costs_too_much_is_told(store: Path):
    client = TestClient(create_app(store, seconds=0), base_url="http://localhost")
    answer = client.get("/", params={"q": "公开 OR 登记", "lang": "en"})
    assert answer.status_code == 422
    assert "costs too much" in answer.text


def test_the_clock_stops_any_query(store: Path):
    endless = "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(TooCostly), bounded(store, 0.05) as connection:
        connection.execute(endless).fetchone()


def test_where_counting_takes_too_long_the_results_come_all_the_same(store: Path):
    client = TestClient(create_app(store, counting=0), base_url="http://localhost")
    page = tree(client, "/", q="公开 OR 登记", lang="en")
    assert page.xpath("//li[@class='hit']")
    assert "could not be counted" in page.text_content()


def test_a_store_that_goes_away_is_told(store: Path, tmp_path: Path):
    copy = tmp_path / "copy.db"
    copy.write_bytes(store.read_bytes())
    client = TestClient(create_app(copy), base_url="http://localhost")
    assert client.get("/").status_code == 200
    copy.write_bytes(b"SQLite format 3\0" + bytes(2000))
    answer = client.get("/", params={"q": "公开"})
    assert answer.status_code == 503
    assert "copy.db" in answer.text
