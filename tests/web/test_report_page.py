"""The view of a report: every character once, figures that can be jumped to, tables with their checks."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from starlette.testclient import TestClient

from textmine.store import explanation, open_store, reading
from textmine.store.readback import report_rows
from textmine.web.app import create_app
from textmine.web.grids import grids
from textmine.web.pieces import blocks
from textmine.web.reading import web_address
from writers.small_archive import FILES


def view(client, report: str, lang: str = "en"):
    answer = client.get(f"/report/{report}", params={"lang": lang})
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_text_is_shown_as_it_stands(client, store: Path, ids, name: str):
    with reading(store) as connection:
        (row,) = report_rows(connection, ids[name])["reports"]
    page = view(client, ids[name])
    shown = page.xpath("//*[contains(@class, 'heading') or contains(@class, 'words')]")
    assert squeezed("".join(node.text_content() for node in shown)) == squeezed(row["text"])


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_fact_has_its_place_and_its_explanation(client, store: Path, ids, name: str):
    with reading(store) as connection:
        rows = report_rows(connection, ids[name])
    page = view(client, ids[name])
    told = json.loads(page.xpath("//script[@id='explained']")[0].text)
    assert set(told) == {fact["id"] for fact in rows["facts"]}
    for fact in rows["facts"]:
        places = page.xpath(f"//*[@id='f-{fact['id']}']")
        assert len(places) == 1
        assert told[fact["id"]]["quote"] == fact["quote"]
    every = page.xpath("//@id")
    assert len(every) == len(set(every))


def test_links_between_figures_are_told_from_both_sides(client, ids, fact_ids):
    told = json.loads(view(client, ids["reform.txt"]).xpath("//script[@id='explained']")[0].text)
    before, after = fact_ids["10个工作日"], fact_ids["3个工作日"]
    assert ["changed to", after, "3个工作日"] in told[before]["links"]
    assert ["changed from", before, "10个工作日"] in told[after]["links"]
    assert ["part of", fact_ids["5400件"], "5400件"] in told[fact_ids["2300件"]]["links"]


def test_a_failed_check_is_told_by_sign_and_word(client, ids):
    page = view(client, ids["form-2021.txt"])
    cells = page.xpath("//td[@class='failed']")
    assert [squeezed(cell.xpath(".//a")[0].text) for cell in cells] == ["1", "7", "0", "0", "9"]
    assert all("✗" in cell.text_content() and "fails" in cell.text_content() for cell in cells)
    (check,) = page.xpath("//li[@class='bad']")
    assert re.search(r"fails: .*总计.*expected\s+8,\s+actual\s+9", " ".join(check.text_content().split()))
    assert not view(client, ids["form-2020.txt"]).xpath("//td[@class='failed']")


def test_sections_lead_to_their_headings(client, ids):
    page = view(client, ids["reform.txt"])
    links = page.xpath("//nav[@class='tree']//a")
    assert [link.text for link in links][-1] == "三、存在问题"
    for link in links:
        (heading,) = page.xpath(f"//*[@id='{link.get('href')[1:]}']")
        assert link.text in heading.text_content()


def test_passages_have_a_colour_and_a_label_in_words(client, ids):
    page = view(client, ids["reform.txt"], "zh")
    passages = page.xpath("//div[contains(@class, 'passage ')]")
    assert len(passages) >= 3
    for passage in passages:
        assert re.search(r"cat-\w+", passage.get("class"))
        assert passage.xpath("p[@class='label']")[0].text_content().strip()


def test_a_fact_has_a_view_of_its_own(client, store: Path, fact_ids):
    with reading(store) as connection:
        wanted = explanation(connection, fact_ids["1.2万户"])
    answer = client.get(f"/fact/{fact_ids['1.2万户']}", params={"lang": "zh"})
    page = html.fromstring(answer.text)
    assert page.xpath("//mark")[0].text == "1.2万户"
    rows = {row.xpath("th")[0].text: row.xpath("td") for row in page.xpath("//tbody/tr")}
    assert rows["数值"][0].text == "12,000 户"
    assert rows["数值"][1].text == wanted.rules["value"]


@pytest.mark.parametrize(
    "path", ["/report/no", "/report/", "/fact/zz", "/fact/" + "0" * 16, "/nothing", "/static/../app.py"]
)
def test_what_is_not_there_is_told(client, path: str):
    assert client.get(path).status_code == 404


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12)), max_size=6)


@given(st.text(min_size=1, max_size=30), SPANS, SPANS, SPANS, SPANS)
def test_blocks_hold_every_character_once(text: str, passages, headings, tables, facts):
    def rows(spans, end: str):
        return [
            {"id": str(number), "start": start, end: min(start + size, len(text))}
            for number, (start, size) in enumerate(spans)
            if start < len(text)
        ]

    figures = rows(facts, "end")
    found = blocks(text, rows(headings, "body"), rows(passages, "end"), rows(tables, "end"), figures)
    assert "".join(run.text for block in found for run in block.runs) == text
    shown = [block.row["id"] for block in found if block.kind == "table"]
    assert sorted(shown) == sorted(row["id"] for row in rows(tables, "end"))
    firsts = [fact for block in found for run in block.runs if run.first for fact in run.facts]
    assert sorted(firsts) == sorted(row["id"] for row in figures if row["start"] < row["end"])


def test_a_report_whose_file_is_gone_says_so(store: Path, ids, tmp_path: Path):
    copy = tmp_path / "facts.db"
    copy.write_bytes(store.read_bytes())
    with open_store(copy, program="test") as writer:
        writer.mark_gone([source.path for source in writer.sources() if source.path.endswith("reform.txt")])
    client = TestClient(create_app(copy), base_url="http://localhost", headers={"accept-language": "en"})
    assert "The files of this report are gone" in client.get(f"/report/{ids['reform.txt']}").text
    assert "3个工作日" not in client.get("/", params={"q": "不动产登记"}).text
    assert "The files of this report are gone" in client.get("/", params={"q": "不动产登记 gone:yes"}).text


def test_a_figure_of_a_pdf_names_its_page_and_its_box(client, store: Path, ids):
    with reading(store) as connection:
        fact = next(fact for fact in report_rows(connection, ids["paper.pdf"])["facts"] if fact["quote"] == "364项")
    left, bottom, right, top = fact["box"]
    wanted = f"page {fact['page']}, left {left}, bottom {bottom}, right {right}, top {top} points"
    told = json.loads(view(client, ids["paper.pdf"]).xpath("//script[@id='explained']")[0].text)
    assert ["Page", wanted, ""] in told[fact["id"]]["fields"]
    assert fact["page"] > 1
    assert wanted in client.get(f"/fact/{fact['id']}", params={"lang": "en"}).text
    assert client.get(f"/api/fact/{fact['id']}").json()["fact"]["box"] == fact["box"]


@pytest.mark.parametrize(
    ("told", "link"),
    [
        ("https://a.example/1.html", "https://a.example/1.html"),
        ("http://a.example", "http://a.example"),
        ("javascript:alert(1)", None),
        (" JavaScript:alert(1)", None),
        ("data:text/html,x", None),
        ("//a.example", None),
        ("http://[", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_a_link_where_it_is_one_of_the_web(told: str | None, link: str | None):
    assert web_address(told) == link


@pytest.mark.parametrize(
    ("expected", "rule", "unread"), [("3", "总计=各项之和", False), ("1种读法", "复议: 3格", True)]
)
def test_only_a_row_of_glued_digits_is_told_as_unread(expected: str, rule: str, unread: bool):  # noqa: FBT001
    table = {"id": "t1", "title": "复议"}
    cell = {"table": "t1", "row": [], "column": ["总计"], "text": "", "start": None, "end": None}
    check = {"table": "t1", "rule": rule, "expected": expected, "actual": "0", "ok": False, "places": []}
    (line,) = grids([table], [cell], [check], [])["t1"].lines
    assert [shown.open for (shown,) in line.cells] == [unread]
