"""The stored model: it loads, it is refused when anything about it is wrong, and nothing in it is ever run."""

import hashlib
import io
import json
import os
import pickle
import random
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from textmine.classify import load_model, saving
from textmine.classify.current import ModelWarning, current_model, shipped_model, use_model
from textmine.classify.modelfiles import _model, state
from textmine.classify.saving import packed, save_model
from textmine.classify.skopsfile import read_state
from textmine.errors import ModelError
from textmine.lexicon.taxonomy import taxonomy

MODEL = shipped_model()


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL, tmp_path / "model"))


@pytest.fixture
def any_model():
    """Leave the shipped model in use, whatever a test chooses."""
    yield
    use_model(MODEL)


def seal(folder: Path) -> None:
    """Make checksums.txt fit the files, as someone would who has changed them on purpose."""
    names = sorted(path.name for path in folder.iterdir() if path.name != "checksums.txt")
    sums = (f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (folder / "checksums.txt").write_text("".join(sums), "utf-8")


def test_the_shipped_model_knows_the_taxonomy_and_is_small():
    model = load_model(MODEL)
    assert model.version == MODEL.name
    assert model.labels == model.taxonomy == tuple(category.label for category in taxonomy().categories)
    assert sum(path.stat().st_size for path in MODEL.iterdir()) < 10_000_000


def test_skops_reads_the_same_and_need_not_trust_anything():
    import skops.io

    data = (MODEL / "model.skops").read_bytes()
    assert skops.io.get_untrusted_types(data=data) == []
    theirs, ours = skops.io.loads(data), read_state(data)
    assert theirs.keys() == ours.keys()
    for name, value in ours.items():
        np.testing.assert_array_equal(theirs[name], value, strict=isinstance(value, np.ndarray))


def test_the_same_model_is_stored_in_the_same_bytes(tmp_path: Path):
    model = load_model(MODEL)
    assert packed(model) == (MODEL / "model.skops").read_bytes()
    save_model(model, tmp_path / "again", card="x", metrics={})
    again = load_model(tmp_path / "again")
    assert state(again).keys() == state(model).keys()
    assert (again.weights == model.weights).all()
    assert again.rows == model.rows
    assert again.calibration == model.calibration


@pytest.mark.parametrize("name", ["fsync", "load_model", "replace"])
def test_a_model_that_cannot_be_written_leaves_the_one_before(model: Path, monkeypatch: pytest.MonkeyPatch, name: str):
    before = {path.name: path.read_bytes() for path in model.iterdir()}
    loaded = load_model(model)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    owner = {"fsync": saving.os, "load_model": saving, "replace": Path}[name]
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, fail)
        with pytest.raises(OSError, match="No space"):
            save_model(loaded, model, card="new", metrics={})
    assert {path.name: path.read_bytes() for path in model.iterdir()} == before
    (model.parent / ".model.new").mkdir()  # of one that was killed
    (model.parent / ".model.new/card.md").write_text("half", "utf-8")
    save_model(loaded, model, card="new", metrics={})
    assert [path.name for path in model.parent.iterdir()] == ["model"]
    assert load_model(model)
    assert (model / "checksums.txt").read_bytes() != before["checksums.txt"]


def test_a_model_is_on_the_disk_before_it_has_its_name(model: Path, monkeypatch: pytest.MonkeyPatch):
    loaded = load_model(model)
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(saving.os, "fsync", lambda number: (done.append("fsync"), fsync(number)))
    monkeypatch.setattr(Path, "replace", lambda path, target: (done.append(target.name), replace(path, target)))
    save_model(loaded, model, card="new", metrics={})
    names = done[done.index("fsync") :]
    count = names.count("fsync")
    assert names[:count] == ["fsync"] * count
    assert len(names) == 2 * count
    assert names[-1] == "checksums.txt"


def test_any_flipped_bit_is_noticed(model: Path):
    rng = random.Random(20)  # noqa: S311  # places for a test, no secrets
    files = sorted(model.iterdir())
    for _ in range(200):
        path = rng.choice(files)
        whole = path.read_bytes()
        damaged = bytearray(whole)
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        path.write_bytes(damaged)
        with pytest.raises(ModelError):
            load_model(model)
        path.write_bytes(whole)


