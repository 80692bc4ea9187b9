"""Labels passages with the areas of reform that they speak of."""

from textmine.classify.estimator import Estimator, load_estimator
from textmine.classify.labels import classify

__all__ = ["Estimator", "classify", "load_estimator"]
