"""Damaged copies of a store: none is taken for whole, altered, or waited for."""

import random
import subprocess
from collections import Counter
from pathlib import Path

from faulttests.archive import call, dump, is_whole, make

_TIMEOUT = 30  # seconds
_REPORTS = 20


def run(folder: Path, *, seed: int, rounds: int, reports: int) -> bool:
    """Whether verify found every copy whose content had changed; prints what happened."""
    archive = make(folder / "archive", min(reports, _REPORTS), seed)
    whole = folder / "whole.db"
    call("run", archive, "--store", whole, "--quiet")
    expected, content = dump(whole), whole.read_bytes()
    dice = random.Random(seed)  # noqa: S311  # a seed makes it the same each time
    copies = [("1 bit", _flipped(content, 1, dice)) for _ in range(rounds)]
    copies += [("64 bits", _flipped(content, 64, dice)) for _ in range(rounds)]
    copies += [("cut off", content[: len(content) * part // 20]) for part in range(20)]
    copies += [("text", "一份报告\n".encode() * 1000)]
    changed: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    bad: list[str] = []
    for kind, damaged in copies:
        store = folder / "copy.db"
        store.write_bytes(damaged)
        try:
            differs = _differs(store, expected)
            seen = not is_whole(store)
            searched = call("search", store, "公开 信息")
        except subprocess.TimeoutExpired:
            bad.append(f"{kind}: more than {_TIMEOUT} s")
            continue
        changed[kind] += differs
        noticed[kind] += differs and seen
        if searched.returncode not in (0, 65, 74) or "Traceback" in searched.stderr:
            bad.append(f"{kind}: search ended with {searched.returncode}: {searched.stderr[-200:]}")
        if store.read_bytes() != damaged:
            bad.append(f"{kind}: the copy was altered")
    for kind, count in changed.items():
        print(f"damage: {kind}: content changed in {count} copies, verify found {noticed[kind]}")
    print(f"damage: {len(bad)} bad {bad[:5] or ''}")
    return not bad and changed == noticed


def _differs(store: Path, expected: str) -> bool:
    try:
        return dump(store) != expected
    except RuntimeError:
        return True


def _flipped(content: bytes, bits: int, dice: random.Random) -> bytes:
    damaged = bytearray(content)
    start = dice.randrange(len(content) * 8 - bits)
    for bit in range(start, start + bits):
        damaged[bit // 8] ^= 1 << bit % 8
    return bytes(damaged)
