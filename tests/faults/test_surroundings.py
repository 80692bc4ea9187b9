"""What is around a run decides nothing of what it finds; scripts/test-faults tries more, with the real pipeline."""

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
