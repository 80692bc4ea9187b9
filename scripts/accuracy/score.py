"""Compare one mined report with its gold.

`predicted` is a report as `textmine extract --json` prints it, `gold` what `annotations.py` makes of annotations. What the
rates mean is said in docs/development.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from accuracy.alignment import Span, laid_out_as, overlap, touches
from accuracy.phrases import bare, same_thing
from accuracy.tally import FIELDS, Tally

_HEADING_SLACK = 3  # characters by which the place of a heading may be off


def score(predicted: dict[str, Any], gold: dict[str, Any]) -> Tally:
    """Score one report. Gold may name the ``parts`` that it covers; the others are left out."""
    gold = laid_out_as(gold, predicted["text"])
    judges = {"figures": _figures, "sections": _sections, "passages": _passages, "tables": _tables}
    return sum((judges[part](predicted, gold) for part in gold.get("parts", judges)), Tally())


def _figures(predicted: dict[str, Any], gold: dict[str, Any]) -> Tally:
    facts = [
        fact
        for fact in predicted["facts"]
        if fact["source"] == "narrative" and not touches(fact, gold.get("optional", ()))
    ]
    figures = gold["figures"]
    pairs = _pairs(facts, figures)
    tally = Tally()
    count = tally.counts
    count["figures_got"], count["figures_want"], count["figures_hit"] = len(facts), len(figures), len(pairs)
    for number, figure in enumerate(figures):
        if number not in pairs:
            tally.misses.append(_line(predicted, "missed", figure))
            continue
        fact = facts[pairs[number]]
        right = _right(fact, figure)
        count.update(f"{name}_right" for name in FIELDS if right[name])
        whole = right["unit"] and right["bound"] and right["period"]
        count["facts_hit"] += whole
        count["linked_hit"] += whole and right["indicator"]
        tally.misses += [
            _line(predicted, name, figure, f"got {_said(fact, name)}  want {_said(figure, name)}")
            for name in FIELDS
            if not right[name]
        ]
    paired = set(pairs.values())
    tally.misses += [_line(predicted, "spurious", fact) for at, fact in enumerate(facts) if at not in paired]
    caught = [trap for trap in gold["not_figures"] if touches(trap, facts)]
    count["traps"] = len(gold["not_figures"])
    count["traps_avoided"] = count["traps"] - len(caught)
    tally.misses += [_line(predicted, "trap", trap) for trap in caught]
    return tally + _links(predicted, gold, facts, pairs)


def _pairs(facts: list[Any], figures: list[Any]) -> dict[int, int]:
    """Which fact answers which figure, one to one: the same number, the larger overlap first, then the nearer start."""
    by_number: defaultdict[tuple[Any, Any], list[int]] = defaultdict(list)
    for at, fact in enumerate(facts):
        by_number[_number(fact)].append(at)
    candidates = sorted(
        (-shared, abs(facts[at]["start"] - figure["start"]), at, number)
        for number, figure in enumerate(figures)
        for at in by_number[_number(figure)]
        if (shared := overlap(facts[at], figure)) > 0
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, at, number in candidates:
        if at not in taken and number not in pairs:
            taken.add(at)
            pairs[number] = at
    return pairs


def _number(item: Span) -> tuple[Decimal | None, Decimal | None]:
    low, high = item["value"], item.get("value_high")
    return (None if low is None else Decimal(low), None if high is None else Decimal(high))


def _right(fact: Span, figure: Span) -> dict[str, bool]:
    """Which fields of a fact are right. What gold does not say of subject and basis is not asked for."""
    return {
        "unit": fact["unit"] == figure["unit"],
        "bound": fact["bound"] == figure["bound"],
        "change": fact.get("change") == figure.get("change"),
        "status": fact.get("status") == figure.get("status", "actual"),
        "period": _days(fact) == _days(figure),
        "basis": "basis" not in figure or fact["period"]["basis"] == figure["basis"],
        "indicator": same_thing(fact["indicator"], _forms(figure.get("indicator"))),
        "subject": "subject" not in figure or same_thing(fact["subject"], _forms(figure["subject"])),
    }


def _forms(accepted: str | list[str] | None) -> list[str | None]:
    return list(accepted) if isinstance(accepted, list) else [accepted]


def _days(item: Span) -> tuple[str | None, str | None]:
    period = item["period"]
    start, end = (period["start"], period["end"]) if isinstance(period, dict) else period
    return start, end


def _said(item: Span, name: str) -> object:
    if name == "period":
        return "/".join(str(day) for day in _days(item))
    if name == "basis" and isinstance(item["period"], dict):
        return item["period"]["basis"]
    return item.get(name)


def _links(predicted: dict[str, Any], gold: dict[str, Any], facts: list[Any], pairs: dict[int, int]) -> Tally:
    """Links between narrative figures; one that ends in a figure outside gold is wrong."""
    gold_id = {facts[at]["id"]: gold["figures"][number]["id"] for number, at in pairs.items()}
    narrative = {fact["id"] for fact in facts}
    got = {
        (link["rel"], gold_id.get(link["source"]), gold_id.get(link["target"]))
        for link in predicted["links"]
        if link["source"] in narrative and link["target"] in narrative
    }
    want = {(link["rel"], link["source"], link["target"]) for link in gold["links"]}
    quotes = {figure["id"]: figure["quote"] for figure in gold["figures"]}
    tally = Tally(Counter(links_hit=len(got & want), links_got=len(got), links_want=len(want)))
    for verdict, links in (("no link", want - got), ("false link", got - want)):
        tally.misses += [
            f"{verdict:<11} {quotes.get(source, '?')} {rel} {quotes.get(target, '?')}"
            for rel, source, target in sorted(links, key=str)
        ]
    return tally


def _sections(predicted: dict[str, Any], gold: dict[str, Any]) -> Tally:
    """Headings: the same level, marker and title, at nearly the same place; each predicted one answers once."""
    starts: defaultdict[tuple[int, str, str], list[int]] = defaultdict(list)
    for section in predicted["sections"]:
        starts[_heading(section)].append(section["start"])
    tally = Tally()
    for section in gold["sections"]:
        places = starts[_heading(section)]
        near = [start for start in places if abs(start - section["start"]) <= _HEADING_SLACK]
        if near:
            places.remove(near[0])
            tally.counts["sections_hit"] += 1
        else:
            tally.misses.append(f"{'no section':<11} {section['level']} {section['marker']}{section['title']}")
    tally.counts["sections_got"] = len(predicted["sections"])
    tally.counts["sections_want"] = len(gold["sections"])
    return tally


def _heading(section: Span) -> tuple[int, str, str]:
    return section["level"], bare(section["marker"]), bare(section["title"])


def _passages(predicted: dict[str, Any], gold: dict[str, Any]) -> Tally:
    """The label of the passage that covers most of each gold passage."""
    tally = Tally()
    for passage in gold["passages"]:
        best = max(predicted["passages"], key=lambda other: overlap(other, passage), default=None)
        label = best["category"] if best and overlap(best, passage) > 0 else None
        accepted = passage["labels"]
        tally.counts["passages"] += 1
        tally.counts["passages_primary"] += label == accepted[0]
        tally.counts["passages_accepted"] += label in accepted
        tally.labels[accepted[0], label] += 1
        if label not in accepted:
            tally.misses.append(_line(predicted, "passage", passage, f"got {label}  want {'/'.join(accepted)}"))
    return tally


def _tables(predicted: dict[str, Any], gold: dict[str, Any]) -> Tally:
    """Cells as a bag: row path, column path and text. A report without gold cells says nothing about tables."""
    want = _cells(cell for table in gold["tables"] for cell in table["cells"])
    if not want:
        return Tally()
    got = _cells(
        (cell["row"], cell["column"], cell["text"]) for table in predicted["tables"] for cell in table["cells"]
    )
    counts = Counter(cells_hit=(got & want).total(), cells_got=got.total(), cells_want=want.total())
    return Tally(counts, misses=[f"{'no cell':<11} {cell} ×{times}" for cell, times in (want - got).items()])


def _cells(cells: Iterable[Any]) -> Counter[tuple[str, str, str]]:
    return Counter(
        (bare("/".join(row)), bare("/".join(column)), value) for row, column, text in cells if (value := bare(text))
    )


def _line(predicted: dict[str, Any], verdict: str, item: Span, said: str = "") -> str:
    text, start, end = predicted["text"], item["start"], item["end"]
    around = text[max(0, start - 14) : min(end, start + 40) + 8].replace("\n", "⏎")
    return "  ".join(filter(None, (f"{verdict:<11}", str(item.get("quote", "")), said, f"…{around}…")))
