"""Bulk requests brought to a server of OpenSearch or Elasticsearch.

What the server cannot take now is sent again, after a while that doubles; what it refuses for good is set apart and the rest goes on. Every
document has an id of its own, so that one that arrived without anybody hearing of it takes its own place when it comes again.
"""

from __future__ import annotations

import base64
import json
import os
import random
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, InvalidURL
from typing import Any, Self
from urllib.parse import quote, unquote, urlsplit

from textmine.errors import SinkError
from textmine.schema.record import record

ACTIONS = 1000  # in one request
_SIZE = 5_000_000  # bytes of one request, from which on no more is added
_TRIES = 6
_LONGEST = 60.0  # seconds between two tries
_TIMEOUT = 60.0  # seconds that a server may be silent
_BUSY = (408, 429, 502, 503, 504)  # a request, or one of its actions, that may be taken later
_TOO_LARGE = 413
_MISSING = 404
_USER, _PASSWORD = "TEXTMINE_SINK_USER", "TEXTMINE_SINK_PASSWORD"  # names of variables
_INDEX = "textmine-facts"


@record
class Action:
    """One action of a bulk request: ``index`` or ``delete``, the id of its document, and its lines."""

    kind: str
    name: str
    lines: bytes


@record
class Refused:
    """An action that the server does not take, whenever it comes: the code, the type and the words of its complaint."""

    action: Action
    status: int
    type: str
    reason: str


class _Later(Exception):
    """The request may be taken later; after so many seconds, where the server says how many. Some of it may have been taken."""

    def __init__(self, why: str, seconds: float = 0.0, *, moved: bool = False) -> None:
        super().__init__(why)
        self.seconds, self.moved = seconds, moved


