"""A worker process over the stand-in pipeline: what `ENTRY` of textmine.cli.process names in tests."""

import sys

import fake_pipeline


def main() -> None:
    sys.modules["textmine.pipeline"] = fake_pipeline

    from textmine.cli import worker

    worker.main()
