"""`textmine train`: a model of one's own from labelled passages."""

from __future__ import annotations

import argparse
from pathlib import Path

from textmine.classify.labelled import read_labels
from textmine.cli.errors import Exit, UsageError
from textmine.cli.report import print_rates
from textmine.cli.terminal import escaped, out
from textmine.lexicon import use_overlay
from textmine.segment.tokenizer import cut


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "train",
        help="train a model on labelled passages",
        description="Train a model of passages on labelled ones, say how good it is on documents that it has not seen, and "
        "write it as a folder that --model takes.",
    )
    parser.add_argument(
        "labels", nargs="+", metavar="LABELS", type=Path, help="files of labelled passages, or folders of them"
    )
    parser.add_argument("--model", required=True, metavar="DIR", type=Path, help="the model folder to write")
    parser.add_argument(
        "--lexicon", metavar="DIR", type=Path, help="a folder of vocabulary files laid over the built-in ones"
    )
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Train, measure, write; code 65 for labels that cannot be read, 2 where they are too few."""
    use_overlay(options.lexicon)
    passages = [passage for path in options.labels for passage in read_labels(path)]

    from textmine.classify.card import card
    from textmine.classify.saving import save_model
    from textmine.classify.training import cross_validated, train

    try:
        classifier = train(passages, cut, version=options.model.resolve().name)
    except ValueError as error:
        raise UsageError(f"{options.labels[0]}: {error}") from error
    rates = cross_validated(classifier, passages, cut)
    metrics = {"method": "cross-validation by document", "cross_validation": rates}
    save_model(classifier.model_, options.model, card=card(classifier.model_, rates), metrics=metrics)
    print_rates(rates)
    out(
        f"\nwritten: {escaped(options.model)}; use it with: textmine run ARCHIVE --store facts.db --model {escaped(options.model)}"
    )
    return Exit.DONE
