"""When two phrases name the same thing."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_UNSPOKEN = re.compile(r"[\s“”\"'‘’《》()（）、，,。:：;；的]")
_SHARED = 0.7  # of the characters of both phrases


def bare(phrase: str | None) -> str:
    """A phrase without what is not spoken: width variants, white space, quotation marks, punctuation and 的.

    >>> bare("“最多跑一趟” 的办事清单")
    '最多跑一趟办事清单'
    """
    return _UNSPOKEN.sub("", unicodedata.normalize("NFKC", phrase or ""))


def same_thing(phrase: str | None, accepted: Iterable[str | None]) -> bool:
    """Whether a phrase is one of the accepted forms, or nearly so.

    Nearly: the two share seven tenths of their characters, and one contains the other or both end in the same character
    (the head of a Chinese noun phrase stands last).

    >>> same_thing("办事清单", ["“最多跑一趟”办事清单", "“最多跑一趟”清单"])
    False
    >>> same_thing("“最多跑一趟”办事清单", ["最多跑一趟的办事清单"])
    True
    >>> same_thing("城镇居民可支配收入", ["城镇居民人均可支配收入"])
    True
    """
    given = bare(phrase)
    return any(given == form or _near(given, form) for form in map(bare, accepted))


def _near(one: str, other: str) -> bool:
    if not one or not other:
        return False
    shared = (Counter(one) & Counter(other)).total()
    if 2 * shared / (len(one) + len(other)) < _SHARED:
        return False
    return one[-1] == other[-1] or one in other or other in one
