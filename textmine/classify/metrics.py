"""How well labels were given: accuracy, macro-F1, calibration, confusion."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from textmine.schema.structure import Label

Found = Sequence[Label]
_BINS = 10
_SHOWN = 20  # pairs of labels in a confusion table


def measure(found: Sequence[Found], wanted: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Rates of the best labels found (``found``, the best first) against those accepted (``wanted``, the primary first).

    ``accuracy`` is the share with the primary label right, ``accepted`` the share with one of the accepted labels,
    ``macro_f1`` the mean over all labels that were wanted or given, ``ece`` the expected calibration error of the best
    label's score as the probability that it is accepted, ``all_labels`` precision and recall of all labels given.

    >>> rates = measure([[Label(label="remedy", score=0.9)], [Label(label="other", score=0.6)]], [["remedy"], ["platform"]])
    >>> rates["accuracy"], rates["macro_f1"], rates["ece"]
    (0.5, 0.3333, 0.35)
    """
    best = [labels[0].label for labels in found]
    primary = [labels[0] if labels else "other" for labels in wanted]
    hits = [label in labels or (not labels and label == "other") for label, labels in zip(best, wanted, strict=True)]
    by_label = label_rates(best, primary)
    return {
        "passages": len(best),
        "accuracy": _mean([one == other for one, other in zip(best, primary, strict=True)]),
        "accepted": _mean(hits),
        "macro_f1": _mean([rates["f1"] for rates in by_label.values()]),
        "ece": round(calibration_error([labels[0].score for labels in found], hits), 4),
        "all_labels": _all_labels(found, wanted),
        "labels": by_label,
        "confusion": confusion(best, primary),
    }


def label_rates(best: Sequence[str], primary: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Precision, recall and F1 of each label that was wanted or given, by its name."""
    given, wanted = Counter(best), Counter(primary)
    hit = Counter(one for one, other in zip(best, primary, strict=True) if one == other)
    return {
        label: {
            "precision": round(hit[label] / given[label], 4) if given[label] else None,
            "recall": round(hit[label] / wanted[label], 4) if wanted[label] else None,
            "f1": round(2 * hit[label] / (given[label] + wanted[label]), 4),
            "passages": wanted[label],
        }
        for label in sorted({*given, *wanted})
    }


def confusion(best: Sequence[str], primary: Sequence[str]) -> list[tuple[str, str, int]]:
    """The commonest mistakes: the label wanted, the label given, how often.

    >>> confusion(["other", "other"], ["platform", "other"])
    [('platform', 'other', 1)]
    """
    pairs = Counter((want, got) for got, want in zip(best, primary, strict=True) if got != want)
    ordered = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    return [(want, got, times) for (want, got), times in ordered[:_SHOWN]]


def calibration_error(scores: Sequence[float], hits: Sequence[bool]) -> float:
    """By how much scores differ from the share of hits, on average over ten bins of equal width, weighted by their size.

    >>> round(calibration_error([0.95, 0.85, 0.15], [True, True, False]), 4)
    0.1167
    """
    bins: dict[int, list[tuple[float, bool]]] = {}
    for score, hit in zip(scores, hits, strict=True):
        bins.setdefault(min(int(score * _BINS), _BINS - 1), []).append((score, hit))
    gaps = [abs(sum(score - hit for score, hit in each)) for each in bins.values()]
    return sum(gaps) / len(scores) if scores else 0.0


def _all_labels(found: Sequence[Found], wanted: Sequence[Sequence[str]]) -> dict[str, float | None]:
    given = sum(len(labels) for labels in found)
    accepted = sum(len(labels) for labels in wanted)
    hit = sum(label.label in accept for labels, accept in zip(found, wanted, strict=True) for label in labels)
    return {
        "precision": round(hit / given, 4) if given else None,
        "recall": round(hit / accepted, 4) if accepted else None,
    }


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0
