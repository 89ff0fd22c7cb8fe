"""What a browser, or anybody, may send to the simulator's page and to the board."""

import asyncio
import atexit
import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from hypothesis import strategies as st
from starlette.types import ASGIApp, Message

from station.commands.board import Doors, Running, guarded
from station.commands.sim import CLINIC
from station.mock.disk import MockDisk
from station.readers.configfile import load
from station.sim.clock import SimClock
from station.sim.practice import Practice
from station.web.board.address import Broker
from station.web.board.entry import Proxy
from station.web.board.listening import Hearing, Listening
from station.web.board.pages import Pages
from station.web.board.passwords import Passwords, scrypt
from station.web.board.record import _INSERT, Record, _row
from station.web.board.said import read_bay, read_fact
from station.web.board.table import Table
from station.web.guard import loopback_hosts
from station.web.sim.feed import Feed
from station.web.sim.server import application
from tests.fuzz.engine import Target, WrongError
from tests.fuzz.targets.files import workshop
from tests.fuzz.targets.mqtt import BAYS, JSON, NOW, RAW, TOLD
from tests.fuzz.tricky import TEXTS

PORT = 8520
HOST = b"127.0.0.1:8520"
PATIENCE = 5.0
ORDERS: list[dict[str, object]] = [
    {"do": "press", "bay": 0, "down": True, "page": "a"}, {"do": "press", "bay": 0, "down": False,
        "page": "a"},
    {"do": "plug", "panel": 1, "plugged": False}, {"do": "plug", "panel": 1, "plugged": True},
    {"do": "power", "on": False}, {"do": "power", "on": True, "trusted": False}, {"do": "kill"},
    {"do": "step", "by": -1000}, {"do": "trust", "trusted": False}, {"do": "disk", "state": "full"},
    {"do": "speed", "times": 1}, {"do": "drill", "name": "visit"}, {"do": "stop"}, {
        "do": "dismiss"},
]  # fmt: skip
DAY = "2027-01-15"
BACK = ("day.svg", "day.json", "figures.json")
Header = tuple[bytes, bytes]
REFUSED, BROKEN, TOO_MANY = 400, 500, 503


@dataclass(frozen=True)
class Request:
    """One request."""

    to: str
    method: str
    path: str
    query: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


def _order(base: int, changes: Sequence[tuple[str, object]]) -> bytes:
    order = dict(ORDERS[base]) | dict(changes)
    return json.dumps(order, ensure_ascii=False).encode("utf-8", "surrogatepass")


