"""Reading a text as the pipeline does: words of time first, then figures outside them."""

from datetime import date

import pytest

from textmine.extract.figures import scan
from textmine.extract.periods import read_periods
from textmine.extract.resolve import context_of
from textmine.schema.codec import decimal_text
from textmine.schema.period import PeriodMention

REPORT = date(2019, 12, 31)


@pytest.fixture(scope="session")
def times():
    """The mentions and the problems of a text of a report of 2019."""

    def read(text):
        found = list(read_periods(text, context_of(REPORT)))
        for item in found:
            assert text[item.start : item.end] == item.quote
        mentions = [item for item in found if isinstance(item, PeriodMention)]
        return mentions, [item for item in found if not isinstance(item, PeriodMention)]

    return read


@pytest.fixture(scope="session")
def figures(times):
    """The figures and the problems of a text, in the form of the case files."""

    def read(text):
        mentions, wrong = times(text)
        dates = sorted((m.start, m.end) for m in (*mentions, *wrong) if getattr(m, "rule", "") != "recurring")
        found, problems = scan(text, skip=dates)
        for item in (*found, *problems):
            assert text[item.start : item.end] == item.quote
        return [as_case(figure) for figure in found], [[problem.quote, problem.reason] for problem in problems]

    return read


def as_case(figure):
    """A figure as ``[quote, value, unit, bound unless exact, change, flags]``."""
    value = decimal_text(figure.value)
    if figure.value_high is not None:
        value += ".." + decimal_text(figure.value_high)
    marks = [figure.bound, figure.change, *figure.flags]
    return [figure.quote, value, figure.unit, *(m for m in marks if m not in ("exact", "range", None))]
