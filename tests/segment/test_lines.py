"""Line breaks: found one kind at a time, they are those of the one pattern."""

import itertools
import re

import pytest

from textmine.segment.lines import LINE_BREAK, line_breaks


@pytest.mark.parametrize("length", range(7))
def test_line_breaks_are_those_of_the_pattern(length):
    pattern = re.compile(LINE_BREAK)
    for characters in itertools.product("\r\n\u3000甲", repeat=length):
        text = "".join(characters)
        for start, end in ((0, length), (length // 3, length), (0, length - length // 3)):
            assert line_breaks(text, start, end) == [match.span() for match in pattern.finditer(text, start, end)]
