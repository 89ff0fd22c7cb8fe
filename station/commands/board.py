"""`station board`: every station of the clinic on one page, as its broker tells them."""

import argparse
import getpass
import ipaddress
import re
import socket
import sys
import time
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import uvicorn
from msgspec import Struct
from starlette.types import ASGIApp

from station.machine.exitstatus import FAILED, FINE, REFUSED, UsageError
from station.web.board.address import Broker, read_broker
from station.web.board.entry import Entry, Proxy
from station.web.board.listening import Listening
from station.web.board.lookback import Lookback
from station.web.board.pages import Pages
from station.web.board.passwords import OPTION, Passwords, add
from station.web.board.record import Record, RecordRefusedError
from station.web.board.server import application
from station.web.board.table import Table
from station.web.guard import Guard, loopback_hosts
from station.web.listening import cannot_listen, listening_on

LOOPBACK: Final = "127.0.0.1"
NAME: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:[0-9]{1,5})?")
ON_THIS_MACHINE: Final = ("127.0.0.1", "::1")
NO_LETTER: Final = "\ufffd"
"""What stands for bytes that are no text."""
HEADER: Final = re.compile(r"[A-Za-z0-9-]{1,64}")


class Doors(Struct, frozen=True):
    """Where the pages are, and who may see them."""

    bind: str = LOOPBACK
    port: int = 8530
    """TCP; 0 is any that is free."""
    names: Sequence[str] = ()
    """What else a browser may call it."""
    page_passwords: Path | None = None
    proxy_header: str | None = None
    proxies: Sequence[str] = ON_THIS_MACHINE


class Running(Struct, frozen=True):
    """All that is at work behind the pages."""

    table: Table
    listening: Listening
    record: Record
    pages: Pages


def command(arguments: argparse.Namespace) -> int:
    """Every station of the clinic on one page."""
    a = arguments
    if a.make_password is not None:
        return make_password(a.page_passwords, a.make_password)
    broker = read_broker(
        a.broker,
        username=a.username,
        password_file=a.password_file,
        ca=a.ca,
        certificate=a.certificate,
        key=a.key,
    )
    proxies = a.proxy_address or ON_THIS_MACHINE
    doors = Doors(a.bind, a.port, a.name, a.page_passwords, a.proxy_header, proxies)
    return show_board(broker, doors, history=a.history, browser=a.browser)


def show_board(broker: Broker, doors: Doors, *, history: Path | None, browser: bool) -> int:
    """Serve the pages until told to stop. Returns the exit status."""
    try:
        passwords, proxy = _who_may(doors)
    except UsageError as wrong:
        print(f"station: {wrong}", file=sys.stderr)
        return REFUSED
    with ExitStack() as opened:
        try:
            listening = opened.enter_context(listening_on(doors.bind, doors.port))
        except OSError as error:
            print(f"station: {cannot_listen('board', doors.port, error)}", file=sys.stderr)
            return FAILED
        try:
            running = opened.enter_context(run(broker, history))
        except RecordRefusedError as refused:
            print(f"station: {refused}", file=sys.stderr)
            return FAILED
        app = guarded(running, doors, listening.getsockname()[1], passwords, proxy)
        with suppress(KeyboardInterrupt):  # uvicorn passes it on once all is shut
            _say(doors, listening.getsockname()[1], broker, browser=browser)
            server(app, running.pages).run(sockets=[listening])
    return FINE


@contextmanager
def run(broker: Broker, history: Path | None) -> Iterator[Running]:
    """Listen to the broker and keep what it tells. `history`: None is for as long as this lasts.

    Raises RecordRefusedError.
    """
    with ExitStack() as opened:
        if history is None:
            history = Path(opened.enter_context(TemporaryDirectory())) / "history.db"
        table = Table()
        record = Record(history, lambda: listening.hearing.joined)
        opened.callback(record.close)
        pages = Pages(
            table, lambda: (listening.hearing, listening.refused.total()), record.now_wrong
        )
        listening = Listening(broker, table, record.keep, pages.change)
        listening.start()
        opened.callback(listening.close)
        yield Running(table, listening, record, pages)


def guarded(
    running: Running, doors: Doors, port: int, passwords: Passwords | None, proxy: Proxy | None
) -> ASGIApp:
    """The pages, for those who may see them."""
    app: ASGIApp = application(
        running.pages, Lookback(running.record, running.table, _now).routes()
    )
    if passwords is not None or proxy is not None:
        app = Entry(app, passwords, proxy)
    near = _is_loopback(doors.bind)
    names = [*loopback_hosts(port), *(name.lower() for name in doors.names)]
    names += [f"{name}:{port}" for name in doors.names if ":" not in name]
    if not near:
        own = socket.gethostname().lower()
        names += [f"{own}:{port}", f"{own}.local:{port}"]
    return Guard(app, names, secure=bool(doors.names) or not near, addresses=not near)


