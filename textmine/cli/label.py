"""`textmine label`: passages to annotation tools and back, and which to label next."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from textmine.classify.labelled import Labelled, read_labels, written
from textmine.classify.suggest import Candidate, doubt, suggest
from textmine.classify.tools import TOOLS, exported, imported
from textmine.cli.errors import Exit, UsageError
from textmine.cli.open import require_file
from textmine.cli.terminal import err, escaped_json, out
from textmine.errors import LabelError
from textmine.lexicon import use_overlay
from textmine.lexicon.taxonomy import taxonomy
from textmine.schema import Label
from textmine.store import StoredPassage, is_database, reading, stored_passages


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and what it is told to do."""
    parser = commands.add_parser(
        "label",
        help="label passages with annotation tools",
        description="Bring passages to an annotation tool and back, or find those that are most worth labelling.",
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    _add_export(actions)
    _add_import(actions)
    _add_suggest(actions)


def _add_export(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser(
        "export", help="write passages for a tool", description="Write passages as tasks for an annotation tool."
    )
    parser.add_argument("source", metavar="SOURCE", help="a fact store, or a file of labelled passages")
    _add_tool(parser, "the tool that the tasks are for")
    _add_common(parser)
    parser.add_argument(
        "--config", metavar="FILE", type=Path, help="write what the tool must be told of the labels here"
    )
    parser.set_defaults(command=export)


def _add_import(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser(
        "import",
        help="read what a tool gives back",
        description="Read annotations from a tool and write them as labelled passages; their text must be that of the source.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="what the tool has written")
    _add_tool(parser, "the tool that wrote the file")
    parser.add_argument("--source", metavar="SOURCE", required=True, help="what was exported: a fact store or a file")
    _add_common(parser)
    parser.set_defaults(command=take_in)


def _add_suggest(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser(
        "suggest",
        help="find passages worth labelling",
        description="Find the passages of a store whose labels are most doubtful, no two alike, spread over labels and reports.",
    )
    parser.add_argument("source", metavar="STORE", help="the fact store")
    parser.add_argument("-n", "--number", metavar="N", type=_number, default=100, help="how many (default 100)")
    _add_common(parser)
    parser.set_defaults(command=propose)


def _add_tool(parser: argparse.ArgumentParser, explained: str) -> None:
    parser.add_argument("--to", dest="tool", required=True, choices=sorted(TOOLS), help=explained)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="FILE", type=Path, help="write here instead of to standard output")
    parser.add_argument(
        "--lexicon", metavar="DIR", type=Path, help="a folder of vocabulary files laid over the built-in ones"
    )


def _number(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 1_000_000:
        raise argparse.ArgumentTypeError("must be from 1 to 1000000")
    return number


def export(options: argparse.Namespace) -> int:
    """Write tasks; their labels so far go along as proposals."""
    use_overlay(options.lexicon)
    tool = TOOLS[options.tool]
    passages = list(_passages(options.source))
    names = _names(passages)
    if options.config is not None:
        if tool.config is None:
            raise UsageError(f"--config: {options.tool} takes its labels from the tasks themselves")
        options.config.write_text(tool.config(names), "utf-8")
    _write(options.out, exported(passages, tool, names))
    return Exit.DONE


def take_in(options: argparse.Namespace) -> int:
    """Write what was labelled; what does not fit its source is told and set aside, with code 3."""
    use_overlay(options.lexicon)
    source = list(_passages(options.source))
    try:
        text = options.file.read_text("utf-8-sig")
        labelled, problems = imported(text, TOOLS[options.tool], source, _names(source))
    except (UnicodeDecodeError, ValueError) as error:
        raise LabelError(f"{options.file}: {error}") from error
    _write(options.out, written(labelled))
    for problem in problems:
        err(f"{options.file}: {problem}")
    err(f"{len(labelled)} passages labelled" + (f", {len(problems)} annotations set aside" if problems else ""))
    return Exit.SET_ASIDE if problems else Exit.DONE


def propose(options: argparse.Namespace) -> int:
    """Write the most doubtful passages as labelled passages, their present labels as proposals."""
    use_overlay(options.lexicon)
    with reading(require_file(options.source)) as connection:
        candidates = [
            Candidate(passage=_labelled(passage), found=passage.labels)
            for passage in stored_passages(connection)
            if not passage.boilerplate and passage.repeats is None
        ]
    chosen = suggest(candidates, options.number)
    _write(options.out, written(_proposed(each.passage, each.found) for each in chosen))
    return Exit.DONE


def _proposed(passage: Labelled, found: tuple[Label, ...]) -> Labelled:
    scores = {each.label: each.score for each in found}
    return replace(passage, more={"scores": scores, "doubt": doubt(found)})


def _passages(source: str) -> Iterator[Labelled]:
    path = require_file(source) if not Path(source).is_dir() else Path(source)
    if path.is_file() and is_database(path):
        with reading(path) as connection:
            yield from (_labelled(passage) for passage in stored_passages(connection))
    else:
        yield from read_labels(path)


def _labelled(passage: StoredPassage) -> Labelled:
    return Labelled(
        document=passage.report,
        report=passage.report,
        passage=passage.id,
        start=passage.start,
        end=passage.end,
        headings=passage.headings,
        text=passage.text,
        labels=tuple(each.label for each in passage.labels),
    )


def _names(passages: list[Labelled]) -> dict[str, str]:
    """The labels that may be given, those of the taxonomy and those in use, with their Chinese names."""
    names = {category.label: category.zh for category in taxonomy().categories}
    for passage in passages:
        for label in passage.labels:
            names.setdefault(label, label)
    return names


def _write(path: Path | None, text: str) -> None:
    if path is not None:
        path.write_text(text, "utf-8")
    elif text:
        out(escaped_json(text.removesuffix("\n")))
