"""Damaged copies of a store: none is taken for whole, altered, or waited for."""

import random
import subprocess
from collections import Counter
from pathlib import Path

from faulttests.archive import call, digest, dump, in_turn, make

_REPORTS = 20
_READERS = (("dump", "--canonical"), ("verify",), ("search", "公开 信息"), ("status",), ("panel", "--measure", "*"))


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
            done = in_turn(*((name, store, *rest) for name, *rest in _READERS))
            altered = store.read_bytes() != damaged
            (mined,) = in_turn(("run", archive, "--store", store, "--quiet"))
        except (subprocess.TimeoutExpired, RuntimeError) as error:
            bad.append(f"{kind}: {error}")
            continue
        dumped, verified, *_ = done
        differs = digest(dumped) != expected
        changed[kind] += differs
        noticed[kind] += differs and verified.returncode != 0
        if altered:
            bad.append(f"{kind}: a reader altered the copy")
        bad += [
            f"{kind}: {each.args[0]} ended with {each.returncode}: {each.stderr[-200:]}"
            for each in (*done, mined)
            if each.returncode not in (0, 65, 74) or "Traceback" in each.stderr
        ]
        if mined.returncode and store.read_bytes() != damaged:
            bad.append(f"{kind}: a run that was refused altered the copy")
        for left in folder.glob("copy.db*"):
            left.unlink()
    for kind, count in changed.items():
        print(f"damage: {kind}: content changed in {count} copies, verify found {noticed[kind]}")
    print(f"damage: {len(bad)} bad {bad[:5] or ''}")
    return not bad and changed == noticed


def _flipped(content: bytes, bits: int, dice: random.Random) -> bytes:
    damaged = bytearray(content)
    start = dice.randrange(len(content) * 8 - bits)
    for bit in range(start, start + bits):
        damaged[bit // 8] ^= 1 << bit % 8
    return bytes(damaged)
