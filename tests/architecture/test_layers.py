import os
from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_imports_point_one_way(root: Path, monkeypatch, capsys):
    monkeypatch.chdir(root)
    status = lint_imports(config_filename=os.fspath(root / "pyproject.toml"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out
