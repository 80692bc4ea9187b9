"""The body that a statement is about: named in its sentence or before it in the passage, else the issuing body."""

import re
from collections.abc import Sequence

from textmine.extract.frame import Frame
from textmine.lexicon import words
from textmine.lexicon.places import find_places
from textmine.link.bodies import LONGEST_NAME, bodies, hint_of_body, opening_body

_SELF = re.compile(
    r"[我全本](?<![通过在向对为由把将于从给与].)(?:(?<=我)[市省县区局镇委院厅们州旗国]|(?<=全)[市省区县镇局州国]"
    r"|(?<=本)(?:[市省县区局]|机关|单位))"
)
_ITEMS = "二三四五六七八九十"
# Where a paragraph of a notice begins: a heading may run on into it behind a gap.
_PARAGRAPH = re.compile(r"(?:^|\u3000|\n)\s{0,8}(?=[\u4e00-\u9fff])")
_PLACE = 12  # characters within which the names of a place and of the one above it stand
_NO_DOER = "的、，。；：等和与及"

_Named = tuple[str | None, str]


class Subjects:
    """The subject of one statement after another within a passage.

    A notice of a national body tells of the places that its paragraphs open with (浙江建设…), a report of itself.
    """

    def __init__(self, frame: Frame) -> None:
        self._issuing: _Named = (frame.issuer, "issuing body")
        self._praises = frame.kind == "annual" and (frame.issuer or "").startswith(words("subjects", "national"))
        self._hint = hint_of_body()
        self.new_passage()

    def new_passage(self) -> None:
        """A passage speaks of the issuing body until it names another."""
        self._current = self._leading = self._issuing

    def read(self, text: str, start: int, end: int) -> None:
        """Take in a sentence without figures: a body that it opens with is what the next ones are about."""
        if text[start + 1 : start + 2] == "是":
            self._open(text, start)
        if self._hint.search(text, start, min(end, start + LONGEST_NAME)):
            body = opening_body(text, start, end)
            if body and body.lasts:
                self._current = (body.name, "body named before")
        if self._praises:
            for _, named, _ in _places(text, start, end):
                self._current = _before(named)

    def over(self, text: str, start: int, places: Sequence[int]) -> list[_Named]:
        """The subject at each place of the sentence that begins at ``start``, with the rule that found it.

        ``places`` are code point offsets in ascending order.

        >>> from textmine.schema.period import year_span
        >>> frame = Frame(kind="annual", issuer="白鹭湾新区", year=2021, period=year_span(2021))
        >>> text = "区自然资源局及时公开相关信息。"
        >>> Subjects(frame).over(text, 0, [len(text)])
        [('区自然资源局', 'body named in the sentence')]
        """
        if text[start + 1 : start + 2] == "是":
            self._open(text, start)
        end = places[-1]
        hinted = self._hint.search(text, start, end) is not None
        if not (hinted or self._praises or _SELF.search(text, start, end)):
            return [self._current] * len(places)
        events = self._events(text, start, end, hinted=hinted)
        found, now = [], self._current
        for place in places:
            while events and events[0][0] < place:
                _, now, lasts = events.pop(0)
                self._current = _before(now) if lasts else self._issuing
            found.append(now)
        return found

    def _open(self, text: str, start: int) -> None:
        """An item of a list (二是…) speaks again of what was spoken of before the list."""
        if text[start] == "一":
            self._leading = self._current
        elif text[start] in _ITEMS:
            self._current = self._leading

    def _events(self, text: str, start: int, end: int, *, hinted: bool) -> list[tuple[int, _Named, bool]]:
        """Where ``text[start:end]`` turns to a body, to the issuing one or to a place, and whether that lasts, in order."""
        found: list[tuple[int, _Named, bool]] = [
            (body.start, (body.name, "body named in the sentence"), body.lasts)
            for body in (bodies(text, start, end) if hinted else ())
        ]
        own = [match for match in _SELF.finditer(text, start, end) if not self._praises or match.group() == "我国"]
        found += [(match.start(), self._issuing, True) for match in own]
        if self._praises:
            found += _places(text, start, end)
        found.sort()
        return found


def _before(named: _Named) -> _Named:
    """The same subject as the sentences behind know it."""
    return (named[0], "body named before") if named[1] != "issuing body" else named


def _places(text: str, start: int, end: int) -> list[tuple[int, _Named, bool]]:
    """The places that paragraphs of ``text[start:end]`` open with as what does something (山西开展…)."""
    found: list[tuple[int, _Named, bool]] = []
    for opening in _PARAGRAPH.finditer(text[start:end]):
        at = start + opening.end()
        name, behind = None, 0
        for low, high, place in find_places(text[at : at + _PLACE]):
            if low != behind:
                break
            name, behind = place, high
        if name and text[at + behind : at + behind + 1] not in _NO_DOER:
            found.append((at, (name, "place named in the notice"), True))
    return found
