"""The public names, and what importing them costs."""

import json
import subprocess
import sys

import pytest

import textmine

PUBLIC = {
    "Fact",
    "Figure",
    "Link",
    "Passage",
    "Period",
    "Report",
    "Section",
    "Table",
    "__version__",
    "errors",
    "find_figures",
    "find_periods",
    "load",
    "mine",
}
HEAVY = {"jieba", "numpy", "regex", "rjieba", "scipy", "skops", "sklearn", "spacy", "sqlite3", "thinc"}


def loaded_by(statement: str) -> set[str]:
    """The top-level packages that a fresh interpreter holds after a statement."""
    program = (
        f"import json, sys; {statement}; print(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_public_names():
    assert set(textmine.__all__) == PUBLIC
    assert list(textmine.__all__) == sorted(textmine.__all__)


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_each_public_name_is_there(name: str):
    assert getattr(textmine, name) is not None
    assert name in dir(textmine)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'mein'"):
        textmine.mein  # noqa: B018  # the look-up is the test


def test_star_import_gives_the_public_names():
    names: dict[str, object] = {}
    exec("from textmine import *", names)  # noqa: S102  # a star import is only allowed at module level
    assert set(names) - {"__builtins__"} == PUBLIC


@pytest.mark.parametrize("statement", ["import textmine", "from textmine import errors, Report"])
def test_importing_is_light(statement: str):
    assert loaded_by(statement) & HEAVY == set()


def test_the_command_starts_light():
    heavy = loaded_by("from textmine.cli.main import build_parser; build_parser()") & HEAVY
    assert heavy & {"jieba", "numpy", "rjieba", "sklearn", "skops", "spacy"} == set()


def test_figures_need_no_segmenter():
    statement = "import textmine; textmine.find_figures('全年公开364项')"
    assert loaded_by(statement) & {"jieba", "rjieba", "spacy", "sklearn"} == set()