@pytest.mark.parametrize("name", sorted(path.name for path in MODEL.iterdir()))
def test_a_missing_empty_or_cut_file_is_refused_by_name(model: Path, name: str):
    whole = (model / name).read_bytes()
    for content in (None, b"", whole[: len(whole) // 2]):
        (model / name).unlink(missing_ok=True)
        if content is not None:
            (model / name).write_bytes(content)
        with pytest.raises(ModelError, match=name.replace(".", r"\.")):
            load_model(model)


def test_labels_in_another_order_are_noticed(model: Path):
    rows = (model / "labels.toml").read_text("utf-8").split("\n\n")
    (model / "labels.toml").write_text("\n\n".join(rows[::-1]), "utf-8")
    seal(model)
    with pytest.raises(ModelError, match=r"labels\.toml"):
        load_model(model)


def changed(name: str, value: object) -> dict[str, object]:
    """The state of the shipped model with one part changed."""
    return {**read_state((MODEL / "model.skops").read_bytes()), name: value}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", 1),
        ("labels", "platform\nplatform"),
        ("labels", 3),
        ("words of text", "公开\n公开"),
        ("words of text", "公开"),
        ("weights", np.zeros((3, 45), "int16")),
        ("weights", np.zeros((3, 45), "float32")),
        ("weights", "0"),
        ("squares", np.zeros(3, "int32")),
        ("bias", np.full(45, np.nan)),
        ("bias", np.full(45, np.inf)),
        ("cue weight", float("nan")),
        ("cue weight", 1e9),
        ("score", "steep"),
    ],
)
def test_parts_that_do_not_fit_together_are_refused(name: str, value: object):
    with pytest.raises((ValueError, TypeError)):
        _model(changed(name, value))


@pytest.mark.parametrize("name", ["weights", "taxonomy", "offset"])
def test_a_missing_part_is_refused(model: Path, name: str):
    import skops.io

    parts = read_state((MODEL / "model.skops").read_bytes())
    del parts[name]
    (model / "model.skops").write_bytes(skops.io.dumps(parts))
    seal(model)
    with pytest.raises(ModelError, match=name):
        load_model(model)


class Touch:
    """Runs code when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (Path.touch, (self.path,))


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("_", "."), content)
    return buffer.getvalue()


def array_of_objects(path: Path) -> bytes:
    """A skops file whose array is a pickle."""
    array = io.BytesIO()
    np.lib.format.write_array(array, np.array([Touch(path)], dtype=object), allow_pickle=True)
    node = {"__module__": "numpy", "__class__": "ndarray", "type": "numpy", "file": "0.npy"}
    schema = {"__module__": "builtins", "__class__": "dict", "content": {"weights": node}}
    return zipped(schema_json=json.dumps(schema).encode(), **{"0_npy": array.getvalue()})


def test_a_pickle_is_never_run(model: Path, tmp_path: Path):
    trace = tmp_path / "PWNED"
    bare = pickle.dumps(Touch(trace))
    for content in (bare, zipped(schema_json=bare), array_of_objects(trace)):
        (model / "model.skops").write_bytes(content)
        seal(model)
        with pytest.raises(ModelError, match=r"model\.skops"):
            load_model(model)
    assert not trace.exists()


def test_what_skops_would_have_to_trust_or_build_is_refused(model: Path):
    import skops.io
    from sklearn.linear_model import LogisticRegression

    for value in ({"weights": LogisticRegression()}, {"weights": print}, LogisticRegression(), {"weights": [1, 2]}):
        (model / "model.skops").write_bytes(skops.io.dumps(value))
        seal(model)
        with pytest.raises(ModelError, match="not trusted"):
            load_model(model)


@pytest.mark.parametrize(
    "schema", [b"[]", b"{}", b"null", b"[" * 100_000, b'{"__module__": "builtins", "__class__": "dict"}']
)
def test_odd_schemas_are_refused(schema: bytes):
    with pytest.raises(ValueError):  # noqa: PT011  # whatever is wrong with it
        read_state(zipped(schema_json=schema))


def test_a_bomb_is_not_unpacked():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0.npy", b"\0" * 60_000_000)
    with pytest.raises(ValueError, match="larger"):
        read_state(buffer.getvalue())


@pytest.mark.usefixtures("any_model")
def test_a_damaged_model_is_not_taken_into_use(model: Path):
    use_model(MODEL)
    (model / "card.md").write_text("changed", "utf-8")
    with pytest.raises(ModelError):
        use_model(model)
    assert current_model().version == MODEL.name


@pytest.mark.usefixtures("any_model")
def test_a_damaged_shipped_model_is_warned_of_once_and_done_without(model: Path, monkeypatch: pytest.MonkeyPatch):
    from textmine.classify import current

    (model / "model.skops").write_bytes(b"")
    monkeypatch.setattr(current, "shipped_model", lambda: model)
    monkeypatch.setattr(current, "_chosen", [])
    with pytest.warns(ModelWarning, match=r"model\.skops"):
        assert current_model() is None
    assert current_model() is None  # a second warning would fail the test


def test_a_model_with_other_words_is_another_model():
    model = load_model(MODEL)
    assert packed(replace(model, cue_weight=0.5)) != packed(model)
