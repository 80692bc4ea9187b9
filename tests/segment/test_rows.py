"""Rows of an annexed table that a crawler left as prose."""

import pytest

from textmine.segment.rows import find_rows

BREAK = "\u3000\u3000"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (f"序号举措1一窗受理{BREAK}设窗口6个。2全程网办{BREAK}上线事项80项。", [1, 2]),
        (f"序号举措一、便民服务1一窗受理{BREAK}设窗口6个。\n二、监管2“双随机”抽查{BREAK}抽查90户。", [1, 2]),
        (f"序号举措1一窗受理{BREAK}设窗口6个。7全程网办\n上线事项80项。", [1, 7]),  # rows in between were cut off
        (f"1一窗受理{BREAK}设窗口6个。", []),  # no column of numbers
        (f"序号举措1一窗受理{BREAK}设窗口6个。3项改革{BREAK}已经完成。", [1]),  # an amount
        (f"序号举措2全程网办{BREAK}上线。1一窗受理{BREAK}设窗口。", [2]),  # rows count upwards
        (f"序号举措1一窗受理{BREAK}全年设窗口6个，办件2400余件{BREAK}。", [1]),
        ("序号举措1一窗受理，设窗口6个。2全程网办，上线事项80项。", []),  # nothing sets the titles apart
    ],
)
def test_rows(text, numbers):
    found = list(find_rows(text, 0, len(text)))
    assert [row.number for row in found] == numbers
    assert all(text[row.start : row.end] == str(row.number) and row.behind == row.end for row in found)
