"""Ids that are the same on every machine."""

import hashlib


def stable_id(key: str) -> str:
    """16 hexadecimal digits that stand for a key: the first 64 bits of its SHA-256.

    >>> stable_id("漳州:12-16")
    'c2c79e6678a9028e'
    """
    return hashlib.sha256(key.encode()).hexdigest()[:16]
