"""Which words end a title and which begin a sentence: what a reader goes by where a crawler left nothing between the two."""

import re
from collections.abc import Iterator

from textmine.lexicon import cached, words

_SHORTEST = 2  # characters of the shortest title (概述)
_TOPIC = 4  # characters of the shortest title that ends with any word
_YEAR = "(?:19|20)[0-9]{2}年"
_OFFICE = r"[区县市省][\u4e00-\u9fff]{2,8}(?:局|委|办|部门)(?!长)"
_NESTED = r"[（(][一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}(?:[.．、](?![0-9])|月)"
_GOES_ON = frozenset(
    "自从在于至到关对做好抓进施和及与的、第持紧要并须，,：:"
)  # a year behind these belongs to the title
_BETWEEN = " \u3000：:，,"
_BRACKETS = (("“", "”"), ("（", "）"), ("(", ")"), ("《", "》"))
YEAR = re.compile(_YEAR)


def title_ends(text: str, at: int, end: int, openers: re.Pattern[str] = YEAR) -> Iterator[int]:
    """Where in ``text[at:end]`` a word that ends titles stands before one that begins a sentence, in order (code points).

    A title that begins with a preposition goes on to its verb (`围绕重点领域加大公开力度`), so that only a subject or a
    time ends it. A comma or a colon may stand between where no clause could consist of the title (`…方面，`). Before one
    of the ``openers`` the title may end with any word.

    >>> list(title_ends("信用监管工作根据上级部署", 0, 12)), list(title_ends("围绕重点领域加大公开力度", 0, 12))
    ([6], [])
    """
    heads, topics, topical = _head_words()
    prepositional = text.startswith(words("headings", "preposition"), at)
    for match in _first_letters().finditer(text, at + _SHORTEST, min(end + 2, len(text))):
        start = match.start()
        head = start - 1 if text[start - 1] in _BETWEEN else start
        if head > end or (text[head] in "：:，," and not text.endswith(topical, at, head)):
            continue
        starts = openers
        if text.endswith(heads, at + _SHORTEST, head):
            starts = _subject() if prepositional else sentence_start()
        elif text.endswith(topics, at, head) or _is_sentence(text, at, head):
            starts = _subject()
        elif head - at < _TOPIC or text[head - 1] in _GOES_ON:
            continue
        if starts.match(text, start) and balanced(text, at, head):
            yield head


def _is_sentence(text: str, at: int, end: int) -> bool:
    """Whether a title that ends at ``end`` is a whole sentence: a head, an adverb and a verb (`改革扎实推进`)."""
    if not text.endswith(words("headings", "predicates"), at, end):
        return False
    verb = end - 2
    adverb = next((word for word in words("headings", "adverbs") if text.endswith(word, at, verb)), None)
    return adverb is not None and text.endswith(words("headings", "heads"), at + _SHORTEST, verb - len(adverb))


def time_behind_title(text: str, at: int, end: int) -> int | None:
    """Where in ``text[at:end]`` a word that ends titles stands before a time, if anywhere (code points).

    >>> time_behind_title("收费情况2023年未收取费用", 0, 14)
    4
    """
    heads, topics, _ = _head_words()
    for match in _time().finditer(text, at + _SHORTEST, end):
        head = match.start()
        if text.endswith(heads, at + _SHORTEST, head) or text.endswith(topics, at, head):
            return head if balanced(text, at, head) else None
    return None


def balanced(text: str, at: int, end: int) -> bool:
    """Whether every bracket and quotation mark of ``text[at:end]`` is closed."""
    return all(text.count(left, at, end) == text.count(right, at, end) for left, right in _BRACKETS)


@cached
def _head_words() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The words that end titles, those that do before a subject or a time only, and those that a comma may follow."""
    topics = words("headings", "topics")
    spaced = tuple(space.join(topic) for topic in topics for space in (" ", "\u3000"))  # 综 合
    return words("headings", "heads"), (*topics, *spaced), ("情况", "方面")


@cached
def _first_letters() -> re.Pattern[str]:
    """The characters that sentences begin with, as far as `sentence_start` knows."""
    groups = ("clause_start", "subject_start", "labels", "adverb_start", "body_start")
    letters = {word[0] for group in groups for word in words("headings", group)}
    return re.compile(f"[{''.join(sorted(letters))}区县市省以0-9（(]")


@cached
def _time() -> re.Pattern[str]:
    return re.compile("|".join((r"19[0-9]{2}年", r"20[0-9]{2}年", *map(re.escape, words("headings", "time_start")))))


@cached
def clause_start() -> re.Pattern[str]:
    """What opens a clause wherever it stands."""
    return re.compile(rf"{_any_of('clause_start')}|{_YEAR}")


@cached
def _subject() -> re.Pattern[str]:
    return re.compile(rf"{clause_start().pattern}|{_any_of('subject_start')}|{_any_of('labels')}|{_OFFICE}")


@cached
def sentence_start() -> re.Pattern[str]:
    """What begins a sentence: a subject or a time, an adverb or a verb that is no part of the title, a nested marker."""
    own_verb = rf"[\u4e00-\u9fff]{{2}}(?:[，,。；;]|{_subject().pattern})"
    adverb = rf"{_any_of('adverb_start')}(?!{own_verb})"
    verb = rf"(?:{_any_of('body_start')}(?!{_any_of('noun_rest')}|[0-9])|以(?![来上下内及外]))"
    return re.compile(rf"{_subject().pattern}|{adverb}|{verb}|{_NESTED}")


def _any_of(group: str) -> str:
    """A pattern of the phrases of one group, which stand in the order of `words`: the longest first."""
    return f"(?:{'|'.join(map(re.escape, words('headings', group)))})"
