"""The reports whose facts are known, and how the program does on them."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from accuracy.score import score
from accuracy.tally import Tally

if TYPE_CHECKING:
    from textmine import Report

ROOT = Path(__file__).resolve().parents[2]
_GOLD = ".gold.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """Reports with their gold: the report of ``NAME.gold.json`` is ``NAME`` with any suffix."""

    name: str
    reports: Path
    gold: Path

    def names(self) -> list[str]:
        """The reports that have gold, in order."""
        return sorted(path.name.removesuffix(_GOLD) for path in self.gold.glob(f"*{_GOLD}"))

    def report(self, name: str) -> Path:
        """The report's file; raises FileNotFoundError."""
        found = sorted(path for path in self.reports.glob(f"{name}.*") if path.stem == name)
        if not found:
            raise FileNotFoundError(f"{self.gold / name}{_GOLD} has no report in {self.reports}")
        return found[0]


def corpora() -> Suite:
    """The reports written for this project."""
    return Suite(name="corpora", reports=ROOT / "corpora/reports", gold=ROOT / "corpora/gold")


def exam() -> Suite | None:
    """Real reports with gold that lie outside the repository: TEXTMINE_EXAM or ../shared/exam; None if neither is there."""
    folder = Path(os.environ.get("TEXTMINE_EXAM", ROOT.parent / "shared/exam"))
    if not (folder / "gold").is_dir():
        return None
    return Suite(name="exam", reports=folder.parent / "reports", gold=folder / "gold")


def measure(suite: Suite, mine: Callable[[Path], "Report"]) -> tuple[Tally, dict[str, str]]:
    """The tally of a suite, and the reports left out with the reason: formats that textmine has no reader for."""
    tally = Tally()
    left_out: dict[str, str] = {}
    for name in suite.names():
        report = mine(suite.report(name))
        if report.status == "unsupported":
            left_out[name] = report.reason or report.status
            continue
        gold = json.loads((suite.gold / f"{name}{_GOLD}").read_text(encoding="utf-8"))
        one = score(report.to_dict(), gold)
        one.misses = [f"{name}: {miss}" for miss in one.misses]
        tally += one
    return tally, left_out
