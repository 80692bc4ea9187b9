"""The words of the page in Chinese and English, and which of the two a reader is given."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from starlette.requests import Request

LANGUAGES = ("zh", "en")
COOKIE = "lang"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the page in one language, by section and key of `strings/LANGUAGE.toml`."""

    language: str
    strings: dict[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key such as ``search.button``; ``values`` fill its braces. `KeyError` if there is none.

        >>> words("zh")("search.button")
        '搜索'
        """
        section, _, name = key.partition(".")
        text: str = self.strings[section][name]
        return text.format(**values) if values else text

    def name(self, section: str, key: str | None) -> str:
        """What a code is called, the code itself where it has no name.

        >>> words("en").name("rel", "changed_to"), words("en").name("rel", "a_new_one")
        ('changed to', 'a_new_one')
        """
        return str(self.strings[section].get(key, key)) if key else ""


@functools.cache
def words(language: str) -> Words:
    """The words of a language of `LANGUAGES`."""
    text = (files("textmine.web") / "strings" / f"{language}.toml").read_text("utf-8")
    return Words(language, tomllib.loads(text))


def chosen(request: Request) -> str:
    """The language that a reader has chosen, else the first one that the browser asks for and we have, else Chinese."""
    for told in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if told in LANGUAGES:
            return told
    return preferred(request.headers.get("accept-language", ""))


def preferred(header: str) -> str:
    """The language of `LANGUAGES` that an Accept-Language header likes best.

    >>> preferred("de, en;q=0.8, zh;q=0.5"), preferred("zh-TW,en;q=0.9"), preferred("")
    ('en', 'zh', 'zh')
    """
    liked: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")):
        tag, _, weight = part.partition(";q=")
        language = tag.strip().partition("-")[0].lower()
        try:
            quality = float(weight or 1)
        except ValueError:
            continue
        if language in LANGUAGES and quality > 0:
            liked.append((-quality, place, language))
    return min(liked)[2] if liked else LANGUAGES[0]
