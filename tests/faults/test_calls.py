"""Calls of the operating system that fail, one at a time; scripts/test-faults goes through many more."""

import shutil

import pytest

pytestmark = [
    pytest.mark.skipif(not shutil.which("strace"), reason="there is no strace here"),
    pytest.mark.usefixtures("archive"),
]

# The call and the error, which of its calls fails, and the exit codes that are right.
FAULTS = [
    ("pwrite64", "ENOSPC", 1, {74}),
    ("pwrite64", "ENOSPC", 120, {74}),
    ("pwrite64", "EIO", 300, {74}),
    ("fdatasync", "EIO", 2, {0, 74}),  # of the folder: SQLite passes that over
    ("fdatasync", "EIO", 9, {74}),
    ("rename", "EIO", 1, {74}),
    ("unlink", "EIO", 7, {0, 74}),  # of the journal: the next run has to roll it back
]


@pytest.mark.parametrize(("call", "error", "when", "codes"), FAULTS, ids=str)
def test_a_failing_call_is_told_and_the_next_run_completes_the_store(command, reference, call, error, when, codes):
    fault = f"inject={call}:error={error}:when={when}"
    under = ("strace", "-qq", "-o", "calls.txt", "-e", f"trace={call}", "-e", fault)
    done = command("run", "archive", "--store", "facts.db", "--quiet", under=under)
    assert "INJECTED" in (command.folder / "calls.txt").read_text("utf-8", "replace")
    assert done.returncode in codes
    assert len(done.stderr.splitlines()) == (1 if done.returncode else 0)
    assert command("run", "archive", "--store", "facts.db").returncode == 0
    assert command("dump", "facts.db", "--canonical").stdout == reference
    assert command("verify", "facts.db").stdout == "whole\n"
