"""A PostgreSQL server of its own in a folder of its own, for as long as tests want it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder that holds initdb and pg_ctl, where Debian or the PATH has them."""
    found = [str(path.parent) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), reverse=True)]
    if which := shutil.which("initdb"):
        found.append(str(Path(which).parent))
    return next(
        (Path(folder) for folder in found if all(Path(folder, name).exists() for name in ("initdb", "pg_ctl"))), None
    )


def other_user() -> str | None:
    """Who runs the server where the tests run as root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    import pwd  # there is none on Windows

    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def restart(folder: Path, conninfo: str) -> None:
    """Stop a server of ours as a crash would, and start it again."""
    home = Path(conninfo.split(maxsplit=1)[0].removeprefix("host="))
    subprocess.run(
        [folder / "pg_ctl", "--pgdata", home / "data", "--wait", "--log", home / "log", "--mode", "immediate", "restart"],
        check=True, cwd=home, user=other_user(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=120,
    )  # fmt: skip


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Starts a server that listens on a socket only; gives what a client needs to connect as its superuser."""
    user = other_user()
    home = Path(tempfile.mkdtemp(prefix="textmine-pg-", dir="/tmp"))  # a path short enough for a socket
    if user:
        shutil.chown(home, user)

    def run(*command: object) -> None:
        subprocess.run(
            list(map(str, command)), check=True, cwd=home, user=user, stdin=subprocess.DEVNULL,
            stdout=(home / "out").open("a") if not user else subprocess.DEVNULL, stderr=subprocess.STDOUT, timeout=120,
        )  # fmt: skip

    data = home / "data"
    try:
        run(folder / "initdb", "--pgdata", data, "--username", "textmine", "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync")  # fmt: skip
        options = f"-k {home} -c listen_addresses= -c fsync=off"
        run(folder / "pg_ctl", "--pgdata", data, "--wait", "--log", home / "log", "--options", options, "start")
        try:
            yield f"host={home} user=textmine dbname=postgres"
        finally:
            run(folder / "pg_ctl", "--pgdata", data, "--wait", "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(home)
