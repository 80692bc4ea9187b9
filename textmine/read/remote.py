"""Files behind URLs (``s3://bucket/…``, ``sftp://…``), by way of fsspec: the only module that imports it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from textmine.errors import MissingExtra

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+(?:::|://)", re.IGNORECASE)  # of two letters or more: C:\ is a drive
_LOCAL = ("file://", "local://")


def is_url(path: str) -> bool:
    """Whether a path is for a file system of fsspec, and none of this machine's own.

    >>> is_url("s3://archive/2019/统计.txt"), is_url("/archive/统计.txt"), is_url("file:///archive")
    (True, False, False)
    """
    return bool(_SCHEME.match(path)) and not path.lower().startswith(_LOCAL)


def local_path(path: str) -> str:
    """A path of this machine as such, also where it is written as a URL.

    >>> local_path("file:///archive/统计.txt"), local_path("archive")
    ('/archive/统计.txt', 'archive')
    """
    return re.sub(r"^(?:file|local)://", "", path, flags=re.IGNORECASE)


def file_system(url: str) -> tuple[AbstractFileSystem, str]:
    """The file system behind a URL or a path, and what it calls the place.

    Raises `MissingExtra` without fsspec, and what fsspec raises: `ValueError` for a scheme that it does not know, `ImportError` for one
    whose package is not installed.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise MissingExtra("dataset") from error
    found: tuple[AbstractFileSystem, Any] = url_to_fs(url, use_listings_cache=False)
    return found[0], str(found[1])
