"""Reads what skops has written, as far as it is plain data: a dict of numbers, strings and arrays.

This takes less than skops itself does with no trusted types, and runs nothing: every node must be one of those named here,
and an array must be one of numbers. Importing skops would take ten times as long as mining a report, for it imports all of
scikit-learn; `save_model` has skops read each file back, and a test compares what the two make of it.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

Plain = str | int | float | dict[str, Any] | list[Any]
State = dict[str, "Plain | np.ndarray"]

_SCHEMA = "schema.json"
_LARGEST = 50_000_000  # bytes of all parts of a file, unpacked
_KINDS = ("b", "i", "u", "f")  # of the numbers in an array


def read_state(data: bytes) -> State:
    """The dict in a skops file.

    Raises `ValueError` for what is no such file, for one that is damaged, and for one that holds anything else.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST:
                raise ValueError("larger than any model of this program")
            parts = {name: archive.read(name) for name in archive.namelist()}
        root = json.loads(parts.pop(_SCHEMA))
        return {name: _value(node, parts) for name, node in _content(root, "builtins", "dict", dict).items()}
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, RecursionError) as error:
        raise ValueError(f"no skops file of this program: {error}") from error


def _content(node: Any, module: str, name: str, kind: type) -> Any:
    """What a node holds, if it is of this class."""
    if not isinstance(node, Mapping) or (node.get("__module__"), node.get("__class__")) != (module, name):
        raise ValueError(f"holds a type that is not trusted: {_name(node)}")
    if not isinstance(node.get("content"), kind):
        raise ValueError(f"a {name} without content")  # noqa: TRY004  # bad content, not a wrong argument
    return node["content"]


def _name(node: Any) -> str:
    return f"{node.get('__module__')}.{node.get('__class__')}" if isinstance(node, Mapping) else type(node).__name__


def _value(node: Any, parts: Mapping[str, bytes]) -> "Plain | np.ndarray":
    if isinstance(node, Mapping) and (node.get("__module__"), node.get("__class__")) == ("numpy", "ndarray"):
        return _array(parts[str(node.get("file"))])
    # skops writes numbers as strings of JSON too
    found = json.loads(_content(node, "builtins", "str", str))
    if not isinstance(found, str | int | float):
        raise ValueError(f"a {type(found).__name__} where a string or a number belongs")  # noqa: TRY004  # as above
    return found


def _array(data: bytes) -> "np.ndarray":
    import numpy as np

    stream = io.BytesIO(data)
    found = np.lib.format.read_array(stream, allow_pickle=False)
    if found.dtype.kind not in _KINDS or stream.read(1):
        raise ValueError("an array of something other than numbers")
    return found
