"""To annotation tools and back: what was labelled comes back, and nothing that does not fit its text."""

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.classify.labelled import Labelled
from textmine.classify.tools import TOOLS, exported, imported

NAMES = {"platform": "公开平台建设", "remedy": "复议与诉讼", "other": "其他", "ours.<tea>": "茶 & 酒"}
PASSAGES = [
    Labelled(document="a", headings=("总结", "平台"), text="改版“网站”。\n两行", labels=("platform", "remedy")),
    Labelled(document="a", text="甲", labels=("ours.<tea>",)),
    Labelled(document="r", report="r", passage="p7", start=3, end=9, text="<b>乙</b>", labels=("remedy",)),
]
texts = st.text(min_size=1, max_size=30).filter(str.strip)
labels = st.lists(st.sampled_from(sorted(NAMES)), min_size=1, unique=True).map(tuple)
passages = st.lists(st.builds(Labelled, document=st.sampled_from("ab"), text=texts, labels=labels), max_size=5)


def annotated(tool: str, text: str) -> str:
    """A tool's export of tasks that someone has confirmed as they were proposed."""
    if tool == "label-studio":
        rows = [
            {**row, "annotations": [{"result": each["result"]} for each in row["predictions"]]}
            for row in json.loads(text)
        ]
        return json.dumps(rows)
    lines = [json.loads(line) for line in text.split("\n") if line]
    extra = {"answer": "accept"} if tool == "prodigy" else {}
    return "\n".join(json.dumps({**line, "id": number, **extra}) for number, line in enumerate(lines))


@pytest.mark.parametrize("tool", sorted(TOOLS))
def test_there_and_back(tool: str):
    text = exported(PASSAGES, TOOLS[tool], NAMES)
    assert imported(annotated(tool, text), TOOLS[tool], PASSAGES, NAMES) == (PASSAGES, [])


@given(passages)
@pytest.mark.parametrize("tool", sorted(TOOLS))
def test_any_passages_come_back(tool: str, passages: list[Labelled]):
    text = annotated(tool, exported(passages, TOOLS[tool], NAMES))
    assert imported(text, TOOLS[tool], passages, NAMES) == (passages, [])


@pytest.mark.parametrize("tool", sorted(TOOLS))
def test_a_text_that_was_changed_is_set_aside_with_its_place(tool: str):
    text = annotated(tool, exported(PASSAGES, TOOLS[tool], NAMES)).replace(
        json.dumps("甲")[1:-1], json.dumps("乙")[1:-1], 1
    )
    found, problems = imported(text, TOOLS[tool], PASSAGES, NAMES)
    assert found == [PASSAGES[0], PASSAGES[2]]
    assert len(problems) == 1
    assert "a#1" in problems[0]
    assert "character 0 '乙', not '甲'" in problems[0]


@pytest.mark.parametrize("tool", sorted(TOOLS))
def test_what_is_not_of_the_source_is_set_aside(tool: str):
    text = annotated(tool, exported(PASSAGES, TOOLS[tool], NAMES))
    assert "no passage of the source" in imported(text, TOOLS[tool], PASSAGES[:1], NAMES)[1][0]
    assert (
        "no label of the taxonomy: remedy"
        in imported(text, TOOLS[tool], PASSAGES, {"platform": "", "ours.<tea>": ""})[1][-1]
    )
    without = text.replace('"key"', '"clef"')
    assert "has no key" in imported(without, TOOLS[tool], PASSAGES, NAMES)[1][0]


def test_two_annotators_who_disagree_are_told():
    (row, *_) = json.loads(exported(PASSAGES, TOOLS["label-studio"], NAMES))

    def said(label: str) -> dict[str, object]:
        return {"result": [{"from_name": "primary", "type": "choices", "value": {"choices": [label]}}]}

    both = {**row, "annotations": [said("platform"), said("remedy"), {**said("other"), "was_cancelled": True}]}
    found, problems = imported(json.dumps([both]), TOOLS["label-studio"], PASSAGES, NAMES)
    assert found[0].labels == ("platform",)
    assert "labelled twice, as platform and as remedy" in problems[0]


def test_what_nobody_labelled_is_left_out():
    tasks = json.loads(exported(PASSAGES, TOOLS["label-studio"], NAMES))
    assert imported(json.dumps(tasks), TOOLS["label-studio"], PASSAGES, NAMES) == ([], [])
    lines = [json.loads(line) for line in exported(PASSAGES, TOOLS["doccano"], NAMES).splitlines()]
    bare = "\n".join(json.dumps({**line, "label": []}) for line in lines)
    assert imported(bare, TOOLS["doccano"], PASSAGES, NAMES) == ([], [])
    skipped = exported(PASSAGES, TOOLS["prodigy"], NAMES).replace('"config"', '"answer": "ignore", "config"')
    assert imported(skipped, TOOLS["prodigy"], PASSAGES, NAMES) == ([], [])


def test_label_studio_in_its_short_form():
    row = {"key": "a#0", "text": PASSAGES[0].text, "primary": "remedy", "further": {"choices": ["platform", "other"]}}
    found, problems = imported(json.dumps([row]), TOOLS["label-studio"], PASSAGES, NAMES)
    assert (found[0].labels, problems) == (("remedy", "platform", "other"), [])


@pytest.mark.parametrize(
    ("chosen", "told"), [(["platform", "remedy"], "2 primary labels"), (["+remedy"], "no primary label")]
)
def test_doccano_needs_one_primary_label(chosen: list[str], told: str):
    row = {"key": "a#0", "text": PASSAGES[0].text, "label": chosen}
    assert told in imported(json.dumps(row), TOOLS["doccano"], PASSAGES, NAMES)[1][0]


@pytest.mark.parametrize("tool", sorted(TOOLS))
@pytest.mark.parametrize(
    "row",
    [
        3,
        None,
        [],
        {"data": 5},
        {"label": [[0, 2, "X"]], "accept": 4, "answer": "accept", "annotations": [7], "data": {}},
    ],
    ids=repr,
)
def test_odd_rows_are_told_and_stop_nothing(tool: str, row: object):
    good = annotated(tool, exported(PASSAGES[:1], TOOLS[tool], NAMES))
    text = json.dumps([row, *json.loads(good)]) if tool == "label-studio" else f"{json.dumps(row)}\n{good}"
    found, problems = imported(text, TOOLS[tool], PASSAGES, NAMES)
    assert found == PASSAGES[:1]
    assert len(problems) <= 1


def test_a_broken_line_is_told_with_its_number():
    good = annotated("prodigy", exported(PASSAGES[:1], TOOLS["prodigy"], NAMES))
    found, problems = imported(f"{good}\n{{", TOOLS["prodigy"], PASSAGES, NAMES)
    assert found == PASSAGES[:1]
    assert problems[0].startswith("line 2: no JSON")


def test_what_is_no_file_of_the_tool_is_refused():
    with pytest.raises(ValueError, match="JSON array"):
        imported("{}", TOOLS["label-studio"], PASSAGES, NAMES)


def test_the_interface_of_label_studio_has_every_label():
    view = ET.fromstring(TOOLS["label-studio"].config(NAMES))  # noqa: S314  # written by ourselves
    fields = {each.get("name"): [choice.get("value") for choice in each] for each in view.iter("Choices")}
    assert fields == {"primary": list(NAMES), "further": list(NAMES)}
    assert {each["text"] for each in json.loads(TOOLS["doccano"].config(NAMES))} == {
        *NAMES,
        *(f"+{name}" for name in NAMES),
    }
