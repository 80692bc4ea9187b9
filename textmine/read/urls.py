"""Which paths are URLs of other file systems, and which are this machine's own."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)  # of two letters or more: C:// is a drive
_LOCAL = re.compile(r"(?:file|local)://", re.IGNORECASE)


def is_url(path: str) -> bool:
    """Whether a path is for a file system of fsspec, and none of this machine's own.

    >>> is_url("s3://archive/2019/统计.txt"), is_url("/archive/统计.txt"), is_url("file:///archive")
    (True, False, False)
    """
    return bool(_SCHEME.match(path)) and not _LOCAL.match(path)


def local_path(path: str) -> str:
    """A path of this machine as such, also where it is written as a URL.

    >>> local_path("file:///archive/统计.txt"), local_path("archive")
    ('/archive/统计.txt', 'archive')
    """
    return _LOCAL.sub("", path, count=1) if _LOCAL.match(path) else path
