"""The stored model: it loads, it is refused when anything about it is wrong, and nothing in it is ever run."""

import hashlib
import io
import json
import pickle
import random
import shutil
import zipfile
from pathlib import Path

import pytest

from textmine.classify import classify, load_estimator
from textmine.errors import ModelError
from textmine.lexicon.resources import model_dir

MODEL = model_dir() / "reform-0.1"
PASSAGE = ("本年度收到政府信息公开申请8件。", ["依申请公开情况"])


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL, tmp_path / "model"))


def seal(folder: Path) -> None:
    """Make checksums.txt fit the files, as someone would who has changed them on purpose."""
    names = sorted(path.name for path in folder.iterdir() if path.name != "checksums.txt")
    sums = (f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (folder / "checksums.txt").write_text("".join(sums), "utf-8")


def test_the_shipped_model_loads_and_has_a_say() -> None:
    estimator = load_estimator(MODEL)
    (labels,) = classify([PASSAGE], estimator=estimator)
    assert labels[0].label == "disclosure.request"
    assert labels != classify([PASSAGE])[0]
    assert classify([], estimator=estimator) == []


def test_any_flipped_bit_is_noticed(model: Path) -> None:
    rng = random.Random(20)  # noqa: S311  # places for a test, no secrets
    files = sorted(model.iterdir())
    for _ in range(100):
        path = rng.choice(files)
        whole = path.read_bytes()
        damaged = bytearray(whole)
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        path.write_bytes(damaged)
        with pytest.raises(ModelError):
            load_estimator(model)
        path.write_bytes(whole)


@pytest.mark.parametrize("name", sorted(path.name for path in MODEL.iterdir()))
def test_a_missing_empty_or_cut_file_is_refused_by_name(model: Path, name: str) -> None:
    whole = (model / name).read_bytes()
    for content in (None, b"", whole[: len(whole) // 2]):
        (model / name).unlink(missing_ok=True)
        if content is not None:
            (model / name).write_bytes(content)
        with pytest.raises(ModelError, match=name.replace(".", r"\.")):
            load_estimator(model)


def test_labels_in_another_order_are_noticed(model: Path) -> None:
    labels = json.loads((model / "labels.json").read_text("utf-8"))
    (model / "labels.json").write_text(json.dumps(labels[::-1]), "utf-8")
    seal(model)
    with pytest.raises(ModelError, match="golden"):
        load_estimator(model)


@pytest.mark.parametrize(("field", "value"), [("format", 2), ("scikit-learn", "0.1.0")])
def test_another_format_or_version_is_refused(model: Path, field: str, value: object) -> None:
    manifest = json.loads((model / "manifest.json").read_text("utf-8"))
    (model / "manifest.json").write_text(json.dumps({**manifest, field: value}), "utf-8")
    seal(model)
    with pytest.raises(ModelError):
        load_estimator(model)


class Touch:
    """Runs code when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (Path.touch, (self.path,))


@pytest.mark.parametrize("packed", [False, True], ids=["pickle", "pickle in a zip"])
def test_a_pickle_is_never_run(model: Path, tmp_path: Path, *, packed: bool) -> None:
    trace = tmp_path / "PWNED"
    content = pickle.dumps(Touch(trace))
    if packed:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("schema.json", content)
        content = buffer.getvalue()
    (model / "model.skops").write_bytes(content)
    seal(model)
    with pytest.raises(ModelError):
        load_estimator(model)
    assert not trace.exists()
