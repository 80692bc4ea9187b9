"""The files of an archive: all of them, in one order, without following links."""

import os
import sys
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.read import display_name, list_files


def listed(folder: Path, **options) -> list[tuple[str, str | None]]:
    return [
        (os.path.relpath(entry.path, folder), entry.reason and str(entry.reason))
        for entry in list_files([str(folder)], **options)
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    for name in ("b.txt", "a.txt", "z/1.txt", "z/0.txt", "m/x.txt", ".git/config", "facts.db"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return root


def test_order_depends_on_names_alone(folder: Path):
    assert listed(folder, store_files=[str(folder / "facts.db")]) == [
        (".git", "hidden"),
        ("a.txt", None),
        ("b.txt", None),
        ("facts.db", "store"),
        ("m/x.txt", None),
        ("z/0.txt", None),
        ("z/1.txt", None),
    ]


def test_links_are_listed_and_not_followed(folder: Path):
    (folder / "m/loop").symlink_to("..")
    (folder / "m/self").symlink_to("self")
    (folder / "m/zero").symlink_to("/dev/zero")
    (folder / "m/passwd").symlink_to("/etc/passwd")
    found = dict(listed(folder))
    assert found["m/loop"] == found["m/passwd"] == "symlink"
    assert found["m/self"] == found["m/zero"] == "not_regular"
    assert len(found) == 11


def test_roots_within_each_other_are_taken_once(folder: Path):
    roots = [str(folder / "z"), str(folder), str(folder / "a.txt"), str(folder) + "/"]
    names = [entry.path for entry in list_files(roots)]
    assert len(names) == len(set(names)) == 7


def test_a_root_may_be_a_link(folder: Path, tmp_path: Path):
    (tmp_path / "link").symlink_to(folder)
    assert len(list(list_files([str(tmp_path / "link")]))) == 7


def test_a_deep_tree_is_no_matter(tmp_path: Path):
    deep = tmp_path
    for _ in range(150):
        deep /= "d"
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("x")
    assert len(list(list_files([str(tmp_path)]))) == 1


def test_names_in_another_charset_are_shown_percent_coded(tmp_path: Path):
    raw = os.fsencode(tmp_path) + b"/" + "年报.txt".encode("gb18030")
    Path(os.fsdecode(raw)).write_text("x")
    (entry,) = list_files([str(tmp_path)])
    assert display_name(entry.path).endswith("/%C4%EA%B1%A8.txt")
    display_name(entry.path).encode("utf-8")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are text there")
def test_no_two_names_are_shown_as_one(tmp_path: Path):
    raw = "年报".encode("gb18030")
    names = [
        raw,
        quote_from_bytes(raw).encode(),
        quote_from_bytes(quote_from_bytes(raw).encode()).encode(),
        b"5%",
        "增%41".encode(),
        b"A%zz",
        b"%25",
        b"%",
    ]
    for name in names:
        (tmp_path / os.fsdecode(name)).touch()
    shown = [display_name(entry.path) for entry in list_files([str(tmp_path)])]
    assert len(set(shown)) == len(names)
    assert {path.rpartition("/")[2] for path in shown} >= {"5%", "增%41", "A%zz", "%25", "%"}


@given(
    st.lists(
        st.lists(st.sampled_from([b"%", b"2", b"5", b"C", b"D", b"\xcd", b"a"]), min_size=1, max_size=8).map(b"".join),
        unique=True,
    )
)
def test_no_two_names_whatever_they_are_made_of(names: list[bytes]):
    assert len({display_name(os.fsdecode(name)) for name in names}) == len(names)
