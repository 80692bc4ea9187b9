"""Which passages are most worth labelling next: the doubtful ones, no two alike, spread over labels and reports."""

import math
from collections import Counter
from collections.abc import Sequence

from textmine.classify.labelled import Labelled
from textmine.schema.record import record
from textmine.schema.structure import Label

_GENEROUS = 2  # how many times its even share a label or a report may take before the others have theirs


@record
class Candidate:
    """A passage with the labels that were given to it, the best first."""

    passage: Labelled
    found: tuple[Label, ...]


def doubt(found: Sequence[Label]) -> float:
    """How doubtful the first label is: one minus its lead over the second.

    >>> doubt([Label(label="platform", score=0.75), Label(label="response", score=0.5)])
    0.75
    """
    best = found[0].score if found else 0.0
    second = found[1].score if len(found) > 1 else 0.0
    return round(1 - (best - second), 4)


def suggest(candidates: Sequence[Candidate], count: int) -> list[Candidate]:
    """Up to ``count`` of the candidates, the most doubtful first; of passages with the same words one.

    First each label and each report may have at most twice its even share; what is then left of ``count`` goes to the most
    doubtful of the rest.
    """
    distinct: dict[str, Candidate] = {}
    for candidate in candidates:
        distinct.setdefault("".join(candidate.passage.text.split()), candidate)
    ranked = sorted(distinct.values(), key=lambda each: (-doubt(each.found), each.passage.document, each.passage.text))
    labels = Counter(_label(each) for each in ranked)
    documents = Counter(each.passage.document for each in ranked)
    of_label = math.ceil(_GENEROUS * count / max(1, len(labels)))
    of_document = math.ceil(_GENEROUS * count / max(1, len(documents)))
    taken: list[Candidate] = []
    left: list[Candidate] = []
    given: Counter[str] = Counter()
    read: Counter[str] = Counter()
    for each in ranked:
        if len(taken) < count and given[_label(each)] < of_label and read[each.passage.document] < of_document:
            given[_label(each)] += 1
            read[each.passage.document] += 1
            taken.append(each)
        else:
            left.append(each)
    chosen = [*taken, *left[: max(0, count - len(taken))]]
    return sorted(chosen, key=lambda each: (-doubt(each.found), each.passage.document, each.passage.text))


def _label(candidate: Candidate) -> str:
    return candidate.found[0].label if candidate.found else ""
