"""Tables in which each row is a report: which column holds its text, what the others say of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import fmean

from textmine.lexicon import cached, table
from textmine.read.charset import REPLACEMENT
from textmine.read.containers.limits import Columns, Item, Member
from textmine.read.containers.names import Labels
from textmine.read.files import SetAside
from textmine.read.header import metadata_of
from textmine.read.plain import digest, read_plain, read_text, set_aside
from textmine.schema import Document, Metadata, Reason

SAMPLE = 64  # rows by which the column of the text is chosen
_LISTED = 12  # columns that are told of
_LONG = 200  # characters of an average cell from which a column holds texts

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the columns of a table hold: the text, the id of a row if any, and the fields of `Metadata`."""

    text: str
    id: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()  # column, key of a crawl header

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read."""
        return tuple(dict.fromkeys((self.text, *([self.id] if self.id else []), *(name for name, _ in self.metadata))))


def choose(names: Sequence[str], sample: Sequence[Row], wanted: Columns) -> Layout:
    """The layout of a table with these columns: as wanted, else with the only column of long texts, or called a text.

    Raises `SetAside` with reason ``column`` where a wanted column is missing or none stands out.

    >>> choose(["标题", "正文"], [{"标题": "年度报告", "正文": "全年办结364项。" * 20}], Columns()).text
    '正文'
    """
    for name in (wanted.text, wanted.id):
        if name is not None and name not in names:
            shown = name[:40].encode("utf-8", "replace").decode()
            raise SetAside(Reason.COLUMN, f"no column {shown} among {len(names)}")
    text = wanted.text if wanted.text is not None else _text_column(names, sample)
    keys = _keys()
    metadata = tuple((name, key) for name in names if name != text and (key := keys.get(name.strip().lower())))
    return Layout(text=text, id=wanted.id, metadata=metadata)


def holds_texts(names: Sequence[str], sample: Sequence[Row]) -> bool:
    """Whether a column of a table may hold reports: a name says so, or one has long texts.

    >>> holds_texts(["标题", "正文"], []), holds_texts(["指标", "数值"], [{"指标": "面积", "数值": "12"}])
    (True, False)
    """
    columns = list(dict.fromkeys(name for row in sample for name in row))
    return bool(_called_text(names)) or any(length >= _LONG for length in _lengths(columns, sample).values())


def _lengths(names: Sequence[str], sample: Sequence[Row]) -> dict[str, float]:
    """The average length of the texts in each column, in characters."""
    return {
        name: fmean(map(len, cells))
        for name in names
        if (cells := [cell for row in sample if isinstance(cell := row.get(name), str)])
    }


def _called_text(names: Iterable[str]) -> list[str]:
    return [name for name in names if name.strip().lower() in table("columns")["text"]["names"]]


def _text_column(names: Sequence[str], sample: Sequence[Row]) -> str:
    lengths = _lengths(names, sample)
    found = [name for name, length in lengths.items() if length >= _LONG]
    known = _called_text(lengths)
    for chosen in (list(lengths), found, known):
        if len(chosen) == 1:
            return chosen[0]
    # By their numbers: where a row of names is missing, what stands there is of the reports, and is not to be told.
    if found:
        places = ", ".join(str(names.index(name) + 1) for name in found[:_LISTED])
        raise SetAside(Reason.COLUMN, f"{len(found)} of {len(names)} columns may hold the texts: {places}")
    raise SetAside(Reason.COLUMN, f"none of {len(names)} columns holds long texts")


@cached
def _keys() -> dict[str, str]:
    """Each name of a column, in lower case, with the key of a crawl header that means the same."""
    header = {field: keys for field, keys in table("crawl")["keys"].items() if field not in ("source", "other")}
    english = {field: names for field, names in table("columns")["metadata"].items() if field != "source"}
    return {
        name.lower(): header[field][0]
        for names in (english, header)
        for field, listed in names.items()
        for name in listed
    }


def row_item(row: Row, number: int, layout: Layout, labels: Labels, *, trouble: str = "") -> Item:
    """The report in a row, ``number`` from 1; ``trouble`` says what of the row was lost, which makes it ``partial``."""
    identifier = row.get(layout.id) if layout.id else None
    path = labels.path(str(number) if identifier in (None, "") else str(identifier))
    content = row.get(layout.text)
    if isinstance(content, bytes):
        return Member(path, content)
    if content is not None and not isinstance(content, str):
        return unread(path, f"column {layout.text} holds {type(content).__name__}, not text")
    named = {key: value for name, key in layout.metadata if isinstance(value := row.get(name), str) and value.strip()}
    return text_item(content or "", path, named, trouble=trouble)


def unread(path: str, detail: str) -> Document:
    """A row that cannot be read."""
    return set_aside(path, SetAside(Reason.PARSE, detail))


def text_item(text: str, path: str, named: Mapping[str, str], *, trouble: str = "") -> Member:
    """A report whose text and metadata stand in cells.

    Its bytes are those of the text, so that it is the same report as a file of that text; with metadata from other cells,
    which facts may depend on, those are part of its bytes.
    """
    data = text.encode("utf-8", "surrogatepass")
    if named:
        data += b"\0" + json.dumps(dict(named), sort_keys=True).encode()
    return Member(path, data, partial(_read, text=text, metadata=metadata_of(named), trouble=trouble))


def _read(data: bytes, path: str, *, text: str, metadata: Metadata, trouble: str) -> Document:
    document = _decoded(text, path)
    own = document.metadata
    fields = {
        name: getattr(own, name) or getattr(metadata, name)
        for name in ("title", "issuer", "published", "url", "document_number")
    }
    document = replace(document, sha256=digest(data), metadata=replace(own, **fields))
    if trouble and document.status == "ok":
        return replace(document, status=Reason.TEXT_LOST.status, reason=str(Reason.TEXT_LOST), detail=trouble)
    return document


def _decoded(text: str, path: str) -> Document:
    """The text; where its file's charset did not fit (surrogates for its bytes, U+FFFD), what its bytes say by themselves."""
    try:
        if REPLACEMENT in text or not _encodable(text):
            return read_plain(text.encode("utf-8", "surrogateescape"), path)
    except UnicodeEncodeError:  # lone surrogates of another origin: JSON escapes
        pass
    return read_text(text, path)


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