KEYS = sorted({key for order in ORDERS for key in order})
BODIES = st.one_of(
    st.builds(_order, st.integers(0, len(ORDERS) - 1),
              st.lists(st.tuples(st.one_of(st.sampled_from(KEYS), TEXTS), JSON), max_size=2)),
    RAW,
    st.sampled_from([b'{"x":' + b"[" * 990, b'{"x":' + b'{"x":' * 190, b"[" * 999,
        b'{"do":"press","bay":' + b"9" * 900 + b"}"]),
)  # fmt: skip
WORDS = st.one_of(
    TEXTS,
    st.sampled_from(
        [
            "room-1",
            "bed-1",
            DAY,
            "0001-01-01",
            "9999-12-31",
            "2027-W02-5",
            "20270115",
            "7",
            "90",
            "1",
            "365",
        ]
    ),
)
QUERIES = st.one_of(
    st.lists(
        st.tuples(st.sampled_from(["station", "bay", "day", "days", "page", "x"]), WORDS),
        max_size=5,
    ).map(
        lambda pairs: "&".join(f"{key}={value}" for key, value in pairs).encode(
            "utf-8", "surrogatepass"
        )
    ),
    st.just(f"station=room-1&day={DAY}".encode()),
    st.just(f"station=room-1&bay=bed-1&day={DAY}".encode()),
    st.just(f"days=7&day={DAY}".encode()),
    st.binary(max_size=30),
)
PATHS = st.one_of(
    st.sampled_from(["/do", "/do", "/back/day.svg", "/back/day.json", "/back/figures.json",
        "/back/day.css", "/", "/wall",
                     "/back", "/events", "/page/board.js", "/page/sim.js", "/page/", "/page",
                         "/page/../server.py",
                     "/page/..%2fserver.py", "/page//etc/passwd", "/page/\x00",
                         "/page/" + "a/" * 500, "/page/" + "a" * 5000,
                     "/page/\ud800", "/page/sim.js/", "/page/.", "//", "/page/con", "/page/%00"]),
    TEXTS.map(lambda text: f"/page/{text}"),
    TEXTS.map(lambda text: f"/{text}"),
)  # fmt: skip
RAW_TEXT = st.one_of(
    TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=20)
)
PROPER = ((b"host", HOST), (b"origin", b"http://" + HOST))
HOSTS = (
    *(HOST, b"http://" + HOST, b"http://[::1]:8520", b"http://", b"null", b"localhost:8520"),
    *(b"[::1]:8520", b"[::1", b"[" * 99, b"1.2.3.4", b"1.2.3.4:\xb2", b"fe80::1%eth0"),
    *(b"0x7f.1", b"127.1", b""),
)
CREDENTIALS = (
    *(b"Basic bnVyc2U6Y2xpbmljLXBhc3M=", b"basic bnVyc2U6", b"Basic " + b"A" * 4000),
    *(b"Basic", b"Basic =", b"Basic \xff", b"Bearer x"),
)
OTHER_NAMES = (
    *(b"x-user", b"range", b"if-modified-since", b"if-none-match", b"content-length"),
    *(b"content-type", b"accept-encoding", b"expect", b"transfer-encoding"),
)
OTHERS = (
    *(b"bytes=0-", b"bytes=-1", b"bytes=5-2", b"bytes=0-0,1-1," * 50, b"items=1"),
    *(b"bytes=999999999999999999999-", b"Thu, 01 Jan 1970 00:00:00 GMT", b"x" * 5000, b"nurse"),
)


def _headers(names: Sequence[bytes], values: Sequence[bytes]) -> st.SearchStrategy[Header]:
    return st.tuples(st.sampled_from(names), st.one_of(RAW_TEXT, st.sampled_from(values)))


HEADERS = st.lists(
    st.one_of(
        _headers([b"host", b"origin"], HOSTS),
        _headers([b"authorization"], CREDENTIALS),
        _headers(OTHER_NAMES, OTHERS),
    ),
    max_size=3,
)
METHODS = st.sampled_from(["GET", "GET", "POST", "HEAD", "PUT", "OPTIONS", "BREW", ""])
NO_HEADERS = st.just(list[Header]())


def _request(
    to: tuple[str, str, str], query: bytes, more: list[Header], body: bytes, *, proper: bool = True
) -> Request:
    """`to`: whom, how, and which path."""
    return Request(*to, query, (*(PROPER if proper else ()), *more), body)


REQUESTS = st.one_of(
    st.builds(
        _request,
        st.tuples(st.sampled_from(["sim", "board", "closed board"]), METHODS, PATHS),
        QUERIES,
        HEADERS,
        BODIES,
        proper=st.sampled_from([True, True, True, False]),
    ),
    st.builds(_request, st.just(("sim", "POST", "/do")), st.just(b""), NO_HEADERS, BODIES),
    st.builds(
        _request,
        st.sampled_from([("board", "GET", f"/back/{what}") for what in BACK]),
        QUERIES,
        NO_HEADERS,
        st.just(b""),
    ),
)


