"""Writes a model as a folder of files that `load_model` reads back; skops is imported here, and with it scikit-learn."""

import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textmine.classify.model import Model
from textmine.classify.modelfiles import CARD, CHECKSUMS, FILES, LABELS, METRICS, MODEL, load_model, state
from textmine.errors import ModelError
from textmine.lexicon.taxonomy import taxonomy

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can tell


def save_model(model: Model, folder: Path, *, card: str, metrics: Mapping[str, Any]) -> None:
    """Write the model folder and read it back; only then its files take the places of those of another model, checksums last.

    Raises `ModelError` where what was written cannot be read, and `OSError` where it cannot be written.
    """
    files = {
        CARD: card.encode(),
        LABELS: _labels_toml(model).encode(),
        METRICS: (json.dumps(metrics, ensure_ascii=False, indent=1) + "\n").encode(),
        MODEL: packed(model),
    }
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in FILES)
    new = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)  # of one that was killed
    folder.mkdir(parents=True, exist_ok=True)
    new.mkdir()
    try:
        for name, content in (*((name, files[name]) for name in FILES), (CHECKSUMS, sums.encode())):
            with (new / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        load_model(new)
        for name in (*FILES, CHECKSUMS):
            (new / name).replace(folder / name)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def packed(model: Model) -> bytes:
    """The model as skops stores it, in bytes that depend on nothing but the model.

    Raises `ModelError` where skops would have to trust a type in order to read it.
    """
    import skops.io

    data = _reproducible(skops.io.dumps(state(model)))
    if untrusted := skops.io.get_untrusted_types(data=data):
        raise ModelError(f"holds types that would have to be trusted: {', '.join(untrusted)}")
    skops.io.loads(data)
    return data


def _reproducible(data: bytes) -> bytes:
    """The same skops file with numbers in place of the memory addresses and times that skops writes into it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    schema = json.loads(parts.pop("schema.json"))
    numbers: dict[int, int] = {}
    names: dict[str, str] = {}

    def renamed(node: Any) -> Any:
        if isinstance(node, list):
            return [renamed(each) for each in node]
        if not isinstance(node, dict):
            return node
        node = {key: renamed(value) for key, value in node.items()}
        if "__id__" in node:
            node["__id__"] = numbers.setdefault(node["__id__"], len(numbers))
        if "file" in node:
            node["file"] = names.setdefault(node["file"], f"{len(names)}.npy")
        return node

    schema = renamed(schema)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        contents = {names[name]: content for name, content in parts.items()}
        contents["schema.json"] = json.dumps(schema, indent=1).encode()
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, contents[name], compresslevel=9)
    return out.getvalue()


def _labels_toml(model: Model) -> str:
    """The labels of a model in their order, with what the taxonomy says of them."""
    known = {category.label: category for category in taxonomy().categories}
    blocks = []
    for label in model.labels:
        rows = {"label": label}
        if category := known.get(label):
            rows |= {
                "zh": category.zh,
                "en": category.en,
                "definition": category.definition,
                "document": category.document,
            }
        # A basic string of TOML takes the escapes of JSON.
        blocks.append("[[label]]\n" + "".join(f"{key} = {json.dumps(rows[key], ensure_ascii=False)}\n" for key in rows))
    return "\n".join(blocks)
