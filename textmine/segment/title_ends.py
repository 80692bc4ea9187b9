"""Where a heading's title ends and the text behind it begins, also where a crawler left nothing between them."""

import re
from collections.abc import Iterator

from textmine.lexicon import cached, words
from textmine.segment.lines import LINE_BREAK_REST, LINE_BREAK_STARTS
from textmine.segment.markers import form_title

RUN_IN_LIMIT = 30  # characters of a run-in heading's first sentence; source: ANNOTATION.md, Sections
LINE_LIMIT = 60  # a longer line without a full stop is an item, not a heading
_SENTENCE = re.compile(
    rf"[。！？!?.．{LINE_BREAK_STARTS}]"
    rf"(?:(?<=[。！？!?])|(?<=[.．])(?<![0-9A-Za-z][.．])(?![0-9A-Za-z])|{LINE_BREAK_REST})"
)
_INLINE_LIMIT = 42  # characters in which the end of a title without a full stop is looked for
_SHORTEST = 2  # characters of the shortest title (概述)
_LONG_FORM = 6  # a title of the form this long ends where it ends; a shorter one could begin another phrase
_CLAUSE = 16  # characters of the longest first clause of a title of two clauses
_PARALLEL = 6  # characters by which the second clause may outdo the first
_CLOSERS = " \u3000\t：:；;，,、"
_BEHIND_TITLE = frozenset(_CLOSERS + "。")
# A title that one space sets apart.
_APART = re.compile(r"(?P<title>[\u4e00-\u9fff“”、]{4,20}) [\u4e00-\u9fff]{4}[^ ]{6}")
_SPACE = re.compile(r"[ \u3000]")
_CLAUSE_END = re.compile(r"[，,；;：:。]")
_YEAR = "(?:19|20)[0-9]{2}年"
_YEAR_BEHIND = re.compile(rf"(?<=[\u4e00-\u9fff）”])(?<![自从在于至到关对做好抓进施和及与的、第]){_YEAR}")
_OFFICE = r"[区县市省][\u4e00-\u9fff]{2,8}(?:局|委|办|部门)(?!长)"
_NESTED = r"[（(][一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}(?:[.．、]|(?![项个条件类名次家种批])[\u4e00-\u9fff“])"
_BRACKETS = (("“", "”"), ("（", "）"), ("(", ")"), ("《", "》"))


def title_end(text: str, at: int, limit: int, *, long_line: bool, chained: bool, major: bool) -> tuple[int, int]:
    """Where the title that begins at ``at`` ends, and where the text behind it begins; both ``at`` for an item without one.

    ``limit`` is the end of the line, or with ``chained`` the heading that follows on it; a line is long from `LINE_LIMIT` on.
    A sentence that is a line of its own is a title whatever its length for a ``major`` marker (`一、`, `（一）`).

    >>> text = "信用监管情况根据上级部署，全年归集各类信用信息3600条，公示18批次。"
    >>> title_end(text, 0, len(text), long_line=True, chained=False, major=True)
    (6, 6)
    """
    stop = _SENTENCE.search(text, at, limit)
    form = form_title(text, at)
    if form and _stands_alone(text, at + len(form), limit, long_form=len(form) >= _LONG_FORM, alone=not (stop or long_line)):
        return _behind(text, at + len(form), limit)
    stripped = text[at:limit].rstrip() if stop is None and limit - at <= LINE_LIMIT else ""
    if stripped and not (chained and stripped.endswith(("：", ":"))):
        short = stripped.rstrip(_CLOSERS)
        if len(short) <= RUN_IN_LIMIT or not stripped.endswith(("；", ";")):
            return at + len(short), limit
        return at, at
    sentence_end = stop.start() if stop else limit
    apart = _set_apart(text, at, min(sentence_end, at + _INLINE_LIMIT))
    if apart:
        return _behind(text, apart, limit)
    if sentence_end - at <= RUN_IN_LIMIT and (stop is not None or limit < len(text)):
        return sentence_end, min(sentence_end + 1, limit)
    boundary = _boundary(text, at, min(at + _INLINE_LIMIT, limit))
    if boundary:
        return _behind(text, boundary, limit)
    if major and stop and not long_line and not text[stop.end() : limit].strip():
        return sentence_end, limit
    return at, at


def _stands_alone(text: str, at: int, limit: int, *, long_form: bool, alone: bool) -> bool:
    """Whether a title of the form ends at ``at`` and is not the beginning of a longer phrase (`存在问题和…`).

    On a line that holds nothing else (``alone``) text follows only behind a space or a colon.
    """
    if at >= limit:
        return True
    if text[at] in "和及的、与":
        return False
    starts = bool(_any_start().match(text, at + (text[at] in _CLOSERS)))
    return (starts and text[at] in _CLOSERS) if alone else (starts or long_form)


def _behind(text: str, at: int, limit: int) -> tuple[int, int]:
    body = at
    while body < limit and text[body] in _BEHIND_TITLE:
        body += 1
    return at, body


