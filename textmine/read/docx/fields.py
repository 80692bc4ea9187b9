"""Fields of a Word document: instructions such as `PAGE`, and the results that Word shows in their place."""

from __future__ import annotations

from dataclasses import dataclass, field

_MAX_CODE = 1000  # characters of an instruction that are looked at


@dataclass(slots=True)
class Fields:
    """The fields that are open at a place of a story: begin, instruction, separator, result, end.

    Fields run over paragraphs. Text shows where every open field is in its result; a table of contents never shows.
    """

    trusted: bool = True  # else every text shows, for a document in which a field has no end
    _open: list[tuple[str, bool]] = field(default_factory=list)  # instruction, whether its text shows

    @property
    def hidden(self) -> bool:
        """Whether what follows is an instruction or a table of contents."""
        return self.trusted and not all(shown for _, shown in self._open)

    @property
    def unfinished(self) -> bool:
        """Whether a field has no end, so that what follows it may have been hidden wrongly."""
        return bool(self._open)

    def mark(self, kind: str | None) -> None:
        if kind == "begin":
            self._open.append(("", False))
        elif kind == "separate" and self._open:
            code, _ = self._open[-1]
            self._open[-1] = (code, not is_contents(code))
        elif kind == "end" and self._open:
            self._open.pop()

    def instruct(self, code: str) -> None:
        if self._open and not self._open[-1][1] and len(self._open[-1][0]) < _MAX_CODE:
            self._open[-1] = (self._open[-1][0] + code, False)


def is_contents(instruction: str) -> bool:
    r"""Whether a field's instruction makes a table of contents, which repeats the headings with numbers of pages.

    >>> is_contents(' TOC \\h '), is_contents("PAGE")
    (True, False)
    """
    return instruction.split(maxsplit=1)[:1] == ["TOC"]
