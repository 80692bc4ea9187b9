"""Versions of what textmine depends on: none with a hole that is known and mended, nothing that is not to be depended on."""

import re
from pathlib import Path

# The first versions without the hole named; from their own notes and from the advisories (CVE, GHSA).
FLOORS = {
    "lxml": (5, 0),  # amplified entities
    "pdfminer.six": (20260107,),  # CVE-2025-64512: runs a pickle that a file names
    "pdfplumber": (0, 11, 8),  # the same, through pdfminer.six
    "pyarrow": (14, 0, 1),  # CVE-2023-47248: runs code of a Parquet file
    "skops": (0, 13),  # CVE-2025-54412, -54413, -54886: runs code of a model
}
REFUSED = {
    "dateparser",  # makes dates of what is none
    "pymupdf",  # AGPL
    "recognizers-text-suite",  # its last release has patterns that never end
    "zh-core-web-sm",  # a name that somebody else holds in the registry
}


def test_pinned_versions_have_no_known_holes(root: Path):
    pins = dict(
        re.findall(r"^([A-Za-z0-9._-]+)==([0-9.]+)", (root / "constraints.txt").read_text("utf-8"), re.MULTILINE)
    )
    assert len(pins) > 30
    versions = {name.lower(): tuple(map(int, version.strip(".").split("."))) for name, version in pins.items()}
    assert {name: versions[name] for name, floor in FLOORS.items() if name in versions and versions[name] < floor} == {}
    assert {name.replace("_", "-") for name in versions} & REFUSED == set()
    assert {"lxml", "pyarrow"} <= versions.keys()
