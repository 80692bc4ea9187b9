"""Real reports outside the repository whose passages are labelled: what no training has seen, and a second set.

They are found where `accuracy.suites.exam` finds the exam.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accuracy.alignment import laid_out_as, overlap
from accuracy.suites import Suite
from textmine.classify import Model, classify
from textmine.classify.metrics import measure
from textmine.read import read_file
from textmine.schema.structure import Label
from textmine.stages import Work, heading_paths, structure, tabulate, tokens_of
from training.corpus import ROOT

LABELS = ROOT / "corpora/outside/labels.jsonl"


@dataclass(frozen=True, slots=True)
class Outside:
    """A real report cut into passages, and the labels of those that are labelled, by their number."""

    work: Work
    wanted: Mapping[int, tuple[str, ...]]


def gold(suite: Suite) -> list[Outside]:
    """The reports of the exam with the labels of its passages."""
    found = []
    for name in suite.names():
        wanted = json.loads((suite.gold / f"{name}.gold.json").read_text("utf-8"))
        if wanted["passages"]:
            work = cut_up(suite.report(name))
            found.append(Outside(work, _placed(work, laid_out_as(wanted, work.document.text)["passages"])))
    return found


def _placed(work: Work, passages: Sequence[dict[str, Any]]) -> dict[int, tuple[str, ...]]:
    spans = [{"start": passage.start, "end": passage.end} for passage in work.passages]
    found = {}
    for passage in passages:
        best = max(range(len(spans)), key=lambda number: overlap(spans[number], passage))
        found[best] = tuple(passage["labels"])
    return found


def second(suite: Suite) -> list[Outside]:
    """Other real reports, of which single passages were labelled for this project (corpora/outside)."""
    wanted: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in LABELS.read_text("utf-8").splitlines():
        row = json.loads(line)
        wanted.setdefault(row["report"], {})[row["passage"]] = tuple(row["labels"])
    found = []
    for name, labels in wanted.items():
        path = suite.reports / name
        if path.is_file():
            work = cut_up(path)
            digests = {_digest(work, number): number for number in range(len(work.passages))}
            found.append(Outside(work, {digests[each]: labels[each] for each in labels if each in digests}))
    return found


def _digest(work: Work, number: int) -> str:
    passage = work.passages[number]
    return hashlib.sha256(work.document.text[passage.start : passage.end].encode()).hexdigest()[:16]


def cut_up(path: Path) -> Work:
    """A report as far as its passages."""
    return structure(tabulate(Work(document=read_file(path))))


def rates(reports: Sequence[Outside], model: Model | None) -> dict[str, Any]:
    """How a model, or with ``None`` the cue rules alone, does on the labelled passages of real reports."""
    found: list[tuple[Label, ...]] = []
    wanted: list[tuple[str, ...]] = []
    for report in reports:
        work = report.work
        paths = heading_paths(work.sections)
        texts = [(work.document.text[p.start : p.end], paths[p.section]) for p in work.passages]
        labels = classify(texts, tokens=tokens_of(work, work.passages, paths, model) if model else None, model=model)
        for number in sorted(report.wanted):
            found.append(labels[number])
            wanted.append(report.wanted[number])
    return measure(found, wanted)
