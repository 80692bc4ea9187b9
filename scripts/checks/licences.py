"""What textmine is installed with lets people use it: no GPL, and in the core nothing under the LGPL either.

The packages that pyproject.toml names, and what these need in turn, are looked up in the environment that scripts/test makes; what a package
says of its licence is read from its metadata. Shared libraries inside wheels are not seen (see docs/development.md).
"""

import re
import sys
import tomllib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
_FREE = re.compile(
    r"apache|bsd|mit\b|isc\b|psf|python software|mozilla|mpl|zlib|zope|cc0|unlicense|boost|enthought|cnri",
    re.IGNORECASE,
)
_LESSER = re.compile(r"lgpl|lesser general", re.IGNORECASE)
_READ = {"skops": "MIT"}  # its metadata says only that its licence is an approved one; the text is in its LICENSE file
_BOUND = re.compile(r"gpl|general public|commercial|proprietary", re.IGNORECASE)


def judged(licence: str, *, core: bool) -> str | None:
    """What is wrong with a licence in the core or in an extra; None if nothing is.

    >>> judged("BSD-3-Clause", core=True), judged("LGPL-3.0-only", core=False)
    (None, None)
    >>> judged("LGPL-3.0-only", core=True), judged("AGPL-3.0", core=False), judged("", core=True)
    ('not for the core', 'not to be used', 'unknown')
    """
    if _LESSER.search(licence):
        return "not for the core" if core else None
    if _BOUND.search(licence):
        return "not to be used"
    return None if _FREE.search(licence) else "unknown"


def licence_of(name: str) -> str:
    """What an installed package says of its licence: an expression, else classifiers, else the first words of its text."""
    if name in _READ:
        return _READ[name]
    found = metadata.metadata(name)
    named = [each for each in found.get_all("Classifier") or [] if each.startswith("License ::")]
    said = [*(found.get_all("License-Expression") or []), "; ".join(named), *(found.get_all("License") or [])]
    return next((each[:80] for each in said if each), "")


def needed(requirements: Iterable[str], extras: frozenset[str] = frozenset()) -> set[str]:
    """The names of all packages that some requirements bring in here; those of other platforms are passed over."""
    found: set[str] = set()
    open_: list[tuple[str, frozenset[str]]] = [(line, extras) for line in requirements]
    while open_:
        line, of = open_.pop()
        wanted = Requirement(line)
        if wanted.marker and not any(wanted.marker.evaluate({"extra": extra}) for extra in (of or {""})):
            continue
        if wanted.name not in found:
            found.add(wanted.name)
            open_ += [(each, frozenset(wanted.extras)) for each in metadata.requires(wanted.name) or []]
    return found


def main() -> int:
    """Print each package whose licence is not fit; exit code 1 if there is any."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    core = needed(project["dependencies"])
    extra = needed(line for lines in project["optional-dependencies"].values() for line in lines) - core
    bad = [
        (name, licence_of(name), wrong)
        for names, in_core in ((core, True), (extra, False))
        for name in sorted(names)
        if (wrong := judged(licence_of(name), core=in_core))
    ]
    for name, licence, wrong in bad:
        print(f"{name}: {wrong}: {licence or 'no licence in its metadata'}", file=sys.stderr)
    print(f"{len(core)} packages of the core and {len(extra)} of the extras looked at")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