class Server:
    """One index of a server. A context manager, which lets the connection go."""

    def __init__(self, url: str) -> None:
        """``url`` as ``https://host:9200/index``; `SinkError` where it is none."""
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
            made = {"http": HTTPConnection, "https": HTTPSConnection}[parts.scheme if host else ""]
            self._connection = made(host, parts.port, timeout=_TIMEOUT)
            self._where = f"{host}:{self._connection.port}"
        except (KeyError, ValueError) as error:
            raise SinkError("OpenSearch: the address has to be as https://host:9200/index") from error
        base, _, index = parts.path.strip("/").rpartition("/")
        self._base = f"/{base}" if base else ""
        self.index = unquote(index) or _INDEX
        user = unquote(parts.username or "") or os.environ.get(_USER, "")
        password = unquote(parts.password or "") or os.environ.get(_PASSWORD, "")
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {token}"} if user else {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def prepare(self, template: dict[str, Any]) -> None:
        """Put an index template in place, if there is none called ``textmine``."""
        path = "/_index_template/textmine"
        if self._tried(lambda: self._ask("GET", path, missing=True)) is None:
            self._tried(lambda: self._ask("PUT", path, json.dumps(template).encode()))

    def deliver(self, actions: Iterable[Action]) -> Iterator[Refused]:
        """Send actions, gives those that were refused for good. `SinkError` where the server takes no more."""
        for batch in _batches(actions):
            yield from self._deliver(batch)
        self._tried(lambda: self._ask("POST", f"/{quote(self.index, safe='')}/_refresh", missing=True))

    def _deliver(self, batch: Sequence[Action]) -> Iterator[Refused]:
        left, refused = list(batch), list[Refused]()

        def once() -> None:
            nonlocal left
            body = b"".join(action.lines for action in left)
            answer = self._ask("POST", f"/{quote(self.index, safe='')}/_bulk", body, kind="application/x-ndjson")
            again, bad = _sorted(left, answer)
            refused.extend(bad)
            moved, left = len(again) < len(left), again
            if left:
                raise _Later(f"it takes no more than {len(batch) - len(left)} of {len(batch)} documents", moved=moved)

        try:
            self._tried(once)
        except _TooLarge:
            yield from refused
            if len(left) == 1:
                yield Refused(action=left[0], status=_TOO_LARGE, type="too_large", reason="one document is too large")
                return
            yield from self._deliver(left[: len(left) // 2])
            yield from self._deliver(left[len(left) // 2 :])
            return
        yield from refused

    def _tried(self, once: Callable[[], Any]) -> Any:
        """What a request gives, after some tries; one that brings it forward does not count."""
        number = 1
        while True:
            try:
                return once()
            except _Later as later:
                number = 1 if later.moved else number + 1
                if number > _TRIES:
                    raise SinkError(
                        f"OpenSearch at {self._where}: {later}, {_TRIES} times in a row; what it has taken is there, run again to send the rest"
                    ) from later
                own = 2.0 ** (number - 1) * random.uniform(0.5, 1)  # noqa: S311  # no secret
                time.sleep(min(_LONGEST, max(later.seconds, own)))

    def _ask(
        self, method: str, path: str, body: bytes = b"", *, kind: str = "application/json", missing: bool = False
    ) -> Any:
        """The answer to a request; ``None`` for what is not there, where that may be."""
        try:
            headers = self._headers | {"Content-Type": kind}
            self._connection.request(method, self._base + path, body or None, headers)
            response = self._connection.getresponse()
            said = response.read()
        except (ssl.SSLCertVerificationError, InvalidURL) as error:
            raise SinkError(f"OpenSearch at {self._where}: {error}") from error
        except (OSError, HTTPException) as error:  # whether it was taken nobody knows
            self._connection.close()
            why = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
            raise _Later(f"no answer ({why})") from error
        try:
            answer = json.loads(said) if said.strip() else {}
        except ValueError:
            answer = None
        if response.status == _MISSING and missing:
            return None
        if response.status in _BUSY or (response.status == 200 and not isinstance(answer, dict)):
            raise _Later(f"it is busy ({response.status})", _seconds(response))
        if response.status == _TOO_LARGE:
            raise _TooLarge
        if response.status not in (200, 201):
            raise SinkError(f"OpenSearch at {self._where}: {method} {path} ends with {response.status} {_type(answer)}")
        return answer


class _TooLarge(Exception):
    """The server takes no request of this size."""


def _batches(actions: Iterable[Action]) -> Iterator[list[Action]]:
    batch: list[Action] = []
    size = 0
    for action in actions:
        batch.append(action)
        size += len(action.lines)
        if len(batch) >= ACTIONS or size >= _SIZE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _sorted(actions: Sequence[Action], answer: Any) -> tuple[list[Action], list[Refused]]:
    """What is to be sent again, and what is refused for good, by the answer to a bulk request."""
    items = answer.get("items")
    if not isinstance(items, list) or len(items) != len(actions):
        raise _Later("its answer does not say what became of the documents")
    again, refused = [], []
    for action, item in zip(actions, items, strict=True):
        told = item.get(action.kind) if isinstance(item, dict) else None
        told = told if isinstance(told, dict) else {}
        status = told.get("status")
        if not isinstance(status, int) or told.get("_id", action.name) != action.name:
            raise _Later("its answer does not say what became of the documents")
        if status in _BUSY:
            again.append(action)
        elif status >= 300 and not (action.kind == "delete" and status == _MISSING):
            error = told.get("error")
            reason = str(error.get("reason", "")) if isinstance(error, dict) else str(error or "")
            refused.append(Refused(action=action, status=status, type=_type(told), reason=reason))
    return again, refused


def _type(told: Any) -> str:
    """The type of an error that a server tells of, which is a word of the server's and none of a report."""
    error = told.get("error") if isinstance(told, dict) else None
    return str(error["type"])[:100] if isinstance(error, dict) and "type" in error else ""


def _seconds(response: HTTPResponse) -> float:
    """How long the server asks to be left alone."""
    try:
        return float(response.headers.get("Retry-After", ""))
    except ValueError:
        return 0.0