def _set_apart(text: str, at: int, end: int) -> int | None:
    """Where a title ends that a list (一是 …) or, behind a space, a year or a sentence's first word follows."""
    window = text[at:end]
    listed = window.find("一是")
    if listed >= _SHORTEST:
        return at + len(window[:listed].rstrip(_CLOSERS))
    space = _SPACE.search(window, _SHORTEST)
    if space and _any_start().match(text, at + space.end()):
        return at + space.start()
    apart = _APART.match(window)
    return at + apart.end("title") if apart else None


def _boundary(text: str, at: int, limit: int) -> int | None:
    """Where a title ends without punctuation: in its first clause, or in a second one that is built like the first."""
    first = _CLAUSE_END.search(text, at, limit)
    end = first.start() if first else limit
    if first and text[end] in "：:":  # what a colon explains is no title, unless it is a topic (…方面：)
        return next((head for head in _heads(text, at, end) if head == end), None)
    found = min(_ends(text, at, end), default=None)
    if found is not None or first is None or text[end] not in "，," or end - at > _CLAUSE:
        return found
    second = first.end()
    other = _CLAUSE_END.search(text, second, limit)
    limit = min(other.start() if other else limit, second + end - at + _PARALLEL)
    return next((head for head in _heads(text, second, limit) if head - second > _SHORTEST), None)


def _ends(text: str, at: int, end: int) -> Iterator[int]:
    """The places in a clause at which a title may end: a space, a head that a sentence follows, a year."""
    for space in _SPACE.finditer(text, at + _SHORTEST, end):
        before, behind = text[space.start() - 1], text[space.end() : space.end() + 1]
        if before not in _CLOSERS and not (before.isascii() and behind.isascii()) and _balanced(text, at, space.start()):
            yield space.start()
            break
    yield from _heads(text, at, end)
    year = _YEAR_BEHIND.search(text, at + 4, end)
    if year and _balanced(text, at, year.start()):
        yield year.start()


def _heads(text: str, at: int, end: int) -> Iterator[int]:
    """Where one of the words that end titles stands before one that begins a sentence, in order.

    A title that begins with a preposition goes on to its verb (`围绕重点领域加大公开力度`), so that only a subject or a
    time ends it. A comma or a colon may stand between where no clause could consist of the title (`…方面，`).
    """
    heads, topics, topical, last_letters = _head_words()
    prepositional = text.startswith(words("headings", "preposition"), at)
    for match in _start_letters().finditer(text, at + _SHORTEST, min(end + 2, len(text))):
        start = match.start()
        head = start - 1 if text[start - 1] in " \u3000：:，," else start
        if head > end or text[head - 1] not in last_letters or (text[head] in "：:，," and not text.endswith(topical, at, head)):
            continue
        if text.endswith(heads, at + _SHORTEST, head):
            found = (_subjects() if prepositional else _any_start()).match(text, start)
        else:
            found = text.endswith(topics, at, head) and _subjects().match(text, start)
        if found and _balanced(text, at, head):
            yield head


def _balanced(text: str, at: int, end: int) -> bool:
    """Whether every bracket and quotation mark is closed in ``text[at:end]``."""
    return all(text.count(left, at, end) == text.count(right, at, end) for left, right in _BRACKETS)


@cached
def _head_words() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], frozenset[str]]:
    """The words that end titles, those that do before a subject or a time only, those that a comma may follow; last letters."""
    heads, topics = words("headings", "heads"), words("headings", "topics")
    spaced = tuple(space.join(topic) for topic in topics for space in (" ", "\u3000"))  # 综 合
    return heads, (*topics, *spaced), ("情况", "方面"), frozenset(word[-1] for word in (*heads, *topics))


@cached
def _start_letters() -> re.Pattern[str]:
    """The characters that sentences begin with, as far as `_any_start` knows."""
    groups = ("subject_start", "adverb_start", "body_start")
    letters = {word[0] for group in groups for word in words("headings", group)}
    return re.compile(f"[{''.join(sorted(letters))}区县市省以0-9（(]")


@cached
def _subjects() -> re.Pattern[str]:
    return re.compile(rf"{_any_of('subject_start')}|{_YEAR}|{_OFFICE}")


@cached
def _any_start() -> re.Pattern[str]:
    """What begins a sentence: a subject or a time, an adverb or a verb that is no part of the title, a nested marker."""
    own_verb = rf"[\u4e00-\u9fff]{{2}}(?:[，,。；;]|{_subjects().pattern})"
    adverb = rf"{_any_of('adverb_start')}(?!{own_verb})"
    verb = rf"(?:{_any_of('body_start')}(?!{_any_of('noun_rest')}|[0-9])|以(?![来上下内及外]))"
    return re.compile(rf"{_subjects().pattern}|{adverb}|{verb}|{_NESTED}")


def _any_of(group: str) -> str:
    """A pattern of the phrases of one group, which stand in the order of `words`: the longest first."""
    return f"(?:{'|'.join(map(re.escape, words('headings', group)))})"
