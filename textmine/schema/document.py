"""What a reader hands on: the text of one report and what the file says about itself."""

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["ok", "partial", "empty", "unsupported", "skipped", "quarantined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Facts about the report that stand outside its body; ``None`` where the file does not say."""

    title: str | None = None
    title_start: int | None = None
    issuer: str | None = None
    published: str | None = None
    url: str | None = None
    document_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One report as read.

    ``text`` is the decoded content, never normalised; ``body`` the half-open range of code points in which the report
    itself stands (crawl headers and page furniture lie outside). ``sha256`` is of the bytes, empty where none was read.
    ``reason`` is a code of `textmine.schema.reason.Reason`, ``detail`` what it means for this file (a byte range, the
    words of the operating system).
    """

    path: str
    sha256: str
    text: str
    body: tuple[int, int]
    encoding: str = "utf-8"
    media_type: str = "text/plain"
    metadata: Metadata = field(default_factory=Metadata)
    status: Status = "ok"
    reason: str | None = None
    detail: str = ""
