"""`textmine serve` as a process: it listens at the loopback address, answers, and ends when asked to."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx2 as httpx
import pytest

from textmine.cli.main import main


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for a child there")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_opens_the_page_and_serves_until_interrupted(store: Path, tmp_path: Path, number: int, code: int):
    opener = tmp_path / "browser"
    opener.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    opener.chmod(0o755)
    command = [sys.executable, "-m", "textmine.cli.main", "serve", str(store), "--port", "0", "--open"]
    environment = os.environ | {"BROWSER": f"{opener} %s"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            address = re.match(r"http://127\.0\.0\.1:[0-9]+/", process.stdout.readline())[0]
            assert httpx.get(address, params={"q": "公开"}, timeout=60).status_code == 200
            assert httpx.get(address, headers={"host": "evil.example"}, timeout=60).status_code == 421
            assert (tmp_path / "opened").read_text().strip() == address
            process.send_signal(number)
            assert process.wait(timeout=60) == code
            assert process.stderr.read() == ""
        finally:
            process.kill()


def test_a_port_that_is_taken_is_told(store: Path, capsys: pytest.CaptureFixture[str]):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", str(store), "--port", str(port)]) == 2
    assert "--port" in capsys.readouterr().err


def test_what_is_no_store_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "no.db").write_text("no store")
    assert main(["serve", str(tmp_path / "no.db"), "--port", "0"]) == 65
    assert "not a fact store" in capsys.readouterr().err


def test_a_missing_extra_is_told(store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert main(["serve", str(store)]) == 2
    assert "textmine[web]" in capsys.readouterr().err
