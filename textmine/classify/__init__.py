"""Labels passages with the areas of reform that they speak of.

Names are imported when they are first used: a command may need to know which model is in use and none of what it is used with.
`PassageClassifier`, the scikit-learn estimator that learns a model, is in `textmine.classify.estimator`: importing it
imports scikit-learn, which labelling does without.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.classify.labels import classify
    from textmine.classify.model import Model
    from textmine.classify.modelfiles import load_model
    from textmine.classify.samples import Tokens

__all__ = ["Model", "Tokens", "classify", "load_model"]

_HOMES = {"Model": "model", "Tokens": "samples", "classify": "labels", "load_model": "modelfiles"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'textmine.classify' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"textmine.classify.{_HOMES[name]}"), name)
    return value
