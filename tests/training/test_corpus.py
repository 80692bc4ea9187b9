"""The labelled passages of the repository hold what their card says, and the check finds what does not."""

import os
from dataclasses import replace

import pytest

from accuracy.suites import exam
from textmine.classify import load_model
from textmine.classify.current import shipped_model
from textmine.read import read_file
from training.corpus import archive, problems, written
from training.outside import gold, rates, second

PASSAGES = written()


def test_the_labelled_passages_are_in_order():
    assert len(PASSAGES) >= 2000
    assert problems(PASSAGES) == []


def test_the_archive_has_labels_and_headings():
    found = archive()
    assert len({passage.document for passage in found}) > 10
    assert all(passage.labels for passage in found)
    assert sum(bool(passage.headings) for passage in found) > 0.9 * len(found)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"labels": ()}, "no label"),
        ({"labels": ("reform.moon",)}, "unknown label reform.moon"),
        ({"text": PASSAGES[0].text + "。"}, "stands there 2 times"),
        ({"document": PASSAGES[-1].document}, "its passages are apart"),
        ({"more": {"kind": "plan"}}, "no year"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value,
)
def test_what_is_wrong_is_found(change: dict[str, object], told: str):
    assert any(told in each for each in problems([PASSAGES[0], replace(PASSAGES[1], **change), *PASSAGES[2:]]))


def test_a_label_with_few_passages_is_found():
    few = [passage for passage in PASSAGES if passage.labels[0] != "remedy"]
    assert problems(few) == ["remedy: 0 passages, less than 20"]


def test_a_sentence_of_a_real_report_is_found():
    sentence = next(passage for passage in PASSAGES if len(passage.text) > 30)
    assert any("real report" in each for each in problems(PASSAGES, [f"甲\n{sentence.text}\n乙"]))


outside = pytest.mark.skipif("TEXTMINE_EXAM" not in os.environ, reason="needs the exam folder, named by TEXTMINE_EXAM")


@outside
def test_no_sentence_is_from_a_real_report():
    texts = [read_file(path).text for path in sorted(exam().reports.iterdir()) if path.suffix not in ("", ".tsv")]
    assert problems(PASSAGES, texts) == []


@outside
@pytest.mark.parametrize(
    ("reports", "least"), [(gold, (0.82, 0.90, 0.65)), (second, (0.76, 0.88, 0.65))], ids=["exam", "second"]
)
def test_the_shipped_model_on_real_reports(reports, least: tuple[float, float, float]):
    found = rates(reports(exam()), load_model(shipped_model()))
    assert (found["accuracy"], found["accepted"], found["macro_f1"]) >= least
    assert found["accepted"] >= least[1]
    assert found["macro_f1"] >= least[2]
    assert found["ece"] <= 0.07
    cues = rates(reports(exam()), None)
    assert found["accuracy"] >= cues["accuracy"]
    assert found["accepted"] > cues["accepted"]
