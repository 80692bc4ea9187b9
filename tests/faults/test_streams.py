"""Standard streams that are closed, full or read by nobody, and a system that gives no more files, memory or processes."""

import os
import resource
import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("archive")
RUN = ("run", "archive", "--store", "facts.db")
FULL = "No space left on device"


def shell(redirection: str) -> tuple[str, ...]:
    """What to put before a command so that a shell redirects its streams first."""
    return ("sh", "-c", f'exec "$@" {redirection}', "sh")


@pytest.fixture
def bad(archive: Path) -> None:
    """Some files of which a line is told each."""
    for number in range(20):
        (archive / f"bad{number}.txt").write_bytes(bytes(range(256)))


# Where standard error goes to, and what is on standard output: a run whose complaints nobody takes goes on to its end.
@pytest.mark.usefixtures("bad")
@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&-", "<&- 2>&-"])
def test_complaints_that_cannot_be_written_end_no_run(command, redirection: str):
    done = command(*RUN, under=shell(redirection))
    assert (done.returncode, done.stderr) == (3, "")
    assert "files    60 = 40 ok + 20 quarantined" in done.stdout
    assert "reports  40 = 40 mined" in done.stdout


@pytest.mark.usefixtures("bad")
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_reader_that_goes_away_ends_no_run_and_hides_no_exit_code(command, stream: str):
    with command.start(*RUN) as process:
        getattr(process, stream).close()
        assert process.wait(timeout=60) == 3
    assert command.reports(command.folder / "facts.db") == 40


def test_nothing_goes_into_a_file_that_got_the_number_of_a_closed_stream(command, reference: str):
    assert command(*RUN, "--quiet", under=shell("<&- >&- 2>&-")).returncode == 0
    assert command("dump", "facts.db", "--canonical").stdout == reference


# What is asked for on standard output and cannot be written is told, the store is whole.
@pytest.mark.parametrize(
    ("redirection", "words"), [(">/dev/full", FULL), (">&-", "Bad file descriptor")], ids=["full", "closed"]
)
def test_results_that_cannot_be_written(command, reference: str, redirection: str, words: str):
    for line in (RUN, ("dump", "facts.db"), ("search", "facts.db", "办结", "--csv", "--limit", "99")):
        done = command(*line, under=shell(redirection))
        assert (done.returncode, done.stderr) == (74, f"textmine: standard output: {words}\n")
    assert command("dump", "facts.db", "--canonical").stdout == reference


# A log that ends early would tell whoever watches by it that all is well: the run ends with it, and the next goes on.
@pytest.mark.parametrize(
    ("log", "redirection", "told"),
    [
        ("/dev/full", "", f"textmine: /dev/full: {FULL}; the log cannot be written, run again to go on\n"),
        ("-", "2>/dev/full", ""),
    ],
    ids=["a file", "standard error"],
)
def test_a_log_that_cannot_be_written(command, reference: str, log: str, redirection: str, told: str):
    done = command(*RUN, "--log-json", log, under=shell(redirection))
    assert (done.returncode, done.stderr) == (74, told)
    assert command(*RUN).returncode == 0
    assert command("dump", "facts.db", "--canonical").stdout == reference


def test_a_log_that_nobody_reads_any_more(command, reference: str):
    """Not as for results, of which somebody may have seen enough: most of the archive would be passed over as done."""
    with command.start(*RUN, "--log-json", "-", under=("env", "FAKE_PAUSE=0.02")) as process:
        process.stderr.close()
        assert process.wait(timeout=60) == 74
    assert command(*RUN).returncode == 0
    assert command("dump", "facts.db", "--canonical").stdout == reference


def few(name: str, number: int) -> tuple[str, ...]:
    if not shutil.which("prlimit"):
        pytest.skip("there is no prlimit here")
    return ("prlimit", f"--{name}={number}:{number}")


def test_too_few_open_files(command, reference: str):
    done = command(*RUN, "--workers", 8, under=few("nofile", 20))
    assert (done.returncode, done.stderr.count("\n")) == (74, 1)
    assert "could not start: Too many open files; take fewer --workers, or raise the limit" in done.stderr
    assert command(*RUN).returncode == 0
    assert command("dump", "facts.db", "--canonical").stdout == reference


def test_too_few_processes(command, archive: Path, nobody):
    if os.getuid() == 0 and not nobody:
        pytest.skip("no limit on processes holds root back")
    most = 1 if nobody else resource.getrlimit(resource.RLIMIT_NPROC)[0]
    if most == resource.RLIM_INFINITY:
        pytest.skip("other programs of this user count as well, and there is no user without any")
    out = command.folder / "out"
    out.mkdir()
    out.chmod(0o777)
    done = command("run", archive, "--store", "out/facts.db", under=(*few("nproc", most), *nobody))
    assert (done.returncode, done.stderr.count("\n")) == (74, 1)
    assert "a worker process could not start: " in done.stderr
