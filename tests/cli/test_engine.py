"""Which engine a run uses, and what is refused before anything is started."""

import sys
from pathlib import Path

import pytest

from textmine.cli.main import main

RUN = ("run", "archive", "--store", "facts.db")


@pytest.fixture(autouse=True)
def archive(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "archive").mkdir()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--scheduler", "tcp://127.0.0.1:1"), "--scheduler is for --engine dask"),
        (
            ("--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", "--workers", "2"),
            "--workers is for a cluster on this",
        ),
        (("--engine", "spark"), "invalid choice: 'spark'"),
        (("--engine", "dask", "--workers", "0"), "must be from 1 to 256"),
    ],
)
def test_options_that_do_not_go_together(options, told: str, tmp_path: Path, capsys):
    try:
        code = main([*RUN, *options])
    except SystemExit as ended:  # argparse
        code = ended.code
    assert code == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "facts.db").exists()


@pytest.mark.parametrize("package", ["dask", "distributed"])
def test_the_extra_is_missing(package: str, tmp_path: Path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, "textmine.cli.cluster", raising=False)
    assert main([*RUN, "--engine", "dask"]) == 2
    assert capsys.readouterr().err == (
        f"textmine: {package} is not installed; --engine dask needs: pip install 'textmine[dask]'\n"
    )
    assert not (tmp_path / "facts.db").exists()
