"""docs/cli.md names every command, option and exit code, and nothing else."""

import argparse
import re
from pathlib import Path

import pytest

from textmine.cli.errors import Exit
from textmine.cli.main import build_parser


def commands() -> dict[str, argparse.ArgumentParser]:
    return dict(below(build_parser(), ""))


def below(parser: argparse.ArgumentParser, prefix: str):
    """The commands of a parser by name; one that has commands of its own stands for them."""
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for name, command in action.choices.items():
                inner = dict(below(command, f"{prefix}{name} "))
                yield from inner.items() if inner else [(f"{prefix}{name}", command)]


@pytest.fixture(scope="module")
def sections(root: Path) -> dict[str, str]:
    """The page by heading."""
    parts = re.split(r"^## (.+)$", (root / "docs/cli.md").read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_is_documented(sections: dict[str, str], name: str):
    section = sections[f"textmine {name}"]
    actions = [action for action in commands()[name]._actions if action.dest != "help"]  # noqa: SLF001
    wanted = {option for action in actions for option in action.option_strings or [action.metavar]}
    documented = set(re.findall(r"^\| `([^` ]+)", section, flags=re.MULTILINE))
    assert documented == wanted


def test_every_command_is_documented(sections: dict[str, str]):
    assert {f"textmine {name}" for name in commands()} == {name for name in sections if name.startswith("textmine ")}


def test_every_exit_code_is_documented(sections: dict[str, str]):
    listed = {int(code) for code in re.findall(r"^\| (\d+) ", sections["Exit codes"], flags=re.MULTILINE)}
    assert listed == {int(code) for code in Exit} | {129, 130, 143}


@pytest.mark.parametrize("name", ["", *sorted(commands())])
def test_help_explains_every_argument(name: str):
    parser = commands()[name] if name else build_parser()
    assert parser.description
    assert all(action.help for action in parser._actions if not isinstance(action, argparse._SubParsersAction))  # noqa: SLF001
