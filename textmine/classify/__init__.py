"""Labels passages with the areas of reform that they speak of.

`PassageClassifier`, the scikit-learn estimator that learns a model, is in `textmine.classify.estimator`: importing it
imports scikit-learn, which labelling does without.
"""

from textmine.classify.labels import classify
from textmine.classify.model import Model
from textmine.classify.modelfiles import load_model
from textmine.classify.samples import Tokens

__all__ = ["Model", "Tokens", "classify", "load_model"]
