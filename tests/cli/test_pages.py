"""A fact of a PDF is explained with its page and its place on it."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from textmine.cli.main import main
from writers.papers import plain_paper


def test_explain_names_the_page_and_the_box(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    lines = ["柳河区2021年工作总结", *["全年各项工作平稳推进，群众办事更加便利。"] * 40, "全区共办结不动产登记364项。"]
    (tmp_path / "report.pdf").write_bytes(plain_paper(lines))
    store = tmp_path / "facts.db"
    assert main(["run", str(tmp_path / "report.pdf"), "--store", str(store), "--quiet"]) == 0
    with closing(sqlite3.connect(store)) as connection:
        identifier, page = connection.execute("SELECT id, page FROM fact_view WHERE quote = '364项'").fetchone()
    capsys.readouterr()
    assert main(["explain", str(store), identifier]) == 0
    shown = re.search(
        r"^page +([0-9]+), from ([0-9.]+),([0-9.]+) to ([0-9.]+),([0-9.]+) points$",
        capsys.readouterr().out,
        re.MULTILINE,
    )
    assert shown is not None
    left, bottom, right, top = map(float, shown.groups()[1:])
    assert int(shown.group(1)) == page > 1
    assert 0 < left < right < 595
    assert 0 < bottom < top < 842
