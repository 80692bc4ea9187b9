"""Programs that find numbers, money and times in Chinese text, for scripts/bench --peers: JioNLP and Recognizers-Text.

They are no dependencies: they lie in build/peers, where `INSTALL` puts them, and are only found there.
"""

import logging
import re
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "build/peers"
# Recognizers-Text does not start with a newer emoji.
INSTALL = "pip install --target build/peers jionlp==1.5.31 recognizers-text-suite==1.0.2a2 'emoji<2'"

_SENTENCE = re.compile(r"[^。；;！？!?\n]+")
_RECOGNIZERS = (
    ("recognizers_number", ("recognize_number", "recognize_percentage")),
    ("recognizers_number_with_unit", ("recognize_currency", "recognize_dimension")),
    ("recognizers_date_time", ("recognize_datetime",)),
)


def peers() -> dict[str, Callable[[str], int]]:
    """What each of them does to a text, sentence by sentence, as the number of things that it finds; an `ImportError` where they are absent."""
    sys.path.append(str(FOLDER))  # at the end: what textmine uses is its own
    logging.disable()  # JioNLP writes out what it stumbles over
    with redirect_stdout(None):  # its greeting
        ner = import_module("jionlp").ner
    chinese = import_module("recognizers_text").Culture.Chinese
    recognise = [getattr(import_module(module), name) for module, names in _RECOGNIZERS for name in names]
    return {
        "JioNLP: times, money": _by_sentence([ner.extract_time, ner.extract_money]),
        "Recognizers-Text": _by_sentence([lambda text, find=find: find(text, chinese) for find in recognise]),
    }


def _by_sentence(finders: list[Callable[[str], list[object]]]) -> Callable[[str], int]:
    def find(text: str) -> int:
        return sum(_found(finder, sentence) for sentence in _SENTENCE.findall(text) for finder in finders)

    return find


def _found(finder: Callable[[str], list[object]], sentence: str) -> int:
    try:
        return len(finder(sentence))
    except Exception:  # noqa: BLE001  # they fail on some sentences, with whatever comes
        return 0
