"""`textmine serve`: a store in the browser, on this machine."""

from __future__ import annotations

import argparse
import os
import socket
import webbrowser
from ipaddress import ip_address

from textmine.cli.errors import Exit, Interrupted, UsageError
from textmine.cli.open import require_file
from textmine.cli.terminal import OUTPUT, err, out
from textmine.store import reading

_HOST, _PORT = "127.0.0.1", 8001
_MOST_WAITING = 64  # connections


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "serve",
        help="show a fact store in the browser",
        description="Serve a page to search and read a fact store, to this machine only unless --host says otherwise.",
    )
    parser.add_argument("store", metavar="STORE", help="the fact store; it is only read")
    parser.add_argument("--host", default=_HOST, help=f"the address to listen at (default {_HOST})")
    parser.add_argument("--port", type=_port, default=_PORT, help=f"the port (default {_PORT}); 0 takes a free one")
    parser.add_argument(
        "--allow-host",
        metavar="NAME",
        action="append",
        default=[],
        help="a name under which the page may be asked for, besides addresses and localhost; may be given again",
    )
    parser.add_argument("--open", action="store_true", help="open the page in the browser")
    parser.set_defaults(command=run)


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("must be between 0 and 65535")
    return number


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    try:
        import uvicorn

        from textmine.web.app import create_app
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not installed; textmine serve needs: pip install 'textmine[web]'") from error
    store = require_file(options.store)
    with reading(store):  # what is no store is told before anything is served
        pass
    listening = _listen(options.host, options.port)
    host, port = listening.getsockname()[:2]
    if not ip_address(host).is_loopback:
        err("everyone who can reach this machine can read the store; there is no password")
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    out(f"{address}  (stop with Ctrl-C)")
    OUTPUT.flush()  # a service manager's pipe is not a terminal
    if options.open:
        webbrowser.open(address)
    names = [*options.allow_host, options.host]
    config = uvicorn.Config(
        create_app(store, names=names), log_level="warning", access_log=False, proxy_headers=False, server_header=False
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except Interrupted as stop:
        return 128 + stop.number
    finally:
        listening.close()
    return Exit.DONE


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, so that a browser that comes early waits instead of failing."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UsageError(f"--host {host}: {error.strerror or error}") from error
    try:
        if os.name == "posix":  # elsewhere the option lets two programs share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_MOST_WAITING)
    except OSError as error:
        listening.close()
        raise UsageError(f"{host} port {port}: {error.strerror or error}; choose another with --port") from error
    return listening
