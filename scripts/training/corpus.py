"""The labelled passages of corpora/: those written for training, and those of the sample archive."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from textmine.classify.labelled import Labelled, read_labels
from textmine.lexicon.taxonomy import taxonomy

ROOT = Path(__file__).resolve().parents[2]
PASSAGES = ROOT / "corpora/passages"
LEAST = 20  # passages with a label as the primary one
LONG = 20  # characters of a sentence that must not stand in a real report
_SENTENCE = re.compile(r"[。！？；!?;\n]")
_SPACE = re.compile(r"\s+")
_NOISE = re.compile(r"[\W_]+")


def written(folder: Path = PASSAGES) -> list[Labelled]:
    """The passages written for training."""
    return read_labels(folder)


def archive(root: Path = ROOT) -> list[Labelled]:
    """The passages of the sample archive with the labels of its annotations."""
    found: list[Labelled] = []
    for gold_path in sorted((root / "corpora/gold").glob("*.gold.json")):
        gold = json.loads(gold_path.read_text("utf-8"))
        name = gold_path.name.removesuffix(".gold.json")
        source = root / "corpora/reports" / f"{name}.txt"
        if source.is_file():
            text = source.read_bytes().decode("utf-8-sig" if gold.get("bom") else "utf-8")
            sections = sorted(gold["sections"], key=lambda section: section["start"])
            found += [
                Labelled(
                    document=f"archive/{name}",
                    headings=tuple(headings(sections, passage["start"])),
                    text=text[passage["start"] : passage["end"]],
                    labels=tuple(passage["labels"]),
                )
                for passage in gold["passages"]
            ]
    return found


def headings(sections: Sequence[dict[str, Any]], at: int) -> list[str]:
    """The titles of the sections that a place stands in, outermost first."""
    stack: list[dict[str, Any]] = []
    for section in sections:
        if section["start"] > at:
            break
        while stack and stack[-1]["level"] >= section["level"]:
            stack.pop()
        stack.append(section)
    return [section["title"] for section in stack]


def problems(passages: Sequence[Labelled], real: Iterable[str] = ()) -> list[str]:
    """What is wrong with passages written for training; ``real`` are texts of real reports, of which no sentence may be here."""
    known = {category.label for category in taxonomy().categories}
    found = [f"{p.document}: no label" for p in passages if not p.labels]
    found += [f"{p.document}: unknown label {label}" for p in passages for label in p.labels if label not in known]
    for key in ("kind", "body", "year"):
        found += [f"{p.document}: no {key}: {p.text[:20]}" for p in passages if key not in (p.more or {})]
    found += _repetitions(passages)
    counts = Counter(p.labels[0] for p in passages if p.labels)
    found += [
        f"{label}: {counts[label]} passages, less than {LEAST}" for label in sorted(known) if counts[label] < LEAST
    ]
    texts = "\n".join(_SPACE.sub("", text) for text in real)
    found += [
        f"{passage.document}: stands in a real report: {sentence}"
        for passage in passages
        for sentence in sentences(passage.text)
        if sentence in texts
    ]
    return found


def sentences(text: str) -> list[str]:
    """The sentences of some length in a text, without white space.

    >>> sentences("全年公开 信息三百六十四条，其中规范性文件二十条。无。")
    ['全年公开信息三百六十四条，其中规范性文件二十条']
    """
    return [part for each in _SENTENCE.split(text) if len(part := _SPACE.sub("", each)) >= LONG]


def _repetitions(passages: Sequence[Labelled]) -> list[str]:
    """Passages with the same words, and documents whose passages do not follow each other."""
    words = Counter(_NOISE.sub("", passage.text) for passage in passages)
    found = [f"stands there {times} times: {text[:40]}" for text, times in words.items() if times > 1]
    changes = [
        passage.document
        for at, passage in enumerate(passages)
        if not at or passages[at - 1].document != passage.document
    ]
    return found + [f"{document}: its passages are apart" for document, times in Counter(changes).items() if times > 1]
