"""Formulas, repetitions, rates, and which passages to label next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import textmine
from textmine.classify.boilerplate import is_boilerplate, repeated
from textmine.classify.labelled import Labelled, parse, read_labels, written
from textmine.classify.metrics import calibration_error, measure
from textmine.classify.suggest import Candidate, suggest
from textmine.errors import LabelError
from textmine.schema.structure import Label


@pytest.mark.parametrize(
    "text",
    ["暂无其他需要说明的事项。", "无。", "2023年我区无其他需要报告的事项。", "其他需要报告的事项：无。", "特此报告。", "（此件公开发布）",
     "附件1", "我局本年度没有需要说明的其他事项", "【打印】【关闭】"],
)  # fmt: skip
def test_formulas(text: str):
    assert is_boilerplate(text)


@pytest.mark.parametrize(
    "text",
    ["没有公开。", "本年度无行政复议案件。", "全年公开信息364条，特此报告如下。", "2015年全区未收到有关政府信息公开申请。", "", "暂不收费。", "附件：统计表"],
)  # fmt: skip
def test_no_formulas(text: str):
    assert not is_boilerplate(text)


def test_a_report_says_which_passages_are_formulas_or_repeat_others():
    text = "一、总体情况\n全年公开信息364条，办结率100%。\n二、其他\n暂无其他需要说明的事项。\n全年公开信息364条， 办结率100%。\n"
    found = textmine.mine(text).passages
    assert [(passage.boilerplate, passage.repeats) for passage in found] == [(False, None), (True, None), (False, "p0")]


@given(st.lists(st.text("甲乙丙 ", max_size=9), max_size=9))
def test_repetitions_point_to_the_first(texts: list[str]):
    for number, earlier in enumerate(repeated(texts)):
        if earlier is not None:
            assert earlier < number
            assert "".join(texts[earlier].split()) == "".join(texts[number].split())
            assert repeated(texts)[earlier] is None


def found(**scores: float) -> tuple[Label, ...]:
    return tuple(Label(label=label, score=score) for label, score in scores.items())


def test_rates():
    rates = measure([found(a=0.9, b=0.4), found(b=0.8), found(other=1.0)], [["a"], ["a", "b"], []])
    assert (rates["accuracy"], rates["accepted"], rates["passages"]) == (0.6667, 1.0, 3)
    assert rates["labels"]["a"] == {"precision": 1.0, "recall": 0.5, "f1": 0.6667, "passages": 2}
    assert rates["confusion"] == [("a", "b", 1)]
    assert rates["all_labels"] == {"precision": 0.5, "recall": 0.6667}


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_the_calibration_error_is_a_share(pairs: list[tuple[float, bool]]):
    assert 0 <= calibration_error(*map(list, zip(*pairs, strict=True))) <= 1


def test_doubtful_passages_come_first_and_the_same_words_once():
    rows = [
        ("甲", found(a=0.9)),
        ("乙", found(a=0.5, b=0.45)),
        ("乙 ", found(a=0.5, b=0.45)),
        ("丙", found(b=0.6, a=0.2)),
    ]
    candidates = [Candidate(passage=Labelled(document="d", text=text), found=labels) for text, labels in rows]
    assert [each.passage.text for each in suggest(candidates, 9)] == ["乙", "丙", "甲"]
    assert [each.passage.text for each in suggest(candidates, 1)] == ["乙"]
    assert suggest([], 5) == []


def test_no_label_and_no_report_takes_all():
    sure = [Candidate(passage=Labelled(document="x", text=f"甲{n}"), found=found(a=0.3)) for n in range(50)]
    others = [Candidate(passage=Labelled(document=f"y{n}", text=f"乙{n}"), found=found(b=0.9)) for n in range(10)]
    chosen = suggest([*sure, *others], 10)
    assert sum(each.found[0].label == "b" for each in chosen) >= 5
    assert len(suggest([*sure, *others], 55)) == 55


def test_labelled_passages_are_read_as_they_were_written(tmp_path):
    rows = [Labelled(document="a", text="甲\n乙", headings=("一",), labels=("x", "y"), more={"note": "难"})]
    rows.append(Labelled(document="r", report="r", passage="p1", start=0, end=1, text="丙"))
    path = tmp_path / "labels.jsonl"
    path.write_text(written(rows), "utf-8")
    assert read_labels(path) == read_labels(tmp_path) == rows


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "labels.jsonl:2"),
        ("[]", "JSON object"),
        ('{"text": "甲"}', "document"),
        ('{"document": "a"}', "text"),
        ('{"document": "a", "text": " "}', "text"),
        ('{"document": "a", "text": "甲", "labels": "x"}', "labels: must be a list"),
        ('{"document": "a", "text": "甲", "labels": ["x", "x"]}', "twice"),
        ('{"document": "a", "text": "甲", "labels": [""]}', "empty"),
        ('{"document": "a", "text": "甲", "start": true}', "start: must be a whole number"),
    ],
)
def test_bad_lines_are_refused_with_their_place(tmp_path, line: str, told: str):
    path = tmp_path / "labels.jsonl"
    path.write_text(f'{{"document": "a", "text": "甲"}}\n{line}\n', "utf-8")
    with pytest.raises(LabelError, match=told) as error:
        read_labels(path)
    assert f"{path}:2" in str(error.value)


def test_a_missing_or_empty_place_is_told(tmp_path):
    with pytest.raises(LabelError, match="No such file"):
        read_labels(tmp_path / "none.jsonl")
    with pytest.raises(LabelError, match=r"no \.jsonl file"):
        read_labels(tmp_path)
    (tmp_path / "bad.jsonl").write_bytes(b"\xff")
    with pytest.raises(LabelError, match=r"bad\.jsonl"):
        read_labels(tmp_path)


def test_parse_keeps_what_it_does_not_know():
    assert parse({"document": "a", "text": "甲", "kind": "plan"}).to_dict()["kind"] == "plan"
