"""What a reader hands on: the text of one report, how it was laid out, and what the file says about itself."""

from typing import Literal, NamedTuple

from textmine.schema.record import record

Status = Literal["ok", "partial", "empty", "unsupported", "skipped", "quarantined"]
Box = tuple[float, float, float, float]


class GridCell(NamedTuple):
    """A cell of a grid: row and column of its upper left corner from 0, how many of each it covers, its text's span.

    Offsets are code points of the document's text, half-open; ``start == end`` in an empty cell.
    """

    row: int
    column: int
    rows: int
    columns: int
    start: int
    end: int


@record
class Grid:
    """A table as its file lays it out. Its text is one line a row, the cells of a row separated by tabs.

    Cells stand in reading order; one that covers several rows has its text in the first of them.
    """

    start: int
    end: int
    cells: tuple[GridCell, ...]


@record
class Line:
    """A line of a page: ``text[start:end]`` stands in ``box`` on the page with that number (from 1).

    ``box`` is left, bottom, right, top in points from the lower left corner of the page; ``edges`` are the right edges
    of the line's characters, so that a part of the line has a box too. ``confidence``, from 0 to 1, says how sure it is, where the
    line was recognised in the picture of a scanned page.
    """

    start: int
    end: int
    page: int
    box: Box
    edges: tuple[float, ...]
    confidence: float | None = None


@record
class Metadata:
    """Facts about the report that stand outside its body; ``None`` where the file does not say."""

    title: str | None = None
    title_start: int | None = None
    issuer: str | None = None
    published: str | None = None
    url: str | None = None
    document_number: str | None = None


@record
class Document:
    """One report as read.

    ``text`` is the decoded content, never normalised; ``body`` the half-open range of code points in which the report
    itself stands (crawl headers and page furniture lie outside). ``sha256`` is of the bytes, empty where none was read.
    ``reason`` is a code of `textmine.schema.reason.Reason`, ``detail`` what it means for this file (a byte range, the
    words of the operating system). ``grids`` are the tables of a file that marks them (HTML, DOCX, ruled PDF tables),
    ``lines`` the places of the text on the pages of a PDF; both in text order.
    """

    path: str
    sha256: str
    text: str
    body: tuple[int, int]
    encoding: str = "utf-8"
    media_type: str = "text/plain"
    metadata: Metadata = Metadata()
    status: Status = "ok"
    reason: str | None = None
    detail: str = ""
    grids: tuple[Grid, ...] = ()
    lines: tuple[Line, ...] = ()
