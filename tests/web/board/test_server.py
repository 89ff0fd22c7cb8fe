"""Who may see the board's pages, what they bring with them, and that nothing can be sent."""

import base64
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.commands.board import Doors
from station.web.board import pages as pages_module
from station.web.board.passwords import add
from station.web.board.said import Bay
from tests.web.board.clinic import Board, Listener, board

NOBODY = 1
"""A port where no broker is."""


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    with board(NOBODY, tmp_path_factory.mktemp("board") / "h.db") as at_work:
        yield at_work


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    add(tmp_path / "pages", "reception", "correct horse")
    return tmp_path / "pages"


def knock(name: str, password: str) -> dict[str, str]:
    """The header by which somebody comes in."""
    told = base64.b64encode(f"{name}:{password}".encode()).decode()
    return {"Authorization": f"Basic {told}"}


@pytest.mark.meets("CMD-12")
@pytest.mark.parametrize(
    "path", ["/", "/wall", "/back", "/page/board.js", "/page/board.css", "/back/day.css"]
)
def test_pages_come_with_all_that_they_need_and_ask_nobody_else(alone: Board, path: str) -> None:
    status, text, headers = alone.ask(path)
    assert status == 200
    assert "http://" not in text.replace("http://www.w3.org/", "")
    assert "https://" not in text
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/events", "/back/day.svg", "/page/board.js"])
def test_nothing_can_be_sent(alone: Board, method: str, path: str) -> None:
    assert alone.ask(path, method, {"Origin": alone.url})[0] == 405


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8530"},
        {"Host": "10.0.0.1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1"},
    ],
)
def test_strangers_pages_get_nothing(alone: Board, headers: dict[str, str]) -> None:
    assert alone.ask("/events", headers=headers)[0] == 403


def test_a_name_that_was_given_is_one_of_its_own(tmp_path: Path) -> None:
    doors = Doors(names=["board.clinic.example"])
    with board(NOBODY, tmp_path / "h.db", doors) as at_work:
        for host in ("board.clinic.example", f"Board.Clinic.Example:{at_work.port}"):
            assert at_work.ask(headers={"Host": host})[0] == 200
        origin = {"Host": "board.clinic.example", "Origin": "https://board.clinic.example"}
        assert at_work.ask(headers=origin)[0] == 200
        assert at_work.ask(headers=origin | {"Host": "board.clinic.example.evil"})[0] == 403


def test_with_passwords_only_those_who_have_one(tmp_path: Path, secret: Path) -> None:
    with board(NOBODY, tmp_path / "h.db", Doors(page_passwords=secret)) as at_work:
        for path in ("/", "/events", "/page/board.js", "/back/figures.json"):
            status, _, headers = at_work.ask(path)
            assert status == 401
            assert headers["www-authenticate"].startswith("Basic")
            assert "content-security-policy" in headers
        assert at_work.ask(headers=knock("reception", "wrong horse"))[0] == 401
        assert at_work.ask(headers=knock("nobody", "correct horse"))[0] == 401
        assert at_work.ask(headers=knock("reception", "correct horse"))[0] == 200
        before = time.monotonic()
        for _ in range(50):
            assert at_work.ask(headers=knock("reception", "correct horse"))[0] == 200
        assert time.monotonic() - before < 2, "a right one is known again"


@pytest.mark.parametrize(
    ("proxies", "header", "status"),
    [
        (["127.0.0.1"], {"X-Remote-User": "ann"}, 200),
        (["127.0.0.1"], {"x-remote-user": "ann"}, 200),
        (["127.0.0.1"], {"X-Remote-User": " "}, 403),
        (["127.0.0.1"], {}, 403),
        (["192.0.2.1"], {"X-Remote-User": "ann"}, 403),
        (["192.0.2.1"], {"X-Remote-User": "ann", "X-Forwarded-For": "192.0.2.1"}, 403),
    ],
)
def test_a_proxy_is_believed_if_it_is_the_proxy(
    tmp_path: Path, proxies: list[str], header: dict[str, str], status: int
) -> None:
    doors = Doors(proxy_header="X-Remote-User", proxies=proxies)
    with board(NOBODY, tmp_path / "h.db", doors) as at_work:
        assert at_work.ask(headers=header)[0] == status


