"""Floors go up only."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accuracy.floors import FLOORS, lowered, parse, raised, render

RATES = st.dictionaries(st.sampled_from(["unit", "bound", "traps"]), st.floats(0, 1))


def committed(root: Path) -> list[str]:
    """Every version of the floors that was ever committed."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False)
        return done.stdout if done.returncode == 0 else ""

    name = FLOORS.relative_to(root).as_posix()
    return [git("show", f"{commit}:{name}") for commit in git("log", "--format=%H", "HEAD", "--", name).split()]


def test_no_floor_is_lower_than_it_ever_was(root: Path):
    versions = committed(root)
    if not versions:
        pytest.skip("no version of the floors is committed here")
    now = parse(FLOORS.read_text(encoding="utf-8"))
    assert [lowered(parse(version), now) for version in versions if lowered(parse(version), now)] == []


@given(RATES, RATES)
def test_raising_lowers_nothing(floors, rates):
    assert lowered({"corpora": floors}, {"corpora": raised(floors, rates)}) == []


@given(RATES, RATES)
def test_raised_floors_are_held_by_the_rates_that_raised_them(floors, rates):
    for name, floor in raised(floors, rates).items():
        assert floor == floors.get(name) or floor <= rates[name] + 1e-9


def test_a_floor_that_was_dropped_is_lowered():
    assert lowered({"exam": {"unit": 0.9}}, {}) == ["exam.unit"]


def test_floors_survive_writing():
    floors = {"corpora": {"unit": 0.985, "traps": 1.0}, "exam": {}}
    assert parse(render(floors)) == floors
