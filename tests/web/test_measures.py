"""The views of measures: the table, the chart, the files to keep."""

import csv
import hashlib
import io
import re
from pathlib import Path

import pytest
from lxml import html

from textmine.store import PanelRow, Place
from textmine.web.chart import chart, most_told
from textmine.web.languages import words


def rows_of(page) -> list[list[str]]:
    return [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("//table//tr")]


def test_the_table_marks_gaps_and_contradictions(client):
    page = html.fromstring(client.get("/measure/review.total", params={"lang": "en"}).text)
    assert rows_of(page) == [
        ["Body", "2018", "2019", "2020", "2021", "2022"],
        ["临湖市人民政府", "3", "gap", "7", "9", "≠ contradicts 8 6"],
    ]


def test_values_lead_to_their_places(client):
    page = html.fromstring(client.get("/measure/review.total").text)
    for link in page.xpath("//table//td/a"):
        path, _, place = link.get("href").partition("#")
        report = html.fromstring(client.get(path).text)
        assert report.xpath(f"//a[@id='{place}']")[0].text == link.text


def test_a_measure_that_is_not_there(client):
    for identifier in ("no.such", "*", "review.*"):
        assert client.get(f"/measure/{identifier}").status_code == 404


def test_the_list_has_every_measure(client):
    page = html.fromstring(client.get("/measures", params={"lang": "zh"}).text)
    links = {link.get("href"): link.text for link in page.xpath("//ul[@class='entries']//a")}
    assert links["/measure/review.total"] == "行政复议/总计"
    assert len(links) == len(client.get("/api/measures").json())


def row(body: str, year: int, value: str | None, mark: str | None = None, told: tuple[str, ...] = ()) -> PanelRow:
    places = tuple(
        Place(path="a.txt", start=at, end=at + 1, value=each) for at, each in enumerate(told or (value or "",))
    )
    return PanelRow(
        measure="m", body=body, division=None, zone=None, year=year, value=value, unit="{件}", mark=mark,
        places=() if mark == "gap" else places,
    )  # fmt: skip


ROWS = [row("甲县", 2019, "5"), row("甲县", 2020, None, "gap"), row("甲县", 2021, None, "contradicts", ("6", "8", "6"))]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_chart_has_the_data_and_the_labels(lang: str):
    made = chart(ROWS, title="题", words=words(lang))
    points = [(each["year"], each["value"], each["mark"]) for each in made["data"]["values"]]
    assert points == [
        (2019, 5.0, None),
        (2020, None, "gap"),
        (2021, None, None),
        (2021, 6.0, "contradicts"),
        (2021, 8.0, "contradicts"),
    ]
    assert made["title"] == {"text": "题", "subtitle": "件", "anchor": "start"}
    assert made["encoding"]["color"]["title"] == {"zh": "机构", "en": "Body"}[lang]
    assert "url" not in made["data"]


def test_a_year_that_several_bodies_miss_is_named_once():
    rows = [*ROWS, row("乙县", 2020, None, "gap"), row("乙县", 2022, None, "gap")]
    (layer,) = (each for each in chart(rows, title="", words=words("zh"))["layer"] if "data" in each)
    told = [(each["year"], each["text"], each["body"]) for each in layer["data"]["values"]]
    assert told == [(2020, "缺 2", "甲县, 乙县"), (2022, "缺", "乙县")]


def test_the_logarithmic_scale_has_powers_of_ten():
    made = chart([row("甲县", 2019, "3119")], title="", words=words("en"), logarithmic=True)
    value = made["layer"][0]["encoding"]["y"]
    assert value["scale"] == {"type": "symlog"}
    assert value["axis"]["values"] == [-10000, -1000, -100, -10, -1, 0, 1, 10, 100, 1000, 10000]


def test_the_bodies_with_the_most_years_are_drawn():
    rows = [row(f"县{number:02}", year, "1") for number in range(20) for year in range(2000, 2001 + number)]
    assert most_told(rows) == [f"县{number:02}" for number in range(8, 20)]


def test_every_body_can_be_chosen(client):
    page = html.fromstring(client.get("/measure/review.total").text)
    assert [box.get("value") for box in page.xpath("//input[@name='body']")] == ["临湖市人民政府"]


def test_chosen_bodies_are_drawn(client):
    address = "/api/chart/review.total"
    assert client.get(address, params={"body": "没有"}).json() == client.get(address).json()
    assert client.get(address, params={"body": "临湖市人民政府"}).json() == client.get(address).json()


def cells(answer) -> list[list[str]]:
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_facts_as_csv(client):
    hits = client.get("/api/search", params={"q": "年", "limit": 500}).json()["hits"]
    header, *lines = cells(client.get("/search.csv", params={"q": "年"}))
    assert header == list(hits[0])
    assert [line[0].removeprefix("'") for line in lines] == [hit["id"] for hit in hits]
    assert client.get("/search.json", params={"q": "年"}).json()["hits"] == hits


def test_no_cell_is_a_formula(client):
    for line in cells(client.get("/search.csv", params={"q": "year:2000.."})):
        assert not [cell for cell in line if cell[:1] in set("=+@\t\r") or re.match("-[^0-9]", cell)]


def test_the_panel_as_csv(client):
    header, *lines = cells(client.get("/panel.csv", params={"measure": "review.total"}))
    assert [dict(zip(header, line, strict=True))["value"] for line in lines] == ["3", "", "7", "9", ""]


def test_vendored_files_are_what_their_list_says(root: Path):
    folder = root / "textmine/web/static/vega"
    listed = dict(
        re.findall(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", (folder / "README.md").read_text("utf-8"), re.MULTILINE)
    )
    assert listed == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.js")}