class _Server(uvicorn.Server):
    """One whose pages, which listen for ever, are let go before it waits for them."""

    def __init__(self, config: uvicorn.Config, pages: Pages) -> None:
        super().__init__(config)
        self._pages = pages

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the pages go, whose streams would never end, and wait for what else is under way."""
        self._pages.end()
        await super().shutdown(sockets)


def server(app: ASGIApp, pages: Pages) -> uvicorn.Server:
    """A server for `app` that ends with its pages, and believes no header about who asks."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        proxy_headers=False,  # who asks is who connects: the proxy is believed for its header only
        timeout_graceful_shutdown=2,  # one that does not read hears no good-bye
        limit_concurrency=1000,
    )
    return _Server(config, pages)


def make_password(path: Path | None, name: str) -> int:
    """Asks for a password and puts it into the file. Returns the exit status."""
    if path is None:
        print(f"station: --make-password needs {OPTION} FILE: where to put it", file=sys.stderr)
        return REFUSED
    try:
        add(path, name, _asked_password(name))
    except UsageError as wrong:
        print(f"station: {wrong}", file=sys.stderr)
        return REFUSED
    except EOFError:
        print("station: no password was given: nothing was written", file=sys.stderr)
        return FAILED
    print(f"{path}: {name} may see the board; a board that runs knows after its next start")
    return FINE


def _asked_password(name: str) -> str:
    """Raises UsageError; EOFError if there is none."""
    try:
        password = _typed_password(name)
    except OSError as error:
        raise EOFError from error
    except UnicodeDecodeError:
        password = NO_LETTER
    if NO_LETTER in password:  # which a browser would send otherwise
        raise UsageError("the password is not UTF-8 text: nothing was written; use another")
    return password


def _typed_password(name: str) -> str:
    """Raises UsageError, EOFError, OSError, UnicodeDecodeError."""
    if sys.stdin is None:  # closed by whoever started us
        raise EOFError
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass(f"Password for {name}: ")
    if password != getpass.getpass("Once more: "):
        raise UsageError("these were two different ones: nothing was written")
    return password


def _now() -> int:
    return time.time_ns() // 1_000_000


def _who_may(doors: Doors) -> tuple[Passwords | None, Proxy | None]:
    """Raises UsageError."""
    try:
        ipaddress.ip_address(doors.bind)
    except ValueError:
        raise UsageError(
            f"--bind {doors.bind}: write an address of this machine, or 0.0.0.0 or :: for all"
        ) from None
    for name in doors.names:
        if not NAME.fullmatch(name):
            raise UsageError(f"--name {name}: write a host's name, as in board.clinic.example")
    if doors.proxy_header is not None and not HEADER.fullmatch(doors.proxy_header):
        raise UsageError(f"--proxy-header {doors.proxy_header}: write it as in X-Remote-User")
    for address in doors.proxies:
        try:
            ipaddress.ip_address(address)
        except ValueError:
            raise UsageError(f"--proxy-address {address}: write the proxy's IP address") from None
    if not _is_loopback(doors.bind) and not (doors.page_passwords or doors.proxy_header):
        raise UsageError(
            f"--bind {doors.bind}: others could see it: name who may with {OPTION} FILE"
            f" (station board {OPTION} FILE --make-password NAME makes it),"
            " or the header of a reverse proxy that knows with --proxy-header NAME"
        )
    passwords = None if doors.page_passwords is None else Passwords.read(doors.page_passwords)
    proxy = None if doors.proxy_header is None else Proxy(doors.proxy_header, doors.proxies)
    return passwords, proxy


def _is_loopback(address: str) -> bool:
    return ipaddress.ip_address(address).is_loopback


def _say(doors: Doors, port: int, broker: Broker, *, browser: bool) -> None:
    address = ipaddress.ip_address(doors.bind)
    host = LOOPBACK if address.is_unspecified else str(address)
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    print(f"board of {broker.name} on {url}  (Ctrl-C ends it)", flush=True)
    if not address.is_loopback and doors.page_passwords is not None:
        print("passwords cross the network as they are: put TLS in front (README)", flush=True)
    if browser:
        webbrowser.open(url)
