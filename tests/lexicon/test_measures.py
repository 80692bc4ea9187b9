"""Measures: every cell of every form has one, and each is described."""

import pytest

from textmine.lexicon import table
from textmine.lexicon.forms import form_tables
from textmine.lexicon.measures import measures, sheet_measure


def test_every_cell_of_every_form_counts_a_described_thing():
    known = measures()
    unknown = {m for form in form_tables() for line in form.measures for m in line if m not in known}
    assert unknown == set()


def test_no_two_cells_of_a_form_count_the_same_thing():
    for form in form_tables():
        found = [m for line in form.measures for m in line]
        assert len(found) == len(set(found)), form.id


def test_the_forms_of_2019_and_2021_share_the_ids_of_what_both_count():
    ids = {form.id: {m for line in form.measures for m in line} for form in form_tables()}
    shared = ids["applications-2019"] & ids["applications-2021"]
    assert "request.outcome.denied.state_secret.total" in shared
    assert "request.received.natural_person" in shared
    assert {m.split(".")[2] for m in ids["applications-2019"] ^ ids["applications-2021"]} == {"other"}


def test_every_row_of_the_sheet_names_a_described_measure():
    assert [row["id"] for row in table("measures")["sheet"]["rows"] if row["id"] not in measures()] == []


def test_every_form_named_has_a_source():
    sources = table("measures")["source"]
    assert {form for measure in measures().values() for form in measure.forms} <= set(sources)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (["一、主动公开情况", "(一)主动公开政府信息数(不同渠道和方式公开相同信息计1条)"], "disclosure.proactive"),
        (["主动公开信息数", "1.网站公开"], "disclosure.website"),
        (["受理政府信息依申请公开总数"], "request.received.total"),
        (["五、行政诉讼数量", "(二)被依法纠错数"], "litigation.corrected"),
        (["四、行政复议数量", "(二)被依法纠错数"], "review.corrected"),
        (
            ["三、依申请公开情况", "4.不同意公开答复数", "其中:涉及国家秘密"],
            "request.outcome.denied.state_secret.total",
        ),
        (["被依法纠错数"], None),
        (["绿化面积"], None),
    ],
)
def test_rows_of_older_sheets_are_known_by_their_labels(path, expected):
    assert sheet_measure(path) == expected
