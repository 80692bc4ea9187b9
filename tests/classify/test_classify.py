"""Categories of passages: headings, words, the kind of report, and passages that fit nothing."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from textmine.classify import classify
from textmine.classify.evaluation import labelled_by
from textmine.lexicon.taxonomy import taxonomy
from textmine.segment.tokenizer import cut
from training.corpus import archive

ROOT = Path(__file__).parents[2]
CASES = json.loads((Path(__file__).parent / "cases/passages.json").read_text("utf-8"))

DISCLOSURE = ("本年度主动公开政府信息120条。", ["某县2020年政府信息公开工作年度报告", "一、主动公开政府信息情况"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['label']}: {case['text'][:14]}")
def test_labels_a_passage(case: dict[str, object]) -> None:
    (labels,) = classify([(case["text"], case["headings"])])
    assert labels[0].label == case["label"]


def test_the_kind_of_report_decides_between_disclosing_and_doing() -> None:
    passage = ("全市幼儿园招生与中小学入学工作平稳有序，学位增加1200个。", ["教育"])
    alone = classify([passage, ("全年生产总值增长6%，新增就业3万人。", ["工作回顾"])])
    among = classify([passage, DISCLOSURE, DISCLOSURE])
    assert alone[0][0].label == "work.livelihood"
    assert among[0][0].label == "disclosure.education"


def test_scores_lie_between_nought_and_one_and_fall() -> None:
    for labels in classify([(case["text"], case["headings"]) for case in CASES]):
        scores = [label.score for label in labels]
        assert all(0 <= score <= 1 for score in scores)
        assert scores == sorted(scores, reverse=True)
        assert len({label.label for label in labels}) == len(labels)


@pytest.mark.parametrize("text", ["", " \n", "天气晴。", "\ud800", "a" * 10, "𠮷𠮷"], ids=repr)
def test_what_fits_nothing_is_other(text: str) -> None:
    assert [label.label for label in classify([(text, [])])[0]] == ["other"]


def test_no_passages_no_labels() -> None:
    assert classify([]) == []


def test_every_label_of_the_taxonomy_has_a_source_and_cues() -> None:
    assert len(taxonomy().categories) == 45
    assert all(c.source and c.zh and c.headings and c.strong for c in taxonomy().categories)


@pytest.mark.skipif("TEXTMINE_EXAM" not in os.environ, reason="needs the exam folder, named by TEXTMINE_EXAM")
def test_the_taxonomy_is_that_of_the_exam() -> None:
    lines = (Path(os.environ["TEXTMINE_EXAM"]) / "taxonomy.tsv").read_text("utf-8").splitlines()[1:]
    assert [(c.label, c.zh) for c in taxonomy().categories] == [tuple(line.split("\t")[0:3:2]) for line in lines]


def test_labels_do_not_depend_on_the_hash_seed() -> None:
    program = (
        "import json,sys; from textmine.classify import classify; "
        "print([l for l in classify([(c['text'], c['headings']) for c in json.load(open(sys.argv[1], encoding='utf-8'))])])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, str(Path(__file__).parent / "cases/passages.json")],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(outputs) == 1


def test_labelling_imports_no_scikit_learn() -> None:
    program = (
        "import sys, textmine; assert textmine.mine('企业开办。').passages[0].category; "
        "print('sklearn' in sys.modules, 'skops' in sys.modules, 'scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["False"] * 3


def test_time_is_linear_in_the_text() -> None:
    def spent(size: int) -> float:
        begin = time.thread_time()
        classify([("经济增长信息公开" * size, ["公开"])])
        return time.thread_time() - begin

    spent(1)  # the vocabulary is read once
    # Ten times the text takes ten times the time; a quadratic scan would take a hundred times as long.
    assert spent(200_000) < 30 * max(spent(20_000), 0.01)


def test_the_sample_archive_is_labelled_well() -> None:
    passages = archive()
    found = labelled_by(None, passages, cut)
    got = sum(labels[0].label in passage.labels for passage, labels in zip(passages, found, strict=True))
    assert passages
    assert got >= 0.9 * len(passages)