class _Doors:
    """Both servers' applications, in a loop of their own, with something to tell."""

    def __init__(self) -> None:
        folder = workshop("http")
        self._opened = ExitStack()
        self.loop = asyncio.new_event_loop()
        self._opened.callback(self.loop.close)
        feed = Feed()
        self.practice = Practice(load(CLINIC), MockDisk(folder / "sim.db"), SimClock(1), feed)
        self.practice.start()
        self._opened.callback(self.practice.close)
        table = Table()
        record = Record(folder / "history.db", lambda: False)
        self._opened.callback(record.close)
        listening = Listening(Broker("h", 1883), table, record.keep, lambda: None)
        pages = Pages(
            table, lambda: (Hearing(joined=False, since=None, why="no"), 0), record.now_wrong
        )
        running = Running(table, listening, record, pages)
        for base in BAYS:
            table.tell_bay(read_bay("room-1", "bed-1", json.dumps(base).encode()))
        with closing(sqlite3.connect(folder / "history.db")) as file:
            for base in TOLD:
                fact = read_fact(json.dumps(base).encode())
                file.execute(_INSERT, _row("room-1", fact, NOW * 1000))
            file.commit()
        salt = b"salt"
        passwords = Passwords({"nurse": (salt, scrypt(b"clinic-pass", salt))})
        proxy = Proxy("x-user", ("10.0.0.1",))
        self.apps: dict[str, ASGIApp] = {
            "sim": application(self.practice, feed, loopback_hosts(PORT)),
            "board": guarded(running, Doors(), PORT, None, None),
            "closed board": guarded(running, Doors(bind="192.0.2.1"), PORT, passwords, proxy),
        }

    def close(self) -> None:
        """The end."""
        self._opened.close()


@cache
def _doors() -> _Doors:
    doors = _Doors()
    atexit.register(doors.close)
    return doors


def judge(request: Request) -> str:
    """Ask; the answer is one that a server means to give."""
    doors = _doors()
    status, headers, body = doors.loop.run_until_complete(_asked(doors.apps[request.to], request))
    if status >= BROKEN and status != TOO_MANY:
        raise WrongError("breaks inside", (status, request))
    for name in (b"content-security-policy", b"x-content-type-options"):
        if name not in headers:
            raise WrongError("answers without its guard", (status, name))
    if b"\r" in b"".join(headers.values()) or b"\n" in b"".join(headers.values()):
        raise WrongError("lets a header be split", headers)
    if b"text/html" in headers.get(b"content-type", b"") and b"<script>x" in body:
        raise WrongError("repeats a script", body)
    if b"root:" in body or b"import asyncio" in body:
        raise WrongError("gives what is not its own", request.path)
    if status < REFUSED:
        return f"fine: {request.to} {request.method} {status} {request.path[:20]}"
    return f"{request.to} {status} {body[:40] if status == REFUSED else ''!r}"


async def _asked(app: ASGIApp, request: Request) -> tuple[int, dict[bytes, bytes], bytes]:
    path = request.path
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": request.method,
        "path": unquote(path),
        "raw_path": path.encode("utf-8", "surrogatepass"),
        "root_path": "",
        "query_string": request.query,
        "headers": [*request.headers],
        "client": ("127.0.0.1", 5),
        "server": ("127.0.0.1", PORT),
    }
    half = len(request.body) // 2
    coming: list[Message] = [
        {"type": "http.request", "body": request.body[:half], "more_body": True},
        {"type": "http.request", "body": request.body[half:], "more_body": False},
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return coming.pop(0) if coming else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    async with asyncio.timeout(PATIENCE):
        await app(scope, receive, send)
    return _answer(sent)


def _answer(sent: Iterable[Message]) -> tuple[int, dict[bytes, bytes], bytes]:
    begin, *rest = sent
    body = b"".join(message.get("body", b"") for message in rest)
    return begin["status"], dict(begin["headers"]), body


HTTP = Target(
    "http", REQUESTS, judge, repr,
    ("web/guard.py", "web/sim/orders.py", "web/sim/server.py", "web/board/lookback.py",
        "web/board/entry.py",
     "web/board/passwords.py", "web/board/server.py"),
)  # fmt: skip
