"""scripts/train: train the passage classifier on corpora/, measure it on reports it has not seen, write the model folder."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textmine.classify import Estimator, classify
from textmine.classify.training import LabelledReport, save, train

ROOT = Path(__file__).resolve().parents[2]

_CARD = """# reform-0.1

A logistic regression that labels passages of Chinese government reports with the 45 categories of
`textmine/lexicon/data/taxonomy.toml`. It sees which cue phrases stand in a passage and in the headings above it, and what
the cue rules make of them; it does not see other words.

- **Trained on** {reports} reports with {passages} passages, written for this project: `corpora/` (see its data card).
  {labels} of the 45 labels occur there; the model never gives another.
- **Measured** by leaving out one report at a time (`metrics.json`): primary label right {with_accuracy:.3f} with the model
  beside the cues, {cues_accuracy:.3f} with the cues alone.
- **Use**: `classify(passages, estimator=load_estimator(folder))`. textmine itself labels by the cues alone, because the
  model has not been shown to do better; it is kept as the base for a larger training set.
- **Limits**: a small training set by few hands. Scores are no calibrated probabilities.
- **Made by** `scripts/train`; scikit-learn and skops in the versions of `manifest.json`. `checksums.txt` holds the SHA-256
  of every file; a model that differs from it is refused. Licence: that of textmine.
"""


def labelled_reports() -> list[LabelledReport]:
    """The reports of corpora/ with the labels of their passages."""
    reports = []
    for gold_path in sorted((ROOT / "corpora/gold").glob("*.gold.json")):
        gold = json.loads(gold_path.read_text("utf-8"))
        name = gold_path.name.removesuffix(".gold.json")
        source = ROOT / "corpora/reports" / f"{name}.txt"
        if not source.is_file() or not gold["passages"]:
            continue
        text = source.read_bytes().decode("utf-8-sig" if gold.get("bom") else "utf-8")
        sections = sorted(gold["sections"], key=lambda section: section["start"])
        passages = [(text[p["start"] : p["end"]], _headings(sections, p["start"])) for p in gold["passages"]]
        labels = tuple(tuple(p["labels"]) for p in gold["passages"])
        reports.append(LabelledReport(id=name, passages=tuple(passages), labels=labels))
    return reports


def _headings(sections: Sequence[dict[str, Any]], at: int) -> list[str]:
    stack: list[dict[str, Any]] = []
    for section in sections:
        if section["start"] > at:
            break
        while stack and stack[-1]["level"] >= section["level"]:
            stack.pop()
        stack.append(section)
    return [section["title"] for section in stack]


def _rates(reports: Sequence[LabelledReport], estimators: Sequence[Estimator | None]) -> dict[str, float]:
    first = accepted = total = 0
    for report, estimator in zip(reports, estimators, strict=True):
        for labels, found in zip(report.labels, classify(report.passages, estimator=estimator), strict=True):
            total += 1
            first += found[0].label == labels[0]
            accepted += found[0].label in labels
    return {"primary": round(first / total, 4), "accepted": round(accepted / total, 4), "passages": total}


def main() -> int:
    """Exit codes: 0 written, 1 nothing to train on."""
    parser = argparse.ArgumentParser(prog="scripts/train", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "models/reform-0.1", help="the model folder to write")
    options = parser.parse_args()
    reports = labelled_reports()
    if len(reports) < 2:
        print(f"{ROOT / 'corpora/gold'}: no labelled reports", file=sys.stderr)
        return 1
    unseen = [train([other for other in reports if other is not report]) for report in reports]
    alone, together = _rates(reports, [None] * len(reports)), _rates(reports, unseen)
    metrics = {"method": "leave one report out, on corpora/", "cues alone": alone, "cues and model": together}
    estimator = train(reports)
    card = _CARD.format(
        reports=len(reports),
        passages=sum(len(report.passages) for report in reports),
        labels=len(estimator.labels),
        with_accuracy=together["primary"],
        cues_accuracy=alone["primary"],
    )
    save(estimator, options.out, card=card, metrics=metrics)
    print(json.dumps(metrics, ensure_ascii=False, indent=1))
    print(f"written: {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
