"""A server of bulk requests that misbehaves by a seed, and remembers what it holds."""

import json
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from textmine.export.bulk import documents
from textmine.export.rows import stored_reports
from textmine.store import reading


def wanted(store: Path) -> dict[str, dict]:
    """The documents of the facts of a store by their ids: what a server holds that was fed from it."""
    with reading(store) as connection:
        return {
            name: json.loads(json.dumps(document))
            for report in stored_reports(connection)
            for name, document in documents(connection, report)
        }


class Index:
    """What the server holds, what it does to requests, and what it was asked."""

    def __init__(self, seed: int = 0) -> None:
        self.held: dict[str, dict] = {}
        self.template: dict | None = None
        self.refuses: set[str] = set()  # ids, for good
        self.largest = 10**9  # bytes of a request
        self.busy = self.unavailable = self.dropped = self.garbled = 0.0  # shares, of actions and of requests
        self.down = False
        self.dice = random.Random(seed)  # noqa: S311  # a seed makes it the same each time
        self.tries: Counter[str] = Counter()  # of each document
        self.requests = 0  # that were applied
        self.auth: set[str | None] = set()
        self.applied: Callable[[int], None] = lambda _: None  # told before the answer is sent

    def bulk(self, body: bytes) -> list[dict]:
        """Apply what is not refused."""
        lines = iter(body.decode().splitlines())
        items = []
        for line in lines:
            ((kind, action),) = json.loads(line).items()
            name = action["_id"]
            document = json.loads(next(lines)) if kind == "index" else None
            self.tries[name] += 1
            if self.dice.random() < self.busy:
                items.append({kind: {"_id": name, "status": 429, "error": {"type": "rejected_execution_exception"}}})
            elif name in self.refuses:
                error = {"type": "mapper_parsing_exception", "reason": "failed to parse: 办结364件"}
                items.append({kind: {"_id": name, "status": 400, "error": error}})
            elif kind == "index":
                items.append({kind: {"_id": name, "status": 200 if name in self.held else 201}})
                self.held[name] = document
            else:
                items.append({kind: {"_id": name, "status": 200 if self.held.pop(name, None) else 404}})
        self.requests += 1
        self.applied(self.requests)
        return items


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    index: Index

    def answer(self, status: int, said: object = None, **headers: str) -> None:
        content = b"" if said is None else said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(content))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        self.answer(404 if self.index.template is None else 200, {})

    def do_PUT(self) -> None:
        self.index.template = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(200, {"acknowledged": True})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.index.auth.add(self.headers.get("Authorization"))
        luck = self.index.dice.random()
        if not self.path.endswith("/_bulk"):
            self.answer(200, {})
        elif self.index.down or luck < self.index.unavailable:
            self.answer(503, b"<html>busy</html>", Retry_After="1")
        elif len(body) > self.index.largest:
            self.answer(413)
        else:
            items = self.index.bulk(body)
            if luck > 1 - self.index.dropped:  # applied, and nobody hears of it
                self.close_connection = True
                self.connection.close()
            elif luck > 1 - self.index.dropped - self.index.garbled:
                self.answer(200, b'{"took": 1, "ite')
            else:
                self.answer(
                    200,
                    {"errors": any("error" in told for item in items for told in item.values()), "items": items},
                )

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(index: Index) -> Iterator[str]:
    """Serves an index on the loopback address; gives the URL of the server."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that was killed, or a connection that was dropped, is no news."""

    with Quiet(("127.0.0.1", 0), type("Bulk", (Handler,), {"index": index})) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
