"""Reports without end: those of corpora/ with other places, years, numbers and sentences, each drawn by a seed.

What is varied keeps a report minable: years all move by the same, a table's numbers are all multiplied by one factor, so that its
sums hold. The sentences that come in are those of corpora/passages, and some of our own with names that hardly occur twice,
so that indicators and words have the long tail that archives have.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from textmine.lexicon import table
from textmine.lexicon.places import places

ROOT = Path(__file__).resolve().parents[2]

# What the reports of corpora/ call their bodies, by the second part of the file's name.
_LOCAL = {
    "bailuwan": "白鹭湾新区", "jiuxiqiao": "石桥县", "linhu": "临湖市", "shiqiao": "石桥县", "yunling": "云岭市", "luzhou": "鹭洲区",
    "wanglan": "望澜市", "chengwan": "澄湾区", "songtang": "松塘县", "fengling": "丰岭县", "hengxi": "衡溪市", "jiangzhou": "江州省",
}  # fmt: skip
_YEAR = re.compile(r"(?<!\d)20[0-2]\d(?!\d)")
_FIRST, _LAST = 2008, 2025  # years that reports are moved between
_CELL = re.compile(r"^\d+$", re.MULTILINE)  # a table with a cell a line
_MOST_TIMES = 60
_COUNTED = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?=[件条项个户家人次场期万亿名份篇%])")
_SENTENCE = re.compile("(?:^|(?<=。))[\u4e00-\u9fff][^。\n]{11,90}。", re.MULTILINE)
_END = re.compile("(?<=[\u4e00-\u9fff%][。.])")
_SENTENCES = (2, 6)  # that come into a report from other passages
_NAMED = (1, 3)  # of our own
_KINDS = ("产业园", "社区", "街道", "水库", "服务站", "示范区", "中心校", "合作社", "泵站", "步道")
_DEEDS = (
    "{name}建成投用，服务群众{n}人次。",
    "全年支持{name}改造项目{n}个，投入资金{n}万元。",
    "{name}新增就业岗位{n}个，同比增长{n}%。",
    "{name}办理事项{n}件，平均办理时限压缩到{d}个工作日。",
    "对{name}开展检查{n}次，发现问题{n}处，整改{n}处。",
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What reports are made of: texts with the name of their place, sentences, names of places, characters of names."""

    texts: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    names: tuple[str, ...]
    characters: str


def shelf() -> Shelf:
    """All that corpora/ and the vocabulary have."""
    paths = sorted((ROOT / "corpora/reports").glob("*.txt"))
    texts = tuple((path.read_text("utf-8"), _LOCAL[path.stem.split("-")[-2]]) for path in paths)
    lines = (
        line
        for path in sorted((ROOT / "corpora/passages").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    )
    sentences = (found for line in lines for found in _SENTENCE.findall(json.loads(line)["text"]))
    names = (place.name for place in places() if place.level in ("prefecture", "county"))
    return Shelf(
        texts=texts,
        sentences=tuple(dict.fromkeys(sentences)),
        names=tuple(dict.fromkeys(names)),
        characters="".join(table("common_han")["simplified"]["characters"]),
    )


def reports(found: Shelf, seed: int) -> Iterator[str]:
    """Texts of reports, the same for the same seed, no two alike but by chance."""
    number = 0
    while True:
        yield _report(found, Random(f"{seed}:{number}"))  # noqa: S311  # reproducible, not secret
        number += 1


def _report(found: Shelf, random: Random) -> str:
    text, local = random.choice(found.texts)
    name = random.choice(found.names)
    years = [int(year) for year in _YEAR.findall(text)]
    moved = random.randint(_FIRST - min(years), max(_LAST - max(years), _FIRST - min(years)))
    times = random.randint(1, _MOST_TIMES)
    text = text.replace(local, name)
    text = _YEAR.sub(lambda year: str(int(year.group()) + moved), text)
    text = _CELL.sub(lambda cell: str(int(cell.group()) * times), text)
    text = _with(text, [*_others(found, random), *_named(found, random)], random)
    return _COUNTED.sub(partial(_other_number, random), text)


def _others(found: Shelf, random: Random) -> list[str]:
    return random.choices(found.sentences, k=random.randint(*_SENTENCES))


def _named(found: Shelf, random: Random) -> Iterator[str]:
    for _ in range(random.randint(*_NAMED)):
        name = "".join(random.choices(found.characters, k=2)) + random.choice(_KINDS)
        yield random.choice(_DEEDS).format(name=name, n=random.randint(2, 999), d=random.randint(1, 9))


def _with(text: str, sentences: list[str], random: Random) -> str:
    """The text with each sentence behind one of its own."""
    ends = [match.end() for match in _END.finditer(text)]
    for at, sentence in sorted(zip(random.choices(ends, k=len(sentences)), sentences, strict=True), reverse=True):
        text = text[:at] + sentence + text[at:]
    return text


def _other_number(random: Random, number: re.Match[str]) -> str:
    """A number of as many digits."""
    first = True
    written = ""
    for digit in number.group():
        if digit == ".":
            written += digit
        else:
            written += str(random.randint(1 if first else 0, 9))
        first = False
    return written
