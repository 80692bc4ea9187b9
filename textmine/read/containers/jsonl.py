"""JSON lines: one object a line, one of its values the text of a report."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import BinaryIO

from textmine.read.containers.limits import Item, Nest
from textmine.read.containers.names import Labels
from textmine.read.files import MAX_BYTES
from textmine.read.rows import SAMPLE, Row, choose, row_item, unread

_OPENING = re.compile(rb'(?:\xef\xbb\xbf)?[ \t\r\n]{0,1000}\{[ \t]{0,100}"')
_BOM = b"\xef\xbb\xbf"
_SKIP = 2**16


def is_jsonl(head: bytes) -> bool:
    r"""Whether a file that begins so is JSON lines: its first line is an object, or begins as one and goes on.

    >>> is_jsonl('{"正文": "全年办结364项。"}\n'.encode()), is_jsonl(b"{\n"), is_jsonl("一、总体情况".encode())
    (True, False, False)
    """
    if not _OPENING.match(head):
        return False
    first, end, _ = head.removeprefix(_BOM).lstrip().partition(b"\n")
    return not end or not isinstance(_parsed(first), str)


def expand_jsonl(file: BinaryIO, path: str, nest: Nest) -> Iterator[Item]:
    """The reports in the lines of a file, called by their id or the number of their line; a bad line is set aside."""
    labels = Labels(path)
    lines = ((number, _parsed(line)) for number, line in enumerate(_lines(file), 1) if line.strip())
    sample = list(islice(lines, SAMPLE))
    rows = [found for _, found in sample if not isinstance(found, str)]
    layout = choose(list(dict.fromkeys(chain.from_iterable(rows))), rows, nest.columns)
    for number, found in chain(sample, lines):
        if isinstance(found, str):
            yield unread(labels.path(str(number)), found)
        else:
            yield row_item(found, number, layout, labels)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Lines of bounded length; of a longer one only the beginning, which is no JSON then."""
    first = True
    while line := file.readline(MAX_BYTES):
        if len(line) == MAX_BYTES:
            while (rest := file.readline(_SKIP)) and not rest.endswith(b"\n"):
                pass
        yield line.removeprefix(_BOM) if first else line
        first = False


def _parsed(line: bytes) -> Row | str:
    """The object in a line, or what is wrong with it."""
    try:
        found = json.loads(line.decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError) as error:  # ValueError: no JSON, or a number of thousands of digits
        return f"no JSON: {getattr(error, 'msg', None) or type(error).__name__} at {getattr(error, 'colno', '?')}"
    return found if isinstance(found, dict) else f"{type(found).__name__}, not an object"
