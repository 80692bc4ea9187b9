"""Real reports from outside the repository; skipped without TEXTMINE_EXAM."""

from pathlib import Path

import pytest

from textmine.read import read_file


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
