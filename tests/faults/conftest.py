"""Real faults, on the real command in its own process, over the stand-in pipeline (tests/fake)."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

PROGRAM = Path(__file__).resolve().parents[1] / "fake/main.py"
REPORT = "标题: 临湖市年报\n==== 正文 ====\n一、总体情况\n不动产登记办理时间压缩至3个工作日。窗口全年办结364项。\n"
NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")


class Command:
    """Runs `textmine` in a process of its own, perhaps under another program, and gives what it did."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def environment(self) -> dict[str, str]:
        source = str(Path(__file__).resolve().parents[2])
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": source,
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": str(self.folder),
        }

    def start(self, *arguments: object, under: tuple[str, ...] = (), **options) -> subprocess.Popen[str]:
        line = [*under, sys.executable, str(PROGRAM), *map(str, arguments)]
        return subprocess.Popen(
            line, cwd=self.folder, env=self.environment(), text=True, encoding="utf-8",
            **({"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options),
        )  # fmt: skip

    def __call__(self, *arguments: object, timeout: float = 60, **options) -> subprocess.CompletedProcess[str]:
        with self.start(*arguments, **options) as process:
            out, err = process.communicate(timeout=timeout)
        assert "Traceback" not in err
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def begin(self, store: Path, *, under: tuple[str, ...], **options) -> subprocess.Popen[str]:
        """A slow run over the archive, once something is in its store."""
        process = self.start("run", "archive", "--store", store.relative_to(self.folder), under=under, **options)
        deadline = time.monotonic() + 60
        while not self.reports(store) and time.monotonic() < deadline:
            time.sleep(0.01)
        return process

    @staticmethod
    def reports(store: Path) -> int:
        """How many reports are in a store by now."""
        if not store.exists():
            return 0
        with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as found:
            return found.execute("SELECT count(*) FROM reports").fetchone()[0]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """The command, run in a folder that anybody may read."""
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    return Command(tmp_path)


def filled(folder: Path) -> Path:
    """An archive of 40 different reports."""
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.txt").write_text(REPORT + f"全年公开信息{number}件。\n" * 40, "utf-8")
    return folder


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive of 40 different reports."""
    return filled(tmp_path / "archive")


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory):
    """Makes a command that is run in a folder of its own, where that archive is, for what several tests share."""

    def make(name: str) -> Command:
        command = Command(tmp_path_factory.mktemp(name))
        filled(command.folder / "archive")
        return command

    return make


@pytest.fixture(scope="session")
def reference(elsewhere) -> str:
    """The canonical dump of a store of the archive that nothing has disturbed."""
    command = elsewhere("reference")
    assert command("run", "archive", "--store", "facts.db").returncode == 0
    return command("dump", "facts.db", "--canonical").stdout


@pytest.fixture
def nobody() -> tuple[str, ...]:
    """What to put before a command so that file rights count, also where the tests run as root."""
    if os.getuid() != 0:
        return ()
    if not shutil.which("setpriv"):
        pytest.skip("running as root, and there is no setpriv to become somebody else")
    probe = subprocess.run([*NOBODY, sys.executable, "-c", "import textmine"], cwd="/", check=False, capture_output=True,
                           env={"PYTHONPATH": str(Path(__file__).resolve().parents[2])})  # fmt: skip
    if probe.returncode:
        pytest.skip("an unprivileged user cannot read the interpreter or the checkout")
    return NOBODY


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of 12 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)
