"""Whether scanned pages are recognised: what `textmine.read.pdf.ocr` goes by, apart from it so that asking imports nothing of it."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class Use:
    """What the program asked for: to have pages recognised, and what to call after each of them."""

    wanted: bool = True
    on_page: Callable[[], None] | None = None


USE = Use()


def use_ocr(*, wanted: bool, on_page: Callable[[], None] | None = None) -> None:
    """Whether scanned pages are recognised where the extra is installed; ``on_page`` is called after each of them."""
    USE.wanted, USE.on_page = wanted, on_page


def installed() -> bool:
    """Whether the packages of the extra are there."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))