def test_no_more_pages_than_so_many(alone: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("station.web.board.server.MOST_PAGES", 1)
    with alone.page() as page:
        page.until(lambda p: bool(p.beat))
        assert alone.ask("/events")[0] == 503


def test_a_page_that_never_reads_costs_little(
    alone: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages_module, "GLANCE", 0.0)
    with socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)  # else Linux may take 32 MB
        deaf.connect(("127.0.0.1", alone.port))
        deaf.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{alone.port}\r\n\r\n".encode())
        with alone.page() as page:
            for today in range(1, 31):
                all_change(alone, page, today)
        deaf.settimeout(5)
        got = 0
        while (chunk := deaf.recv(1 << 20)) and b'"today":30' not in chunk[-400_000:]:
            got += len(chunk)
        # 2,000 bays 30 times over are 8 MB: it was told how things stand, not what each step was.
        assert got < 2_000_000


def all_change(board: Board, page: Listener, today: int) -> None:
    """Each of 2,000 bays becomes another, and a page has heard of it."""
    for n in range(2_000):
        bay = Bay(f"room-{n // 4}", f"bed-{n % 4}", "x" * 40, "ready", today=today)
        board.running.table.tell_bay(bay)
    board.running.pages.change()
    page.until(lambda p: p.bays.get(("room-499", "bed-3"), {}).get("today") == today)


def station(*arguments: str | Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """The command, as somebody calls it."""
    return subprocess.run(
        [sys.executable, "-m", "station", "board", *arguments],
        input=typed, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--bind", "0.0.0.0"], "others could see it"),  # noqa: S104 - refused
        (["--bind", "::"], "others could see it"),
        (["--bind", "everywhere"], "write an address of this machine"),
        (["--broker", "http://x"], "write mqtts://broker.example:8883"),
        (["--name", "not a name"], "write a host's name"),
        (["--proxy-header", "X Y"], "write it as in X-Remote-User"),
        (["--proxy-header", "X-User", "--proxy-address", "proxy"], "the proxy's IP address"),
        (["--page-passwords", "none"], "none: No such file"),
        (["--make-password", "ann"], "--make-password needs --page-passwords FILE"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_starts(arguments: list[str], says: str) -> None:
    ended = station("--no-browser", *arguments)
    assert ended.returncode == 2
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_history_that_is_somebody_elses_file(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear Ann, " * 100)
    ended = station("--no-browser", "--port", "0", "--history", tmp_path / "letter")
    assert ended.returncode == 1
    assert "move it away, or name another file" in ended.stderr
    assert (tmp_path / "letter").read_text().startswith("Dear Ann")
    ended = station("--no-browser", "--port", "0", "--history", tmp_path / "no" / "h.db")
    assert "No such file or directory: name another file" in ended.stderr
    ended = station("--no-browser", "--port", "0", "--history", tmp_path)
    assert "Is a directory: name another file" in ended.stderr


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        ended = station("--no-browser", "--port", str(other.getsockname()[1]))
    assert ended.returncode == 1
    assert "is taken: name another, as in `station board --port" in ended.stderr


def test_a_password_is_made(tmp_path: Path) -> None:
    file = tmp_path / "pages"
    made = station("--page-passwords", file, "--make-password", "ann", typed="correct horse\n")
    assert made.returncode == 0
    assert "ann may see the board" in made.stdout
    assert "correct horse" not in made.stdout + file.read_text()
    assert station("--page-passwords", file, "--make-password", "ann", typed="x\n").returncode == 2


def test_it_ends_quietly_while_pages_are_open(tmp_path: Path) -> None:
    arguments = ["--no-browser", "--port", "0", "--history", str(tmp_path / "h.db")]
    with subprocess.Popen(
        [sys.executable, "-m", "station", "board", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            complaints = interrupted(running)
        finally:
            running.kill()
    assert complaints == ""
    assert running.returncode == 0


def interrupted(running: subprocess.Popen[str]) -> str:
    """Ctrl-C while a page is open. Returns what it complained of."""
    assert running.stdout is not None
    found = re.search(r"http://127.0.0.1:(\d+)/", running.stdout.readline())
    assert found is not None
    with socket.create_connection(("127.0.0.1", int(found[1]))) as page:
        page.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{found[1]}\r\n\r\n".encode())
        assert b"200 OK" in page.recv(1000)
        running.send_signal(signal.SIGINT)
        return running.communicate(timeout=20)[1]
