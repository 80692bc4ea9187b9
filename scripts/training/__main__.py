"""scripts/train: train the passage classifier on corpora/, measure it on what it has not seen, write the model folder."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from accuracy.suites import Suite, exam
from textmine.classify import Model
from textmine.classify.card import card
from textmine.classify.current import SHIPPED
from textmine.classify.evaluation import evaluate
from textmine.classify.labelled import Labelled, by_document
from textmine.classify.saving import save_model
from textmine.classify.training import cross_validated, train
from textmine.read import read_file
from textmine.segment.tokenizer import cut
from training.corpus import ROOT, archive, problems, written
from training.outside import gold, rates, second

_SHARES = (0.125, 0.25, 0.5, 0.75, 1.0)  # of the documents, for the learning curve
_KEYS = ("passages", "accuracy", "accepted", "macro_f1", "ece")


def main() -> int:
    """Exit codes: 0 written, or with --check nothing wrong; 1 something is wrong with the passages."""
    parser = argparse.ArgumentParser(prog="scripts/train", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "models" / SHIPPED, help="the model folder to write")
    parser.add_argument("--check", action="store_true", help="only look over the labelled passages")
    options = parser.parse_args()
    passages = written()
    suite = exam()
    wrong = problems(passages, _texts(suite) if suite else ())
    print("\n".join(wrong), end="\n" if wrong else "", file=sys.stderr)
    if options.check or wrong:
        print(f"{len(passages)} passages, {len(wrong)} problems")
        return int(bool(wrong))

    metrics = _measured_apart(passages)
    every = [*passages, *archive()]
    classifier = train(every, cut, version=options.out.name)
    metrics["cross_validation"] = cross_validated(classifier, every, cut)
    model = classifier.model_
    if suite is not None:
        metrics["gold"] = _beside(lambda chosen: rates(gold(suite), chosen), model)
        metrics["second_real_set"] = _beside(lambda chosen: rates(second(suite), chosen), model)
    save_model(model, options.out, card=card(model, metrics["cross_validation"], _points(metrics)), metrics=metrics)
    print(json.dumps(_brief(metrics), ensure_ascii=False, indent=1))
    print(f"written: {options.out}")
    return 0


def _texts(suite: Suite) -> list[str]:
    paths = sorted(path for path in suite.reports.iterdir() if path.suffix != ".tsv" and path.is_file())
    return [read_file(path).text for path in paths]


def _measured_apart(passages: Sequence[Labelled]) -> dict[str, Any]:
    """Trained on the written passages alone, measured on the whole reports of the sample archive, which are of another hand."""
    documents = sorted(by_document(passages), key=lambda each: each[0].document)
    curve = []
    for share in _SHARES:
        # Every n-th document, so that each share has documents of all kinds.
        chosen = [each for at, each in enumerate(documents) if int((at + 1) * share) > int(at * share)]
        part = [passage for each in chosen for passage in each]
        model = train(part, cut, version="").model_
        found = evaluate(model, archive(), cut)
        curve.append({"documents": len(chosen), "trained_on": len(part), **{key: found[key] for key in _KEYS}})
    return {
        "archive": _beside(lambda chosen: evaluate(chosen, archive(), cut), model),
        "learning_curve": curve,
    }


def _beside(measured: Any, model: Model) -> dict[str, Any]:
    """The rates of a model, with those of its words alone and of the cue rules alone beside them."""
    ways = {"words and cues": model, "words": replace(model, cue_weight=0.0), "cues": None}
    found = {name: measured(chosen) for name, chosen in ways.items()}
    brief = {name: {key: each[key] for key in ("accuracy", "accepted", "macro_f1")} for name, each in found.items()}
    return {**found["words and cues"], "beside": brief}


def _points(metrics: dict[str, Any]) -> str:
    """What the card says besides the cross-validation, a point each."""
    said = {
        "archive": "**On whole reports of another hand** (the sample archive, trained without it)",
        "gold": "**On real reports** that no training has seen (the exam)",
        "second_real_set": "**On further real reports**, of which single passages were labelled for this project",
    }
    lines = []
    for name, text in said.items():
        if name in metrics:
            each = metrics[name]
            beside = "; ".join(
                f"{way} {rate['accuracy']:.3f}, {rate['accepted']:.3f}, {rate['macro_f1']:.3f}"
                for way, rate in each["beside"].items()
            )
            lines.append(
                f"- {text}, {each['passages']} passages: primary label right, an accepted label, macro-F1: {beside}. Expected "
                f"calibration error {each['ece']:.3f}.\n"
            )
    return "".join(lines)


def _brief(metrics: dict[str, Any]) -> dict[str, Any]:
    """The figures without labels and confusion."""
    kept = (*_KEYS, "beside")
    return {
        name: {key: each[key] for key in kept if key in each} if isinstance(each, dict) else each
        for name, each in metrics.items()
    }


if __name__ == "__main__":
    sys.exit(main())
