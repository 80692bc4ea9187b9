"""Lines of real kinds in any order: whatever stands beside what, mining goes through and every place is exact."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from textmine import mine

REPORTS = sorted((Path(__file__).parents[2] / "corpora/reports").glob("*.txt"))
LINES = sorted({line for path in REPORTS for line in path.read_text("utf-8").splitlines() if len(line) < 300})


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=2, max_size=30))
def test_lines_in_any_order_are_mined(lines: list[str]):
    report = mine("\n".join(lines) + "\n")
    for each in (*report.facts, *report.problems):
        assert report.text[each.start : each.end] == each.quote
    assert len({fact.id for fact in report.facts}) == len(report.facts)
    for table in report.tables:
        assert all(cell.start is None or report.text[cell.start : cell.end] == cell.text for cell in table.cells)
