"""Counts of what was found, wanted and right, and the rates they give."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

FIELDS = ("unit", "bound", "change", "status", "period", "basis", "indicator", "subject")


@dataclass(slots=True)
class Tally:
    """What scoring counts; tallies of several reports are added before rates are taken (micro average).

    ``counts`` is by name, ``labels`` by (wanted, given) label of a passage, ``misses`` says each disagreement in a line.
    """

    counts: Counter[str] = field(default_factory=Counter)
    labels: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.counts + other.counts, self.labels + other.labels, self.misses + other.misses)

    def rates(self) -> dict[str, float | None]:
        """Every rate between 0 and 1; None where nothing was there to be measured."""
        n = self.counts
        found = {name: _share(n[f"{name}_right"], n["figures_hit"]) for name in FIELDS}
        return {
            "figure_precision": _share(n["figures_hit"], n["figures_got"]),
            "figure_recall": _share(n["figures_hit"], n["figures_want"]),
            "figure_f1": self._f1("figures"),
            **found,
            "fact_f1": _f1(n["facts_hit"], n["figures_got"], n["figures_want"]),
            "linked_f1": _f1(n["linked_hit"], n["figures_got"], n["figures_want"]),
            "link_f1": self._f1("links"),
            "traps": _share(n["traps_avoided"], n["traps"]),
            "section_f1": self._f1("sections"),
            "passage_acc": _share(n["passages_primary"], n["passages"]),
            "passage_any": _share(n["passages_accepted"], n["passages"]),
            "passage_macro_f1": self._macro_f1(),
            "cell_f1": self._f1("cells"),
        }

    def _f1(self, name: str) -> float | None:
        return _f1(self.counts[f"{name}_hit"], self.counts[f"{name}_got"], self.counts[f"{name}_want"])

    def _macro_f1(self) -> float | None:
        wanted: Counter[str | None] = Counter()
        given: Counter[str | None] = Counter()
        for (want, got), times in self.labels.items():
            wanted[want] += times
            given[got] += times
        scores = [
            2 * self.labels[label, label] / (times + given[label])
            for label, times in wanted.items()
            if label is not None
        ]
        return sum(scores) / len(scores) if scores else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _f1(hit: int, got: int, want: int) -> float | None:
    return 2 * hit / (got + want) if got or want else None
