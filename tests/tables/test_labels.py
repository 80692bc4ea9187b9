"""Labels of forms as they are found: shortened, misspelt, with other brackets and synonyms."""

import pytest

from textmine.tables.compact import compact
from textmine.tables.labels import find_labels

LABELS = ["1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "(七)总计"]


@pytest.mark.parametrize(
    ("written", "labels"),
    [
        ("1.属于国家秘密 0 2.其他法律行政法规禁止公开 12 3.危及“三安全一稳定” 5 (七)总计 17", LABELS),
        ("1、属于国家秘密0 2.其他法律法规禁止公开12 3.危及三安全一稳定5 （七）合计17", LABELS),
        ('1.属于国家秘密0 2.其他法律行政法规禁止公43 3.危及"三安全一稳定"5 七总计48', LABELS),
    ],
)
def test_each_label_is_found_and_takes_no_digit_of_its_cell(written: str, labels: list[str]):
    window = compact(written, 0, len(written))
    found = find_labels(window, labels)
    assert None not in found
    assert found == sorted(found)
    numbers = [
        window.text[left[1] : right[0]] for left, right in zip(found, [*found[1:], (len(window.text), 0)], strict=True)
    ]
    assert all(number.isdigit() for number in numbers)


def test_a_bracket_with_other_words_belongs_to_its_label():
    window = compact("(二)部分公开(区分处理的只计这种情形)45", 0, 26)
    (span,) = find_labels(window, ["(二)部分公开(区分处理的,只计这一情形,不计其他情形)"])
    assert window.text[span[1] :] == "45"


def test_what_is_not_there_is_not_found():
    window = compact("我区公开了若干信息。", 0, 10)
    assert find_labels(window, LABELS) == [None] * 4
