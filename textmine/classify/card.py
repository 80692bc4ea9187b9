"""The card of a model: what it is, what it was trained on, how good it is, what it is not for."""

from collections.abc import Mapping
from typing import Any

from textmine.classify.model import Model

_CARD = """# {version}

A classifier of passages of Chinese government reports: one logistic regression a label over the words of a passage, of the
headings above it and of its place, joined with the cue rules of the taxonomy (`--lexicon`), with calibrated probabilities.

- **Labels**: {labels}, listed in `labels.toml`. A passage may have several, or none.
- **Trained on** {passages} passages of {documents} documents. {words} words are known.
- **Measured** on documents that the regressions had not seen (cross-validation by document): primary label right {accuracy:.3f},
  an accepted label {accepted:.3f}, macro-F1 {macro_f1:.3f}, expected calibration error {ece:.3f}. `metrics.json` has every label and
  the commonest mistakes.
- **Beside it**: {beside}.
{more}- **Limits**: it knows the kinds of reports that it was trained on. Passages of other kinds get labels too; their probabilities then
  promise too much. Measure it on your own reports with `textmine evaluate` before you rely on it.
- **Files**: `model.skops` holds numbers and words, nothing that can be run; `checksums.txt` has the SHA-256 of every file, and a model that
  differs from it is refused.
"""


def card(model: Model, rates: Mapping[str, Any], more: str = "") -> str:
    """The card of a model with the rates of its cross-validation; ``more`` are further points, a line each."""
    beside = ", ".join(
        f"{name} {each['accuracy']:.3f}" for name, each in rates["beside"].items() if name != "words and cues"
    )
    return _CARD.format(
        version=model.version,
        labels=len(model.labels),
        passages=rates["passages"],
        documents=rates["documents"],
        words=len(model.squares) - 1,
        accuracy=rates["accuracy"],
        accepted=rates["accepted"],
        macro_f1=rates["macro_f1"],
        ece=rates["ece"],
        beside=beside,
        more=more,
    )
