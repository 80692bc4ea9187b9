"""scripts/bench-read: the time of reading HTML and DOCX as a share of mining, and of reading PDF over plain PDFium text.

Processor time of one core, in rounds that take turns; what is printed is the median of the rounds' ratios.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]


def seconds(work: Callable[[bytes], object], files: Sequence[bytes]) -> float:
    """The processor time of one pass over the files."""
    begun = time.process_time()
    for data in files:
        work(data)
    return time.process_time() - begun


def plain_text(data: bytes) -> None:
    """The text of all pages as PDFium gives it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_range()
    document.close()


def main() -> None:
    """Print a ratio for each form."""
    parser = argparse.ArgumentParser(prog="scripts/bench-read", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT.parent / "shared/reports", help="reports")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()

    from textmine.pipeline import mine_document
    from textmine.read import read_bytes

    for form, limit in (("html", 0.3), ("docx", 0.3), ("pdf", 3.0)):
        files = [path.read_bytes() for path in sorted(options.folder.glob(f"*.{form}"))]
        if not files:
            print(f"{form}: no files in {options.folder}")
            continue

        def read(data: bytes, name: str = f"report.{form}") -> object:
            return read_bytes(data, name)

        def mine(data: bytes, name: str = f"report.{form}") -> object:
            return mine_document(read_bytes(data, name))

        beside = plain_text if form == "pdf" else mine
        seconds(beside, files)  # dictionaries and models are loaded before the clock counts
        found = [seconds(read, files) / seconds(beside, files) for _ in range(options.rounds)]
        print(f"{form}: {median(found):.3f} over {len(files)} files (wanted: at most {limit})")


if __name__ == "__main__":
    main()
