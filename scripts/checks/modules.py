"""How long the modules are: small ones are read, long ones are skimmed."""

import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400
MEDIAN = 170


def sizes(root: Path = ROOT) -> dict[str, int]:
    """Lines of each module of the package and the scripts; a package file that only re-exports does not count."""
    modules = (path for folder in ("textmine", "scripts") for path in sorted((root / folder).rglob("*.py")))
    lines = {str(path.relative_to(root)): len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    return {name: count for name, count in lines.items() if not name.endswith("__init__.py") or count > MEDIAN}


def main() -> int:
    """Print the median and the longest; exit code 1 when one is too long or half of them are."""
    found = sizes()
    middle = median(found.values())
    longest = max(found, key=found.__getitem__)
    print(f"{len(found)} modules, median {middle:g} lines (at most {MEDIAN}), longest {longest} with {found[longest]}")
    long = {name: count for name, count in found.items() if count > LONGEST}
    for name, count in long.items():
        print(f"{name}: {count} lines, at most {LONGEST}: split it along its seams", file=sys.stderr)
    return int(bool(long) or middle > MEDIAN)


if __name__ == "__main__":
    sys.exit(main())
