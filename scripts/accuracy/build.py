"""scripts/build-gold: write corpora/gold from corpora/annotations, or say with --check which files are out of date."""

import argparse
import json
import sys
from pathlib import Path

from accuracy.annotations import AnnotationError, build_gold
from accuracy.suites import ROOT

CORPORA = ROOT / "corpora"


def render(name: str, corpora: Path = CORPORA) -> str:
    """The gold file of one report as it should be; AnnotationError names the annotation file."""
    annotations = corpora / f"annotations/{name}.jsonl"
    with (
        (corpora / f"reports/{name}.txt").open(encoding="utf-8", newline="") as report,
        annotations.open(encoding="utf-8") as lines,
    ):
        try:
            gold = build_gold(report.read(), lines)
        except AnnotationError as error:
            raise AnnotationError(f"{annotations}, {error}") from error
    return json.dumps(gold, ensure_ascii=False, indent=1) + "\n"


def outdated(corpora: Path = CORPORA) -> dict[Path, str]:
    """Gold files that differ from what the annotations say, with what they should hold."""
    wanted = {
        corpora / f"gold/{path.stem}.gold.json": render(path.stem, corpora)
        for path in sorted(corpora.glob("annotations/*.jsonl"))
    }
    return {
        path: text for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    }


def main() -> int:
    """Exit codes: 0 all is written or up to date, 1 --check found a difference or an annotation is wrong."""
    parser = argparse.ArgumentParser(prog="scripts/build-gold", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a gold file is out of date")
    check: bool = parser.parse_args().check
    try:
        changes = outdated()
    except AnnotationError as error:
        print(error, file=sys.stderr)
        return 1
    for path, text in changes.items():
        print(f"{'out of date' if check else 'written'}: {path.relative_to(ROOT)}")
        if not check:
            path.write_text(text, encoding="utf-8")
    return int(check and bool(changes))


if __name__ == "__main__":
    sys.exit(main())
