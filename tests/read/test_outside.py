"""Real reports and a hostile corpus from outside the repository; skipped without TEXTMINE_EXAM."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest

from textmine.read import list_files, read_entry, read_file

# Made for permissions that root does not have, or for readers that are not there yet.
NOT_FOR_ROOT = {"fs/unreadable.txt", "fs/locked"}


def test_texts_are_read_as_python_decodes_them(exam: Path):
    paths = sorted((exam.parent / "reports").glob("*.txt"))
    if not paths:
        pytest.skip("there are no reports beside the exam")
    for path in paths:
        document = read_file(path)
        with path.open(encoding="utf-8", newline="") as file:
            assert document.text == file.read()
        assert document.text[slice(*document.body)].strip()
        title, start = document.metadata.title, document.metadata.title_start
        assert title is None or document.text.startswith(title, start)


def test_the_hostile_corpus_ends_as_expected(exam: Path, tmp_path: Path):
    program = exam.parent / "faults/make_bad.py"
    if not program.exists():
        pytest.skip("there is no make_bad.py beside the exam")
    subprocess.run([sys.executable, str(program), "bad"], cwd=tmp_path, check=True, capture_output=True)
    lines = (tmp_path / "bad.expected.tsv").read_text("utf-8").splitlines()
    expected = {name: allowed.split("|") for name, allowed, _ in (line.split("\t") for line in lines)}
    surprises = {}
    for entry in list_files([str(tmp_path / "bad")]):
        name = quote_from_bytes(os.path.relpath(os.fsencode(entry.path), os.fsencode(tmp_path / "bad")))
        document = read_entry(entry, display_path=name)
        found = ":".join(filter(None, (document.status, document.reason)))
        allowed = expected.get(name, [found])
        if found.startswith("unsupported:type:") or (os.getuid() == 0 and name in NOT_FOR_ROOT):
            continue
        if not any(found == status or found.startswith(status + ":") for status in allowed):
            surprises[name] = (found, allowed)
    (tmp_path / "bad/fs/locked").chmod(0o755)
    assert surprises == {}
