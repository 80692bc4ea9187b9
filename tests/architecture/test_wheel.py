"""A wheel, installed into an empty environment away from the checkout, runs with its vocabulary and model files.

The packages that textmine depends on are those of the test run, added by a path file, so that no network is needed;
scripts/check-wheel, run in CI, installs them anew.
"""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

REPORT = "云岭市2019年政府信息公开工作年度报告\n一、总体情况\n2019年，全市主动公开政府信息364条，办理依申请公开12件。\n"
COMMAND = "import sys; from textmine.cli.main import main; sys.exit(main())"


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=root,
        check=True,
        capture_output=True,
    )
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def textmine(wheel: Path, tmp_path_factory):
    """Run the installed command in a folder away from the checkout."""
    home = tmp_path_factory.mktemp("elsewhere")
    venv.create(home / "venv", with_pip=False, symlinks=True)
    inside = {"base": str(home / "venv"), "platbase": str(home / "venv")}
    site = Path(sysconfig.get_path("purelib", vars=inside))
    python = Path(sysconfig.get_path("scripts", vars=inside)) / "python"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    site.joinpath("dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TEXTMINE"))}

    def run(*arguments: str, program: str = COMMAND) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, "-c", program, *arguments], cwd=home, env=environment, capture_output=True, text=True, check=False
        )

    (home / "report.txt").write_text(REPORT, encoding="utf-8")
    return run


def test_the_wheel_holds_what_the_program_reads(wheel: Path, root: Path):
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    data = {
        str(path.relative_to(root))
        for folder in ("textmine/lexicon/data", "textmine/export", "textmine/store", "textmine/web")
        for path in (root / folder).rglob("*")
        if path.is_file() and path.suffix in {".toml", ".csv", ".tsv", ".sql", ".html", ".css", ".js", ".json", ".svg"}
    }
    models = {
        str("textmine/_models" / path.relative_to(root / "models"))
        for path in (root / "models").rglob("*")
        if path.is_file()
    }
    assert data
    assert models
    assert (data | models | {"textmine/py.typed"}) - held == set()
    assert not {name for name in held if name.startswith(("tests/", "scripts/", "corpora/"))}


def test_the_wheel_names_its_licence_and_command(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        texts = {Path(name).name: archive.read(name).decode() for name in archive.namelist() if ".dist-info/" in name}
    assert "License-Expression: Apache-2.0" in texts["METADATA"]
    assert "textmine = textmine.cli.main:main" in texts["entry_points.txt"]
    assert "Apache License" in texts["LICENSE"]


def test_the_installed_command_extracts(textmine, root: Path):
    done = textmine("extract", "report.txt", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert [(fact["quote"], fact["unit"]) for fact in report["facts"]] == [("364条", "{条}"), ("12件", "{件}")]
    assert str(root) not in done.stdout


def test_the_installed_command_fills_and_searches_a_store(textmine):
    assert textmine("run", "report.txt", "--store", "facts.db").returncode == 0
    found = textmine("search", "facts.db", "主动公开")
    assert found.returncode == 0, found.stderr
    assert "364" in found.stdout


def test_the_installed_package_is_the_one_that_runs(textmine, root: Path):
    done = textmine(program="import textmine; print(textmine.__file__)")
    assert done.stdout.strip().endswith("site-packages/textmine/__init__.py")
    assert not Path(done.stdout.strip()).is_relative_to(root)
