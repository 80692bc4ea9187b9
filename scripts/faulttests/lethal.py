"""The command of textmine over the real pipeline, with documents that are lethal.

One that has `MARK` kills the process that mines it and, on a Dask cluster of this machine, the worker of the cluster above that, every time. Workers of
the cluster import this file as `__mp_main__`.
"""

import os
import signal
import sys
from typing import Any

MARK = "此件终止进程"
_IN_CLUSTER = "FAULTTESTS_IN_CLUSTER"


def main() -> None:
    """Mine for a run or a worker of the cluster: what `ENTRY` of textmine.cli.process names."""
    from textmine import pipeline
    from textmine.schema import Document, Report

    mine, parent = pipeline.mine_document, os.getppid()

    def mine_or_die(document: Document, *known: Any, **limits: Any) -> Report:
        if MARK in document.text:
            if _IN_CLUSTER in os.environ and os.getppid() == parent:  # else that worker was killed before
                os.kill(parent, signal.SIGKILL)
            os.kill(os.getpid(), signal.SIGKILL)
        return mine(document, *known, **limits)

    pipeline.mine_document = mine_or_die

    from textmine.cli import worker

    worker.main()


if __name__ in ("__main__", "__mp_main__"):
    from textmine.cli import process

    process.ENTRY = "faulttests.lethal"
    if __name__ == "__mp_main__":
        os.environ[_IN_CLUSTER] = "yes"

if __name__ == "__main__":
    from textmine.cli.main import main as command

    sys.exit(command())
