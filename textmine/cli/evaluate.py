"""`textmine evaluate`: how a model does on passages whose labels are known."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from textmine.classify.labelled import read_labels
from textmine.cli.errors import Exit, UsageError
from textmine.cli.report import print_rates
from textmine.cli.terminal import escaped_json, out
from textmine.lexicon import use_overlay
from textmine.segment.tokenizer import cut


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "evaluate",
        help="measure a model on labelled passages",
        description="Measure a model on labelled passages: accuracy, macro-F1, calibration, every label, commonest mistakes.",
    )
    parser.add_argument("model", metavar="MODEL", type=Path, help="the model folder")
    parser.add_argument(
        "labels", nargs="+", metavar="LABELS", type=Path, help="files of labelled passages, or folders of them"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--lexicon", metavar="DIR", type=Path, help="a folder of vocabulary files laid over the built-in ones"
    )
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Measure and print; code 65 for a model or labels that cannot be read, 2 where there is nothing to measure."""
    use_overlay(options.lexicon)

    from textmine.classify import load_model
    from textmine.classify.evaluation import evaluate

    model = load_model(options.model)
    passages = [passage for path in options.labels for passage in read_labels(path)]
    if not passages:
        raise UsageError(f"{options.labels[0]}: no labelled passages")
    rates = evaluate(model, passages, cut)
    if options.json:
        out(escaped_json(json.dumps(rates, ensure_ascii=False, indent=1)))
    else:
        print_rates(rates)
    return Exit.DONE
