"""What reaches the terminal: columns, escapes, the progress bar."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.cli.terminal import Progress, escaped, escaped_json, table
from textmine.schema.columns import fitted, width


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_nothing_steers_the_terminal(text: str):
    shown = escaped(text)
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or ord(c) in (0x2028, 0x2029, 0x202E) for c in shown)
    written = json.dumps(text, ensure_ascii=False)
    assert json.loads(escaped_json(written)) == text


@given(st.text(st.sampled_from("办结364 …́ａ")), st.integers(2, 20))
def test_cells_are_exactly_as_wide_as_asked(text: str, columns: int):
    assert width(fitted(text, columns)) == columns


def test_columns_line_up():
    lines = table(("a", "b"), [("办结", 1), ("x" * 99, None)], (6, 6))
    assert lines == ["a       b", "------  -", "办结    1", "xxxxx…"]


def test_a_bar_on_a_terminal():
    stream, now = Terminal(), [100.0]
    progress = Progress(10, stream=stream, shown=True, clock=lambda: now[0])
    now[0] += 2
    progress.show(5, 99)
    progress.show(6, 99)  # too soon
    progress.clear()
    drawn = stream.getvalue()
    assert "[############............] 5/10 files  2 files/s  0:00:02 left  99 facts" in drawn
    assert "6/10" not in drawn
    assert drawn.endswith("\r\x1b[K")


def test_the_remaining_time_goes_by_the_rate_of_late():
    """Of 100,000 files the first half was known; the rest takes a second each."""
    stream, now = Terminal(), [0.0]
    progress = Progress(100_000, stream=stream, shown=True, clock=lambda: now[0])
    for done in (*range(0, 50_000, 1000), *range(50_000, 50_100)):
        now[0] += 1 if done >= 50_000 else 0.2
        progress.show(done, 0)
    last = stream.getvalue().rpartition("\r")[2]
    assert "50099/100000 files  1 files/s  13:51:41 left" in last
    progress.show(100_000, 0)
    assert "left" not in stream.getvalue().rpartition("\r")[2]


@pytest.mark.parametrize(("stream", "shown"), [(io.StringIO(), True), (Terminal(), False)])
def test_no_bar_in_a_pipe_or_when_asked_for_quiet(stream: io.StringIO, shown: bool):  # noqa: FBT001  # a case of the table
    progress = Progress(10, stream=stream, shown=shown)
    progress.show(10, 1)
    progress.clear()
    assert stream.getvalue() == ""
