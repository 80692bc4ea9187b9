"""What stands before every answer: who may ask, and what a browser may do with what it gets."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


def is_known_host(header: str, names: Collection[str]) -> bool:
    """Whether a Host header names this server: an address, `localhost`, or one of ``names``.

    A page elsewhere that turns its own name to this address (DNS rebinding) sends that name, which is none of these; an
    address cannot be turned.

    >>> is_known_host("127.0.0.1:8001", ()), is_known_host("[::1]:8001", ()), is_known_host("evil.example", ())
    (True, True, False)
    """
    name = header.rpartition("]")[0].removeprefix("[") if header.startswith("[") else header.partition(":")[0]
    if name.lower() == "localhost" or name.lower() in names:
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """Answers requests for known hosts only, and adds the headers that keep a browser from more than showing the page."""

    def __init__(self, app: ASGIApp, names: Collection[str] = ()) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; see ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        if is_known_host(Headers(scope=scope).get("host", ""), self._names):
            await self._app(scope, receive, send_with_headers)
        else:
            refusal = PlainTextResponse("this server does not go by that name; see --allow-host", status_code=421)
            await refusal(scope, receive, send_with_headers)
