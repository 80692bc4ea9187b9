"""What a Dask worker that is started for tests loads first, so that it mines with the stand-in pipeline."""

from textmine.cli import process

process.ENTRY = "fake_worker"
