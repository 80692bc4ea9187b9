"""A store opens in Datasette: every table and view that it lists has its page and its JSON, and the indexes can be asked."""

import asyncio
from urllib.parse import quote

import pytest
from datasette.app import Datasette

from textmine.store.index import phrase

TABLES = {
    "cells", "checks", "facts", "files", "indicators", "links", "manners", "passages", "periods", "problems", "reports",
    "sections", "sources", "tables", "terms", "units",
}  # fmt: skip
VIEWS = {"fact_view", "panel", "change_view", "check_view"}


@pytest.fixture
def asked(store):
    """Opens the store in a Datasette of this process and asks it for some paths."""

    def ask(paths):
        async def answers():
            datasette = Datasette([str(store)])
            await datasette.invoke_startup()
            return {path: await datasette.client.get(path) for path in paths}

        return asyncio.run(answers())

    return ask


def test_all_tables_and_views_are_listed(asked):
    listed = asked(["/facts.json"])["/facts.json"].json()
    assert {table["name"] for table in listed["tables"] if not table["hidden"]} == TABLES
    assert {view["name"] for view in listed["views"]} == VIEWS


def test_each_has_its_page(asked):
    answers = asked([f"/facts/{name}{form}" for name in sorted(TABLES | VIEWS) for form in ("", ".json")])
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(answers, 200)


def test_a_view_shows_what_stands_in_the_store(asked):
    rows = asked(["/facts/fact_view.json?_shape=array&unit=%7Bworking_day%7D"])
    (answer,) = rows.values()
    assert [row["quote"] for row in answer.json()] == ["3个工作日"]


def test_the_index_of_passages_is_asked_in_sql(asked):
    sql = f"select count(*) as n from passage_index where passage_index match '{phrase('产登')}'"  # noqa: S608  # our own words
    (answer,) = asked([f"/facts.json?_shape=array&sql={quote(sql)}"]).values()
    assert answer.json() == [{"n": 1}]
