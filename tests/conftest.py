"""What all tests share: property tests that draw the same examples on every run, and the place of outside material."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

collect_ignore = [
    "fake"
]  # programs for other processes: importing them to look for doctests would put the stand-ins here

settings.register_profile("deterministic", derandomize=True, deadline=None, database=None, print_blob=True)
settings.load_profile("deterministic")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the checkout."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def exam() -> Path:
    """The folder of real reports' gold, which is not part of the repository: TEXTMINE_EXAM."""
    folder = os.environ.get("TEXTMINE_EXAM")
    if not folder:
        pytest.skip("TEXTMINE_EXAM names no folder of outside gold")
    return Path(folder)
