"""What is around a run decides nothing of what it finds; scripts/test-faults tries more, with the real pipeline."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SURROUNDINGS = [
    {"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "0", "LC_ALL": "C"},
    {"TZ": "America/New_York", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "random", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]


def test_one_store_whatever_the_time_zone_the_locale_and_the_hash_seed(
    command, archive: Path, monkeypatch: pytest.MonkeyPatch
):
    plain = command.environment()
    found = set()
    for number, surroundings in enumerate(SURROUNDINGS):
        monkeypatch.setattr(command, "environment", lambda changed=surroundings: plain | changed)
        assert command("run", archive.name, "--store", f"{number}.db", "--workers", number + 1).returncode == 0
        found.add(command("dump", f"{number}.db", "--canonical").stdout)
    assert len(found) == 1
    assert found.pop().count("\n") > 40


@pytest.mark.skipif(not shutil.which("strace"), reason="there is no strace here")
def test_nothing_is_fetched_and_nothing_is_written_elsewhere(command, tmp_path: Path):
    """The real pipeline, with a home that cannot be written."""
    (tmp_path / "a.txt").write_text("2019年，全市办结364项，同比增长6.1%。\n", "utf-8")
    (tmp_path / "scratch").mkdir()
    under = ("strace", "-f", "-qq", "-o", "calls.txt", "-e", "trace=connect,socket")
    surroundings = ("env", "HOME=/nowhere", f"TMPDIR={tmp_path}/scratch")
    program = "import sys; from textmine.cli.main import main; sys.exit(main())"
    line = [*under, *surroundings, sys.executable, "-c", program, "run", "a.txt", "--store", "facts.db"]
    done = subprocess.run(
        line, cwd=tmp_path, env=command.environment(), capture_output=True, encoding="utf-8", check=False, timeout=300
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 facts" in done.stdout
    assert "AF_INET" not in (tmp_path / "calls.txt").read_text("utf-8", "replace")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.txt", "calls.txt", "facts.db", "scratch"]
