"""The estimator: scikit-learn's conventions, several labels or none, and a model that says the same as it."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, GroupKFold

from textmine.classify.estimator import PassageClassifier
from textmine.classify.labelled import Labelled
from textmine.classify.training import cross_validated, in_order, seen, train

THEMES = {
    "platform": ["改版 网站", "微信 粉丝 增加", "网站 栏目 更新", "开设 公众号"],
    "remedy": ["复议 维持 决定", "诉讼 败诉", "复议 纠正", "法院 审理 诉讼"],
    "ours.weather": ["天气 晴朗", "大雨 天气", "晴朗 无云", "气温 下降 大雨"],
}


def cut(text: str) -> list[str]:
    return text.split(" ")


def passages() -> list[Labelled]:
    """Four documents with a passage of each theme, one with two themes and one with none."""
    found = []
    for number in range(4):
        texts = [(each[number], (label,)) for label, each in THEMES.items()]
        texts += [
            (f"{THEMES['platform'][number]} {THEMES['remedy'][number]}", ("platform", "remedy")),
            ("某 某 某", ()),
        ]
        found += [
            Labelled(document=f"d{number}", headings=("总结",), text=text, labels=labels) for text, labels in texts
        ]
    return found


@pytest.fixture(scope="module")
def fitted() -> PassageClassifier:
    return train(passages(), cut, version="test", min_documents=1, C=100.0, cue_weight=0.0)


def test_parameters_are_those_of_scikit_learn():
    classifier = PassageClassifier(C=3.0, folds=2)
    copy = clone(classifier)
    assert copy is not classifier
    assert copy.get_params() == classifier.get_params()
    assert copy.set_params(C=1.0).C == 1.0
    assert "C=3.0" in repr(classifier)


def test_it_must_be_fitted_first():
    with pytest.raises(NotFittedError):
        PassageClassifier().predict_proba(seen(passages(), cut))


def test_several_labels_one_or_none(fitted: PassageClassifier):
    ordered = in_order(passages())
    chances = fitted.predict_proba(seen(ordered, cut))
    assert chances.shape == (20, 3)
    assert ((chances >= 0) & (chances <= 1)).all()
    assert list(fitted.classes_) == ["remedy", "platform", "ours.weather"]
    best = fitted.classes_[chances.argmax(axis=1)]
    assert all(label in passage.labels for label, passage in zip(best, ordered, strict=True) if passage.labels)
    assert fitted.score(seen(ordered, cut), [passage.labels for passage in ordered]) > 0.5
    silent = [row.max() for row, passage in zip(chances, ordered, strict=True) if not passage.labels]
    assert max(silent) < min(
        row.max() for row, passage in zip(chances, ordered, strict=True) if len(passage.labels) == 1
    )


def test_the_order_of_the_documents_does_not_matter(fitted: PassageClassifier):
    again = train(passages()[::-1], cut, version="test", min_documents=1, C=100.0, cue_weight=0.0)
    # Within a document the order says where a passage stands, so the documents are turned back one by one.
    documents = [[each for each in passages() if each.document == f"d{number}"] for number in (2, 0, 3, 1)]
    again = train(
        [each for document in documents for each in document],
        cut,
        version="test",
        min_documents=1,
        C=100.0,
        cue_weight=0.0,
    )
    assert (again.model_.weights == fitted.model_.weights).all()
    assert again.model_.calibration == fitted.model_.calibration


def test_it_can_be_searched_over():
    ordered = in_order(passages())
    samples = np.array(seen(ordered, cut), dtype=object)
    wanted = np.array([passage.labels for passage in ordered], dtype=object)
    groups = [passage.document for passage in ordered]
    search = GridSearchCV(PassageClassifier(min_documents=1, folds=2), {"C": [0.1, 100.0]}, cv=GroupKFold(2))
    search.fit(samples, wanted, groups=groups)
    assert search.best_params_["C"] in (0.1, 100.0)


@pytest.mark.parametrize(
    ("rows", "told"),
    [([], "two kinds"), (passages()[:1], "two kinds"), (passages()[:5], "two documents")],
    ids=["none", "one label", "one document"],
)
def test_too_few_passages_are_told(rows: list[Labelled], told: str):
    with pytest.raises(ValueError, match=told):
        train(rows, cut, version="test")


def test_samples_and_labels_must_be_as_many():
    with pytest.raises(ValueError, match="1 samples, 0 lists"):
        PassageClassifier().fit(seen(passages()[:1], cut), [])


def test_the_rates_have_simpler_ways_beside_them(fitted: PassageClassifier):
    rates = cross_validated(fitted, passages(), cut)
    assert rates["documents"] == 4
    assert list(rates["beside"]) == ["words and cues", "words", "cues", "headings", "majority"]
    assert rates["beside"]["words"] == rates["beside"]["words and cues"]  # this one gives the cues no weight
