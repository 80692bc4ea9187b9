"""How a report is built: sections and passages."""

from textmine.schema.record import maker, record


@record
class Section:
    """A heading and all that stands under it, subsections included.

    ``start`` is where the heading's line or run-in heading begins, ``end`` where the section's last character ends
    (0-based code points); ``body`` where the text after the heading begins. ``level`` 0 is the title of the report.
    """

    id: str
    parent: str | None
    level: int
    marker: str
    title: str
    start: int
    end: int
    body: int


@record
class Label:
    """One reform category of a passage with its score between 0 and 1."""

    label: str
    score: float


make_label = maker(Label)


@record
class Passage:
    """A paragraph, or within a paragraph the text under one run-in heading (0-based code points).

    ``boilerplate`` marks a formula that says nothing of its own (暂无其他需要说明的事项), ``repeats`` is the id of an earlier
    passage of the report with the same words.
    """

    id: str
    section: str | None
    start: int
    end: int
    category: str = "other"
    categories: tuple[Label, ...] = ()
    boilerplate: bool = False
    repeats: str | None = None


make_passage = maker(Passage)
