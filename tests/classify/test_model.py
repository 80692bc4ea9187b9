"""A model at work: exact sums, any number of passages, labels that have come to the taxonomy since, and what explains them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.classify import Tokens, classify, load_model
from textmine.classify import model as model_module
from textmine.classify.cues import weigh
from textmine.classify.current import shipped_model
from textmine.classify.explain import explain
from textmine.classify.labels import judge
from textmine.classify.model import leads
from textmine.classify.samples import samples
from textmine.lexicon import use_overlay
from textmine.segment.tokenizer import cut

MODEL = load_model(shipped_model())
PASSAGES = [
    ("各位代表：", ["政府工作报告"]),
    ("本年度收到政府信息公开申请8件，均按期答复。", ["政府工作报告", "依申请公开情况"]),
    ("企业开办时间压缩至1个工作日，简易注销全程网办。", ["政府工作报告", "深化商事制度改革"]),
    ("", ["政府工作报告"]),
]


def tokens(passages):
    headings = {heading for _, path in passages for heading in path}
    return Tokens(texts=[cut(text) for text, _ in passages], headings={heading: cut(heading) for heading in headings})


def test_words_and_cues_decide_together():
    labels = classify(PASSAGES, tokens=tokens(PASSAGES), model=MODEL)
    assert [each[0].label for each in labels[:3]] == ["other", "disclosure.request", "business.registration"]
    for each in labels:
        scores = [label.score for label in each]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        assert len({label.label for label in each}) == len(each)


def test_a_passage_with_two_themes_has_two_labels():
    text = "行政复议案件12件，维持10件；行政诉讼3件。改版门户网站，开设政务微博，公众查阅点增加到6个。"
    passages = [(text, ["政府信息公开工作年度报告"])]
    (labels,) = classify(passages, tokens=tokens(passages), model=MODEL)
    assert {"remedy", "platform"} <= {label.label for label in labels}


@pytest.mark.parametrize("text", ["", " \n", "Lorem ipsum.", "a" * 10, "𠮷𠮷", "1 2 3"], ids=repr)
def test_odd_passages_get_a_label_all_the_same(text: str):
    passages = [(text, [])]
    (labels,) = classify(passages, tokens=tokens(passages), model=MODEL)
    assert labels


@given(st.permutations(range(40)))
def test_sums_do_not_depend_on_the_order_of_the_words(order):
    words = [word for text, _ in PASSAGES for word in cut(text)][:40]
    shuffled = [words[at] for at in order if at < len(words)]
    passages = [("".join(words), [])]
    found = [samples(passages, Tokens(texts=[each], headings={}), weigh(passages)) for each in (words, shuffled)]
    assert (MODEL.word_scores(found[0]) == MODEL.word_scores(found[1])).all()


def test_many_passages_are_taken_in_parts(monkeypatch: pytest.MonkeyPatch):
    whole = judge(PASSAGES * 20, tokens=tokens(PASSAGES * 20), model=MODEL)
    monkeypatch.setattr(model_module, "_ROWS_AT_ONCE", 3)
    parts = judge(PASSAGES * 20, tokens=tokens(PASSAGES * 20), model=MODEL)
    assert (whole.scores == parts.scores).all()


def test_leads_are_over_the_best_other():
    assert leads(np.array([[3.0, 1.0, 3.0], [0.0, 2.0, -1.0]])).tolist() == [[0.0, -2.0, 0.0], [-2.0, 2.0, -3.0]]
    assert leads(np.array([[3.0]])).tolist() == [[0.0]]


def test_the_reasons_add_up_to_the_score():
    verdict = judge(PASSAGES, tokens=tokens(PASSAGES), model=MODEL)
    best = [verdict.labels[number] for number in verdict.scores.argmax(axis=1)]
    for row, why in zip(verdict.scores, explain(PASSAGES, best, tokens=tokens(PASSAGES), model=MODEL), strict=True):
        total = why.bias + sum(adds for _, _, adds in why.words) + why.cue_weight * why.cues
        assert total == pytest.approx(row.max(), abs=0.01)


def test_a_label_that_comes_to_the_taxonomy_later_is_given_by_its_cues(tmp_path: Path):
    (tmp_path / "taxonomy.toml").write_text(
        '[[label]]\nlabel = "ours.tea"\nzh = "茶产业"\nsource = "own"\nfield = "any"\nheadings = ["茶产业"]\n'
        'decisive = ["茶园面积"]\nstrong = ["茶青"]\ncues = []\nweak = []\n',
        "utf-8",
    )
    passages = [("茶园面积达到3万亩，茶青收入增加。", ["茶产业"])]
    use_overlay(tmp_path)
    try:
        (labels,) = classify(passages, tokens=tokens(passages), model=MODEL)
    finally:
        use_overlay(None)
    assert labels[0].label == "ours.tea"
    (labels,) = classify(passages, tokens=tokens(passages), model=MODEL)
    assert labels[0].label != "ours.tea"
