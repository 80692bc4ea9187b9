"""The documentation names everything that a user can meet."""

import re
import sqlite3
from pathlib import Path

import pytest

import textmine
from textmine.schema.reason import Reason

TEXT = "临湖市2019年政府信息公开工作年度报告\n一、总体情况\n2019年，全市公开政府信息364条，同比增长20%。\n"


@pytest.fixture(scope="module")
def output(root: Path) -> dict[str, str]:
    """docs/output.md by heading."""
    parts = re.split(r"^#+ (.+)$", (root / "docs/output.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {heading.strip("`"): body for heading, body in zip(parts[1::2], parts[2::2], strict=True)}


def fields(value: object, place: str = "JSON"):
    """Each field of a JSON value with the heading of docs/output.md that should name it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield place, name
            if name != "rules":
                yield from fields(inner, name if place == "JSON" or name == "period" else place)
    elif isinstance(value, list):
        for inner in value:
            yield from fields(inner, place)


def test_every_field_of_the_json_is_documented(output):
    found = set(fields(textmine.mine(TEXT).to_dict()))
    sections = output | {"period": output["facts"]}
    assert {(place, name) for place, name in found if f"`{name}`" not in sections[place]} == set()


def test_every_schema_field_is_documented(output):
    """Also of things that the small report above does not have."""
    from textmine import schema

    shown = {"Fact": "facts", "Link": "links", "Section": "sections", "Passage": "passages", "Table": "tables"}
    shown |= {"Cell": "tables", "Check": "tables", "Problem": "problems", "Label": "passages", "Period": "facts"}
    internal = {("Section", "body")}
    missing = {
        (kind, name)
        for kind, heading in shown.items()
        for name in getattr(schema, kind).__dataclass_fields__
        if f"`{name}`" not in output[heading]
    }
    assert missing - internal == set()


def test_every_reason_is_documented(output):
    assert [str(reason) for reason in Reason if f"`{reason}`" not in output["Reasons"]] == []


def test_every_column_of_the_store_is_documented(root: Path, output):
    store = sqlite3.connect(":memory:")
    store.executescript((root / "textmine/store/schema.sql").read_text(encoding="utf-8"))
    listed = store.execute("select schema, name, type from pragma_table_list where schema = 'main'").fetchall()
    headings = {"table": "Table `{}", "view": "View `{}", "virtual": "Full-text indexes"}
    missing = {
        (name, column)
        for _, name, kind in listed
        if kind in headings and not name.startswith("sqlite_")
        for _, column, *_ in store.execute(f'pragma table_info("{name}")')
        if f"`{column}`" not in output.get(headings[kind].format(name), "")
    }
    store.close()
    assert missing == set()


def test_every_public_name_is_documented(root: Path):
    pages = "".join(path.read_text(encoding="utf-8") for path in (root / "README.md", *(root / "docs").glob("*.md")))
    assert [name for name in textmine.__all__ if name not in pages] == []


def test_links_between_pages_lead_somewhere(root: Path):
    pages = [root / "README.md", root / "CHANGELOG.md", *root.glob("*/README.md"), *root.glob("docs/*.md")]
    broken = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_scripts_are_documented(root: Path):
    page = (root / "docs/development.md").read_text(encoding="utf-8")
    scripts = [path.name for path in (root / "scripts").iterdir() if path.is_file() and not path.suffix]
    assert [name for name in scripts if f"`scripts/{name}" not in page] == []


def test_the_glossary_has_each_term_once(root: Path):
    rows = re.findall(
        r"^\| ([^|]+) \| ([^|]+) \|", (root / "docs/glossary.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    terms = [row for row in rows if row[0] != "English" and not row[0].startswith("--")]
    for column in (0, 1):
        words = [term[column] for term in terms]
        assert sorted(word for word in set(words) if words.count(word) > 1) == []


def test_the_example_of_the_readme_comes_out_as_it_says(root: Path):
    page = (root / "README.md").read_text(encoding="utf-8")
    sentence = re.search(r"^> (.+)$", page, re.MULTILINE)[1]
    report = textmine.mine(f"2019年，{sentence}\n")
    found = [
        (f"`{fact.quote}`", str(fact.value), f"`{fact.unit}`", fact.indicator, str(fact.period))
        for fact in report.facts
    ]
    rows = re.findall(r"^\| (`[^|]+`) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|", page, re.MULTILINE)
    assert found == rows
    assert [link.rel for link in report.links] == ["changed_to"]
