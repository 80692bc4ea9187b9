"""Floors: the rates below which a change is not merged. They can be raised, never lowered."""

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path

Rates = Mapping[str, float | None]
Floors = dict[str, dict[str, float]]

SLACK = 0.01  # a better rule may cost a few places of the reports that the old one was tuned on
FLOORS = Path(__file__).with_name("floors.toml")
_HEAD = (
    "# Rates that scripts/check-accuracy holds, by suite. `scripts/check-accuracy --raise` writes them, upward only.\n"
)


def parse(text: str) -> Floors:
    """Floors by suite and rate, from TOML."""
    return {
        suite: {name: float(floor) for name, floor in rates.items()} for suite, rates in tomllib.loads(text).items()
    }


def render(floors: Floors) -> str:
    r"""Floors as TOML.

    >>> print(render({"corpora": {"figure_f1": 0.98}}).partition("\n\n")[2], end="")
    [corpora]
    figure_f1 = 0.980
    """
    suites = (
        f"\n[{suite}]\n" + "".join(f"{name} = {floor:.3f}\n" for name, floor in rates.items())
        for suite, rates in floors.items()
    )
    return _HEAD + "".join(suites)


def missed(floors: Mapping[str, float], rates: Rates) -> list[str]:
    """The rates that lie below their floor, or that could no longer be measured.

    >>> missed({"unit": 0.99, "traps": 0.98, "cell_f1": 0.5}, {"unit": 0.985, "traps": 1.0, "cell_f1": None})
    ['unit', 'cell_f1']
    """
    return [name for name, floor in floors.items() if (rate := rates.get(name)) is None or rate < floor]


def raised(floors: Mapping[str, float], rates: Rates) -> dict[str, float]:
    """Floors brought up to the slack below the rates; no floor comes out lower than it went in.

    >>> raised({"unit": 0.99, "traps": 0.98}, {"unit": 0.5, "traps": 0.9987, "bound": 0.9, "cell_f1": None})
    {'unit': 0.99, 'traps': 0.988, 'bound': 0.89}
    """
    measured = {
        name: max(0.0, math.floor((rate - SLACK) * 1000 + 1e-9) / 1000)
        for name, rate in rates.items()
        if rate is not None
    }
    return {name: max(floors.get(name, 0.0), measured.get(name, 0.0)) for name in dict(floors) | measured}


def lowered(old: Floors, new: Floors) -> list[str]:
    """What a new set of floors holds less tightly than an old one.

    >>> lowered({"corpora": {"unit": 0.99, "traps": 0.98}}, {"corpora": {"unit": 0.98}})
    ['corpora.unit', 'corpora.traps']
    """
    return [
        f"{suite}.{name}"
        for suite, rates in old.items()
        for name, floor in rates.items()
        if new.get(suite, {}).get(name, -1.0) < floor
    ]
