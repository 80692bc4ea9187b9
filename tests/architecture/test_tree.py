"""What holds for every file of the tree."""

import subprocess
from pathlib import Path
from statistics import median

import pytest

from checks import modules, registries


def test_no_module_is_long():
    sizes = modules.sizes()
    assert {name: lines for name, lines in sizes.items() if lines > modules.LONGEST} == {}
    assert median(sizes.values()) <= modules.MEDIAN


def test_long_modules_are_found(tmp_path: Path):
    (tmp_path / "textmine").mkdir()
    (tmp_path / "scripts").mkdir()
    (tmp_path / "textmine/long.py").write_text("\n" * 401)
    assert modules.sizes(tmp_path) == {"textmine/long.py": 401}


def test_no_file_names_a_package_registry():
    try:
        files = list(registries.files())
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"the tree is no git checkout: {error}")
    assert {str(path): found for path in files if (found := registries.addresses(path.read_bytes()))} == {}


@pytest.mark.parametrize("host", ["files.python" + "hosted.org", "registry.npm" + "js.org", "py" + "pi.org/simple"])
def test_a_registry_is_recognised(host: str):
    assert registries.addresses(f"index = https://{host}".encode())


def test_scripts_are_executable(root: Path):
    scripts = [path for path in (root / "scripts").iterdir() if path.is_file() and not path.suffix] + [root / ".ci/run"]
    assert [path.name for path in scripts if not path.stat().st_mode & 0o100] == []
