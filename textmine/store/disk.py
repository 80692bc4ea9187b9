"""What has to be on the disk before a file takes its name."""

from __future__ import annotations

import os
from pathlib import Path


def flush(path: Path) -> None:
    """Have the system write a file or a folder to the disk."""
    if os.name == "nt" and path.is_dir():  # Windows flushes no folders
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
