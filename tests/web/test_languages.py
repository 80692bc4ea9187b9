"""The page in Chinese and in English."""

import re
from pathlib import Path

import pytest
from lxml import html

from textmine.web.languages import LANGUAGES, words


def test_both_languages_have_the_same_words():
    keys = [
        {(section, key) for section, table in words(each).strings.items() for key in table if section != "scale"}
        for each in LANGUAGES
    ]
    assert keys[0] == keys[1]


def test_braces_are_the_same_in_both_languages():
    zh, en = (words(each).strings for each in LANGUAGES)
    for section, table in zh.items():
        for key, text in table.items() if section != "scale" else ():
            assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", en[section][key])), key


def test_every_word_is_used(root: Path):
    """Words that are looked up by a code (`rel`, `unit`) are used by name; of the others each stands in the program."""
    by_code = {
        "rel",
        "bound",
        "change",
        "status",
        "source",
        "basis",
        "kind",
        "dimension",
        "unit",
        "facet",
        "group",
        "scale",
        "help",
    }
    program = "".join(
        path.read_text("utf-8") for path in (root / "textmine/web").rglob("*") if path.suffix in (".py", ".html")
    )
    unused = {
        f"{section}.{key}"
        for section, table in words("zh").strings.items()
        for key in table
        if section not in by_code
        if f"'{section}.{key}'" not in program and f'"{section}.{key}"' not in program and not _by_field(section, key)
    }
    assert unused == set()


def _by_field(section: str, key: str) -> bool:
    """Fields of a fact are looked up by the name of the field."""
    fields = {"value", "unit", "period", "indicator", "subject", "bound", "change", "status", "category", "measure"}
    return section == "fact" and key in fields | {"page", "confidence"}


@pytest.mark.parametrize(
    ("headers", "cookie", "query", "language"),
    [
        ({}, None, "", "zh"),
        ({"accept-language": "en-GB,en;q=0.9"}, None, "", "en"),
        ({"accept-language": "fr,en;q=0.4,zh;q=0.6"}, None, "", "zh"),
        ({"accept-language": "en;q=0, *;q=x"}, None, "", "zh"),
        ({"accept-language": "zh"}, "en", "", "en"),
        ({"accept-language": "zh"}, "zh", "?lang=en", "en"),
        ({"accept-language": "en"}, None, "?lang=xx", "en"),
    ],
)
def test_which_language(client, headers, cookie, query, language):
    client.cookies.clear()
    sent = headers | ({"cookie": f"lang={cookie}"} if cookie else {})
    page = html.fromstring(client.get(f"/{query}", headers=sent).text)
    client.cookies.clear()
    assert page.get("lang") == {"zh": "zh-Hans", "en": "en"}[language]


def test_the_switch_keeps_the_query(client):
    client.cookies.clear()
    page = html.fromstring(client.get("/", params={"q": "公开 year:2020"}).text)
    (switch,) = page.xpath("//a[@hreflang]")
    other = html.fromstring(client.get(switch.get("href")).text)
    assert other.get("lang") == "en"
    assert other.xpath("//input[@name='q']")[0].value == "公开 year:2020"
    client.cookies.clear()
