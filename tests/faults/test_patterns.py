"""Strings made to break patterns take linear time: every pattern of the package by itself, and the whole pipeline.

The strings are those of the faults page (R01-R18, and the runs of one character below its table). Run as a program, this
file times a part of the patterns, one line a pattern and string; the test does that in processes that it can kill.
"""

import ast
import dataclasses
import importlib
import inspect
import os
import pkgutil
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import regex

import textmine
from textmine import mine

SMALL, LARGE = 2_000, 20_000
NOISE = 0.001  # seconds below which a clock says nothing
STEEPEST = 3  # times as steep as linear: a pattern of quadratic time is 10 times as steep
CAP = 60  # seconds for all of a part, many times what it takes
PARTS = 8  # of some 500 patterns, so that none comes near the cap on a busy machine
CLEAN = "2019年，全市办结不动产登记364项，完成投资12.3亿元。"

TAIL = "X元X%X个X日X项X为X|X》X个百分点X。"
STRINGS = {
    "R01": lambda n: "1" * n,
    "R02": lambda n: "1," * n,
    "R03": lambda n: "订单号 A" + "2021072113213635" * (n // 16 + 1) + " 可用作",
    "R04": lambda n: "一二三四五六七" * (n // 7 + 1),
    "R05": lambda n: "万亿" * (n // 2),
    "R06": lambda n: "一千一百一十一万" * (n // 8 + 1),
    "R07": lambda n: "1 " * n,
    "R08": lambda n: "\u3000" * n,
    "R09": lambda n: "1-" * n,
    "R10": lambda n: "1." * n,
    "R11": lambda n: "1年1月1日" * (n // 6 + 1),
    "R12": lambda n: "（一）" * (n // 3 + 1),
    "R13": lambda n: "?" * n + "x",
    "R14": lambda n: " |" * n,
    "R15": lambda n: "《" * n,
    "R16": lambda n: "国内生产总值" * (n // 6 + 1),
    "R17": lambda n: "Rok bud." + "2027777983834843834843042003200220012000" * (n // 40 + 1),
    "R18": lambda n: "增长" + "1 " * n,
} | {f"run of {c!r}": lambda n, c=c: c * n for c in ("(", "零", ".", "-", "至", "%", "\n")}

Pattern = re.Pattern | regex.Pattern
INLINE = {"match", "search", "fullmatch", "sub", "split", "findall", "finditer"}


def adversarial(name: str, size: int) -> str:
    return STRINGS[name](size) + TAIL


def modules() -> Iterator[object]:
    for found in pkgutil.walk_packages(textmine.__path__, "textmine."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def patterns() -> dict[str, Pattern]:
    """Every pattern by where it stands: module globals, what argument-less cached functions build, and inline calls."""
    found: dict[Pattern, str] = {}
    for module in modules():
        for name, value in vars(module).items():
            built = value() if hasattr(value, "cache_info") and not inspect.signature(value).parameters else value
            for place, pattern in within(built, f"{module.__name__}.{name}"):
                found.setdefault(pattern, place)
        for line, source in inline(Path(inspect.getsourcefile(module)).read_text("utf-8")):
            found.setdefault(re.compile(source), f"{module.__name__}:{line}")
    return {place: pattern for pattern, place in found.items() if isinstance(pattern.pattern, str)}


def within(value: object, place: str, depth: int = 4) -> Iterator[tuple[str, Pattern]]:
    if isinstance(value, Pattern):
        yield place, value
    elif depth and dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from within(getattr(value, field.name), f"{place}.{field.name}", depth - 1)
    elif depth and isinstance(value, Mapping):
        for key, item in value.items():
            yield from within(item, f"{place}[{key!r}]", depth - 1)
    elif depth and isinstance(value, tuple | list | set | frozenset):
        for index, item in enumerate(value):
            yield from within(item, f"{place}[{index}]", depth - 1)


def inline(source: str) -> Iterator[tuple[int, str]]:
    """Patterns written as a constant in a call such as ``re.match(r"…", text)``."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in INLINE):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value


def seconds(pattern: Pattern, text: str) -> float:
    begin = time.thread_time()
    for _ in pattern.finditer(text):
        pass
    return time.thread_time() - begin


def main(small: int, large: int, part: int, parts: int) -> None:
    """Print ``place TAB string TAB seconds at small TAB seconds at large`` for each pair that is this part's.

    Place and string are printed before they are tried, so that whoever kills this program knows where it hung.
    """
    texts = {name: (adversarial(name, small), adversarial(name, large)) for name in STRINGS}
    for place, pattern in list(patterns().items())[part::parts]:
        for name, (short, long) in texts.items():
            sys.stdout.write(f"{place}\t{name}\t")
            sys.stdout.flush()
            quick, slow = seconds(pattern, short), seconds(pattern, long)
            if slow > large / small * quick:  # perhaps only the machine was busy
                quick, slow = (min(seconds(pattern, text) for _ in range(2)) for text in (short, long))
            sys.stdout.write(f"{quick}\t{slow}\n")


def test_the_patterns_are_found():
    places = set(patterns())
    assert len(places) > 200
    for known in (
        ".NUMERAL",
        ".PLACE",
        "extract.dates._scanner",
        "link.verbs._verb",
        ".segment.",
        ".read.",
        ".tables.",
    ):
        assert any(known in place for place in places), known


@pytest.mark.parametrize("part", range(PARTS))
def test_every_pattern_takes_linear_time(part):
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    line = [sys.executable, __file__, *map(str, (SMALL, LARGE, part, PARTS))]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment) as child:
        try:
            told, _ = child.communicate(timeout=CAP)
        except subprocess.TimeoutExpired:
            child.kill()
            told, _ = child.communicate()
            pytest.fail(f"hung, or took more than {CAP} s, at: {told.splitlines()[-1]}")
    assert child.returncode == 0
    rows = [row.split("\t") for row in told.splitlines()]
    assert len(rows) > 25 * 25
    steep = [
        row for row in rows if float(row[3]) > STEEPEST * (LARGE / SMALL) * max(float(row[2]), NOISE)
    ]  # fmt: skip
    assert steep == []


@pytest.mark.parametrize("name", STRINGS)
def test_the_pipeline_still_finds_the_facts_of_the_last_line(name):
    def mined(size):
        text = f"{adversarial(name, size)}\n{CLEAN}"
        begin = time.thread_time()
        report = mine(text)
        spent = time.thread_time() - begin
        last = [(f.quote, str(f.period)) for f in report.facts if f.start >= len(text) - len(CLEAN)]
        assert last == [("364项", "2019-01-01/2019-12-31"), ("12.3亿元", "2019-01-01/2019-12-31")]
        return spent

    mined(SMALL)  # imports and vocabularies are read once
    quick, slow = mined(SMALL), mined(LARGE)
    assert slow < max(STEEPEST * (LARGE / SMALL) * quick, 1)
    assert slow < CAP


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
