"""No file names the address of a package registry: which one to use is set on each machine, by its owner."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_ADDRESS = re.compile(
    rb"pypi[.]org|pythonhosted[.]org|npmjs[.](?:org|com)|yarnpkg[.]com|deb[.]debian[.]org|anaconda[.]org|conda[.]io"
    rb"|--(?:extra-)?index-url[ =]+http|--find-links[ =]+http|\"resolved\": *\"http"
)


def files(root: Path = ROOT) -> Iterator[Path]:
    """What git tracks or would track; raises CalledProcessError outside a checkout."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, check=True, capture_output=True).stdout
    for name in sorted(filter(None, listed.decode().split("\0"))):
        if (root / name).is_file():
            yield root / name


def addresses(content: bytes) -> list[str]:
    """The registry addresses in a file.

    >>> addresses(b"pip install regex"), len(addresses(b"see " + b"pypi" + b".org"))
    ([], 1)
    """
    return [match.group().decode() for match in _ADDRESS.finditer(content)]


def main() -> int:
    """Print each place; exit code 1 if there is any."""
    try:
        tree = list(files())
    except subprocess.CalledProcessError:
        print(f"{ROOT} is no git checkout: what is tracked cannot be told", file=sys.stderr)
        return 1
    found = [(path, address) for path in tree for address in addresses(path.read_bytes())]
    for path, address in found:
        print(f"{path.relative_to(ROOT)}: {address}", file=sys.stderr)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
