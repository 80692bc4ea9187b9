"""Messages between a run and its workers: records come through, nothing else does."""

import io
import os
import pickle
import subprocess

import pytest

from textmine import mine
from textmine.cli.wire import Garbled, Outcome, Question, receive, send
from textmine.read import read_text
from textmine.store import prepare


def sent(message: object) -> io.BytesIO:
    stream = io.BytesIO()
    send(stream, message)
    stream.seek(0)
    return stream


def test_a_report_comes_through_whole():
    text = "2019年，全区共举办培训班12期，办结率达98%以上。"
    message = Outcome(document=read_text(text), report=prepare(mine(text + "\n")))
    assert receive(sent(message)) == message
    assert receive(sent(Question(path="a", sha256="b"))) == Question(path="a", sha256="b")


class Evil:
    def __init__(self, call, *arguments):
        self.call, self.arguments = call, arguments

    def __reduce__(self):
        return self.call, self.arguments


@pytest.mark.parametrize(
    "evil", [Evil(os.system, "touch PWNED"), Evil(eval, "1"), Evil(subprocess.Popen, ["ls"]), Evil(mine, "1")]
)
def test_nothing_is_called(evil: Evil):
    assert isinstance(receive(sent(evil)), Garbled)


@pytest.mark.parametrize("name", ["pickle.loads", "hashlib", "_Unpickler", "send"])
def test_no_name_of_ours_leads_elsewhere(name: str):
    for module in ("textmine.cli.wire", "textmine.schema.ids", "textmine.schema.codec"):
        data = (
            b"\x80\x04"
            b"\x8c" + bytes([len(module)]) + module.encode() + b"\x8c" + bytes([len(name)]) + name.encode() + b"\x93."
        )
        found = receive(io.BytesIO(data))
        assert isinstance(found, Garbled) or (isinstance(found, type) and found.__module__ == module)


def test_an_end_is_no_message():
    whole = sent(Question(path="a" * 500, sha256="b")).getvalue()
    for cut in (0, 1, 20, len(whole) - 1):
        assert receive(io.BytesIO(whole[:cut])) is None
    assert isinstance(receive(io.BytesIO(b"hello")), Garbled)
    assert pickle.loads(whole).path == "a" * 500  # noqa: S301  # our own
