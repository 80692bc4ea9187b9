"""`textmine classify`: the categories of every passage of a report, and why."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from typing import Any

from textmine.classify.explain import Reasons, Spoken, explain
from textmine.cli import models
from textmine.cli.errors import Exit, UsageError
from textmine.cli.mining import MINED, only_item, opened, tell
from textmine.cli.terminal import escaped, escaped_json, out
from textmine.lexicon import use_overlay
from textmine.read import display_name
from textmine.schema import Document, Passage
from textmine.schema.columns import fitted
from textmine.stages import Work, categorise, heading_paths, structure, tabulate, tokens_of

_EXCERPT = 72  # columns of a passage that are shown
_SHOWN = 8  # words of an explanation


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "classify",
        help="show the categories of the passages of a report",
        description="Show the categories of every passage of one report with their probabilities, and what decided them.",
    )
    parser.add_argument("file", metavar="FILE", help="the report")
    parser.add_argument("--explain", action="store_true", help="show which words, headings and cue phrases decided")
    parser.add_argument("--json", action="store_true", help="print JSON")
    models.add_options(parser)
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Classify one file and print it; code 2 if there is no such file, 3 if it was set aside."""
    if not os.path.lexists(options.file):
        raise UsageError(f"{display_name(options.file)}: no such file")
    use_overlay(options.lexicon)
    folder = models.usable_model(options.model)
    document = opened(only_item(options.file, does="classify"))
    if document.status in MINED:
        _show(document, by_model=folder is not None, options=options)
    if document.reason is not None:
        tell(document.path, document.status, document.reason, document.detail)
    return Exit.DONE if document.status in (*MINED, "empty") else Exit.SET_ASIDE


def _show(document: Document, *, by_model: bool, options: argparse.Namespace) -> None:
    work = categorise(structure(tabulate(Work(document=document))))
    paths = heading_paths(work.sections)
    texts = [(document.text[p.start : p.end], paths[p.section]) for p in work.passages]
    reasons: Sequence[Reasons | None] = [None] * len(texts)
    if options.explain and texts:
        reasons = _reasons(work, texts, by_model=by_model)
    rows = list(zip(work.passages, texts, reasons, strict=True))
    if options.json:
        listed = [_as_dict(passage, text, headings, why) for passage, (text, headings), why in rows]
        out(escaped_json(json.dumps(listed, ensure_ascii=False, indent=1)))
        return
    for passage, (text, headings), why in rows:
        _print(passage, text, headings, why)


def _reasons(work: Work, texts: Sequence[tuple[str, list[str]]], *, by_model: bool) -> list[Reasons]:
    from textmine.classify.current import current_model

    labels, model = [passage.category for passage in work.passages], current_model()
    if not by_model or model is None:
        return explain(texts, labels)
    tokens = tokens_of(work, work.passages, heading_paths(work.sections), model)
    return explain(texts, labels, tokens=tokens, model=model)


def _as_dict(passage: Passage, text: str, headings: list[str], why: Reasons | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": passage.id,
        "start": passage.start,
        "end": passage.end,
        "headings": headings,
        "text": text,
        "category": passage.category,
        "categories": [{"label": each.label, "score": each.score} for each in passage.categories],
        "boilerplate": passage.boilerplate,
        "repeats": passage.repeats,
    }
    if why is not None:
        row["reasons"] = {
            "bias": why.bias,
            "words": [{"word": word, "where": where, "adds": adds} for word, where, adds in why.words],
            "cues": why.cues,
            "cue_weight": why.cue_weight,
            "phrases": [{"phrase": phrase, "where": where, "worth": worth} for phrase, where, worth in why.phrases],
        }
    return row


def _print(passage: Passage, text: str, headings: Sequence[str], why: Reasons | None) -> None:
    labels = "  ".join(f"{escaped(each.label)} {each.score:.2f}" for each in passage.categories)
    marks = ["boilerplate"] if passage.boilerplate else []
    marks += [f"repeats {passage.repeats}"] if passage.repeats else []
    out(f"{passage.id:<5} {labels}{'  [' + ', '.join(marks) + ']' if marks else ''}")
    if headings:
        out(f"      {escaped(' > '.join(headings))}")
    out(f"      {fitted(escaped(' '.join(text.split())), _EXCERPT).rstrip()}")
    if why is not None:
        _print_reasons(why)
    out("")


def _print_reasons(why: Reasons) -> None:
    total = why.bias + sum(adds for _, _, adds in why.words) + why.cue_weight * why.cues
    out(f"      {escaped(why.label)}: {total:+.2f} = words {total - why.cue_weight * why.cues - why.bias:+.2f}, "
        f"cues {why.cue_weight * why.cues:+.2f}, usual {why.bias:+.2f}")  # fmt: skip
    for name, spoken in (("words", why.words), ("cues", why.phrases)):
        if spoken:
            out(f"      {name:<6}{_listed(spoken)}")


def _listed(spoken: Sequence[Spoken]) -> str:
    parts = [
        f"{escaped(word)} {adds:+.2f}{'' if where == 'text' else f' ({where})'}"
        for word, where, adds in spoken[:_SHOWN]
    ]
    left = len(spoken) - len(parts)
    return ", ".join(parts) + (f" and {left} more" if left else "")
