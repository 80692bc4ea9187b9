import json
import re

import pytest

from accuracy import build
from accuracy.annotations import AnnotationError, build_gold

TEXT = "公开12条。另公开12条，办结3件。"


def lines(*notes: dict) -> list[str]:
    return [json.dumps(note, ensure_ascii=False) for note in notes]


def test_the_second_place_of_a_quotation():
    gold = build_gold(TEXT, lines({"t": "not", "at": "公开⟦12条⟧", "nth": 2}))
    assert gold["not_figures"] == [{"start": 9, "end": 12, "quote": "12条"}]


def test_a_passage_runs_from_its_first_to_its_last_words():
    gold = build_gold(TEXT, lines({"t": "passage", "from": "另公开", "to": "3件。", "labels": ["overview"]}))
    assert gold["passages"] == [{"start": 6, "end": 18, "labels": ["overview"]}]


def test_places_are_in_order_whatever_the_order_of_lines():
    gold = build_gold(TEXT, lines({"t": "optional", "at": "⟦3件⟧"}, {"t": "optional", "at": "另公开⟦12条⟧"}))
    assert [item["quote"] for item in gold["optional"]] == ["12条", "3件"]


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ({"t": "not", "at": "⟦13条⟧"}, "line 2: is not in the text: '13条'"),
        ({"t": "not", "at": "⟦12条⟧"}, "line 2: stands 2 times, say nth: '12条'"),
        ({"t": "not", "at": "⟦12条⟧", "nth": 3}, "line 2: stands 2 times only: '12条'"),
        ({"t": "not", "at": "3件"}, "line 2: needs one pair of ⟦ and ⟧: '3件'"),
        ({"t": "not", "at": "⟦3⟧⟦件⟧"}, "line 2: needs one pair"),
        ({"t": "nothing"}, "line 2: unknown kind: 'nothing'"),
        ({"t": "passage", "from": "办结", "to": "公开", "labels": ["other"]}, "line 2: does not stand after"),
        ({"t": "link", "rel": "part_of", "source": "a", "target": "b"}, "link to an unknown figure"),
        ({"t": "figure", "id": "a", "at": "⟦3件⟧"}, "ids of more than one figure: a"),
    ],
)
def test_an_annotation_that_does_not_fit_is_named(note, message):
    with pytest.raises(AnnotationError, match=re.escape(message)):
        build_gold(TEXT, lines({"t": "figure", "id": "a", "at": "另公开⟦12条⟧"}, note))


def test_gold_of_the_corpora_is_what_their_annotations_say():
    assert [path.name for path in build.outdated()] == []


def test_every_report_of_the_corpora_has_annotations():
    reports = {path.stem for path in build.CORPORA.glob("reports/*.txt")}
    assert reports == {path.stem for path in build.CORPORA.glob("annotations/*.jsonl")}
    assert reports == {path.name.removesuffix(".gold.json") for path in build.CORPORA.glob("gold/*.gold.json")}


def test_the_data_card_counts_what_is_there():
    card = (build.CORPORA / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([^`]+)` \| .* \| (\d+ \| \d+ \| \d+ \| \d+) \|$", card, re.MULTILINE))
    counted = {}
    for path in sorted(build.CORPORA.glob("gold/*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        cells = [cell for table in gold["tables"] for cell in table["cells"]]
        counts = (len(gold["figures"]), len(gold["links"]), len(gold["not_figures"]), len(cells))
        counted[path.name.removesuffix(".gold.json")] = " | ".join(map(str, counts))
    assert rows == counted
