"""A small archive (tests/writers/small_archive.py), mined once and served."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from textmine.cli.main import main
from textmine.store import reading
from textmine.web.app import create_app
from writers.papers import plain_paper
from writers.small_archive import FILES, PAPER


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the archive."""
    folder = tmp_path_factory.mktemp("web")
    archive = folder / "archive"
    archive.mkdir()
    for name, text in FILES.items():
        (archive / name).write_text(text, "utf-8")
    (archive / "paper.pdf").write_bytes(plain_paper(PAPER))
    path = folder / "facts.db"
    assert main(["run", str(archive), "--store", str(path), "--quiet"]) == 0
    return path


@pytest.fixture(scope="session")
def client(store: Path) -> TestClient:
    """Asks the application without a network."""
    return TestClient(create_app(store), base_url="http://127.0.0.1:8001")


@pytest.fixture(scope="session")
def ids(store: Path) -> dict[str, str]:
    """The id of each report by the name of its file."""
    with reading(store) as connection:
        found = connection.execute("SELECT path, report FROM files WHERE report IS NOT NULL").fetchall()
    return {Path(path).name: report for path, report in found}


@pytest.fixture(scope="session")
def fact_ids(store: Path) -> dict[str, str]:
    """The id of a fact by its quote; quotes that stand in several places have one of them."""
    with reading(store) as connection:
        return dict(connection.execute("SELECT quote, id FROM fact_view").fetchall())
