"""Rates of a classifier as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textmine.cli.terminal import escaped, out, table

_LIMITS = (28, 9, 9, 9, 9)


def print_rates(rates: Mapping[str, Any]) -> None:
    """The rates of `textmine.classify.metrics.measure`, what simpler ways do, every label, and the commonest mistakes."""
    for name in ("documents", "passages"):
        if name in rates:
            out(f"{name:<12}{rates[name]}")
    for name in ("accuracy", "accepted", "macro_f1", "ece"):
        out(f"{name:<12}{_digits(rates[name])}")
    every = rates["all_labels"]
    out(f"{'all labels':<12}precision {_digits(every['precision'])}, recall {_digits(every['recall'])}")
    if "beside" in rates:
        out("")
        rows = [(name, *(_digits(each[key]) for key in each)) for name, each in rates["beside"].items()]
        for line in table(("by", "accuracy", "accepted", "macro_f1"), rows, _LIMITS[:4]):
            out(line)
    out("")
    header = ("label", "precision", "recall", "f1", "passages")
    labels = [
        (label, *(_digits(each[key]) for key in header[1:4]), each["passages"])
        for label, each in rates["labels"].items()
    ]
    for line in table(header, labels, _LIMITS):
        out(line)
    if rates["confusion"]:
        out("")
        mistakes = [(wanted, got, times) for wanted, got, times in rates["confusion"]]
        for line in table(("wanted", "given", "times"), mistakes, (28, 28, 5)):
            out(escaped(line))


def _digits(rate: float | None) -> str:
    return "-" if rate is None else f"{rate:.3f}"
