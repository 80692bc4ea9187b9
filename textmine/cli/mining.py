"""One file to one report, shared by the commands that mine: whatever happens to a file ends as a status with a reason."""

from __future__ import annotations

from dataclasses import replace

from textmine.cli.errors import where
from textmine.cli.terminal import err
from textmine.read import display_name
from textmine.schema import Document, Reason, Report

MINED = ("ok", "partial")


def mined(document: Document) -> tuple[Document, Report]:
    """The report in a document. One that textmine fails on becomes a document set aside: it does not end a run."""
    from textmine.pipeline import mine_document

    try:
        return document, mine_document(document)
    except Exception as error:  # noqa: BLE001  # recorded with the file and told to the user: nothing is hidden
        failed = replace(
            document,
            text="",
            body=(0, 0),
            status=Reason.CRASH.status,
            reason=str(Reason.CRASH),
            detail=where(error),
        )
        return failed, mine_document(failed)


def tell(path: str, status: str, reason: str, detail: str) -> None:
    """Say on standard error what became of a file, why, and what to do."""
    why = f"{reason} ({detail})" if detail else reason
    err(f"{display_name(path)}: {status}, {why}: {Reason.of(reason).advice}")
