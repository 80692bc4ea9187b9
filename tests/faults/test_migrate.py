"""A migration that is killed or fails: the old store is as it was or the new one is whole, and doing it again works."""

import gzip
import hashlib
import shutil
import signal
from pathlib import Path

import pytest

from textmine.store import damage, dump, migrate, reading

OLD = Path(__file__).resolve().parents[1] / "store/old/schema6.db.gz"
needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="there is no strace here")


@pytest.fixture
def old(command) -> Path:
    return placed(command.folder)


def placed(folder: Path) -> Path:
    path = folder / "facts.db"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    return path


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def content(path: Path) -> list[str]:
    """The dump of a store that is whole."""
    with reading(path) as connection:
        assert list(damage(connection)) == []
        return list(dump(connection))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The dump of the store after a migration that nothing has disturbed."""
    path = placed(tmp_path_factory.mktemp("expected"))
    migrate(path)
    return content(path)


def completed(command, expected: list[str], before: str) -> None:
    """There is the old store or the new one; another call makes what it should be of either, and leaves nothing begun beside it."""
    store = command.folder / "facts.db"
    assert sha(store) == before or content(store) == expected
    assert command("migrate", "facts.db").returncode == 0
    assert content(store) == expected
    # The lock of a dead process keeps nobody out; where nothing is to be done, nobody takes it away.
    assert {path.name for path in command.folder.glob("facts.db*")} <= {"facts.db", "facts.db.lock"}


# The call at which it is killed, and whether the new store has taken its place by then. SQLite writes the file at the end.
KILLS = [
    ("pwrite64", 1, False),
    ("pwrite64", 2, False),
    ("pwrite64", 9, False),
    ("pwrite64", 40, False),
    ("fsync", 1, False),
    ("rename", 1, False),
    ("fsync", 2, True),
]


@needs_strace
@pytest.mark.parametrize(("call", "when", "migrated"), KILLS, ids=str)
def test_killed_at_a_call(command, old: Path, expected: list[str], call: str, when: int, migrated: bool):  # noqa: FBT001  # a case of the table
    before = sha(old)
    fault = f"inject={call}:signal=KILL:when={when}"
    done = command(
        "migrate", "facts.db", under=("strace", "-qq", "-o", "calls.txt", "-e", f"trace={call}", "-e", fault)
    )
    assert done.returncode == -signal.SIGKILL
    assert (sha(old) != before) == migrated
    completed(command, expected, before)


FAILURES = [("pwrite64", "ENOSPC", 3), ("pwrite64", "EIO", 20), ("fsync", "EIO", 1), ("rename", "EIO", 1)]


@needs_strace
@pytest.mark.parametrize(("call", "error", "when"), FAILURES, ids=str)
def test_a_call_that_fails(command, old: Path, expected: list[str], call: str, error: str, when: int):
    before = sha(old)
    fault = f"inject={call}:error={error}:when={when}"
    done = command(
        "migrate", "facts.db", under=("strace", "-qq", "-o", "calls.txt", "-e", f"trace={call}", "-e", fault)
    )
    assert "INJECTED" in (command.folder / "calls.txt").read_text("utf-8", "replace")
    assert done.returncode == 74
    assert done.stderr.startswith("textmine: facts.db: ")
    assert done.stderr.count("\n") == 1
    assert sorted(path.name for path in command.folder.glob("facts.db*")) == ["facts.db"]
    assert sha(old) == before
    completed(command, expected, before)


def test_a_full_disk(command, small_disk: Path, expected: list[str]):
    store = placed(small_disk)
    before = sha(store)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(small_disk).free - 100_000))
    done = command("migrate", "disk/facts.db")
    assert (done.returncode, done.stderr.count("\n")) == (74, 1)
    assert "free some space" in done.stderr
    assert (sha(store), sorted(path.name for path in small_disk.iterdir())) == (before, ["ballast", "facts.db"])
    ballast.unlink()
    assert command("migrate", "disk/facts.db").returncode == 0
    assert content(store) == expected


@pytest.mark.skipif(not shutil.which("prlimit"), reason="there is no prlimit here")
def test_a_limit_on_the_size_of_files(command, old: Path, expected: list[str]):
    before = sha(old)
    done = command("migrate", "facts.db", under=("prlimit", "--fsize=100000"))
    assert (done.returncode, done.stderr.count("\n")) == (74, 1)
    assert sha(old) == before
    completed(command, expected, before)
