"""`textmine migrate`: what it prints and the codes it ends with."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from textmine.cli.main import main

OLD = Path(__file__).resolve().parents[1] / "store/old/schema5.db.gz"


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "facts.db"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    return path


def test_an_old_store_is_refused_until_it_is_migrated(old, capsys):
    assert main(["search", str(old), "办结"]) == 65
    assert "textmine migrate" in capsys.readouterr().err
    assert main(["migrate", str(old)]) == 0
    assert capsys.readouterr().out.endswith("2 reports, 117 facts, 30 links, from schema 5\n")
    assert main(["search", str(old), "办结"]) == 0
    assert main(["verify", str(old)]) == 0
    capsys.readouterr()
    assert main(["migrate", str(old)]) == 0
    assert "is up to date" in capsys.readouterr().out


def test_what_cannot_be_migrated(old, tmp_path, capsys):
    foreign = tmp_path / "theirs.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    assert main(["migrate", str(foreign)]) == 65
    assert "another program" in capsys.readouterr().err
    assert main(["migrate", str(tmp_path / "missing.db")]) == 2
    assert main(["migrate", str(old), "--to", str(foreign)]) == 73
    assert "is there already" in capsys.readouterr().err
    assert main(["migrate", str(old), "--to", str(tmp_path / "no/new.db")]) == 73
