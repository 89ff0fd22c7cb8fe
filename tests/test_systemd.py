"""What the station tells systemd, heard on a real socket."""

import os
import secrets
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.systemd import MOST_STATUS, Notifier

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no systemd on Windows")


class Listener:
    """Stands where systemd does."""

    def __init__(self, address: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(address)
        self.socket.setblocking(False)

    def heard(self) -> list[str]:
        """Every datagram since the last time."""
        heard = []
        while True:
            try:
                heard.append(self.socket.recv(65536).decode())
            except BlockingIOError:
                return heard


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "notify")


@pytest.fixture
def systemd(path: str) -> Iterator[Listener]:
    listener = Listener(path)
    yield listener
    listener.socket.close()


@pytest.fixture
def notifier(path: str, systemd: Listener) -> Iterator[Notifier]:
    assert systemd.heard() == []
    notifier = Notifier({"NOTIFY_SOCKET": path})
    yield notifier
    notifier.close()


def test_a_visit_from_start_to_stop(systemd: Listener, notifier: Notifier) -> None:
    notifier.ready("bed-1 ready")
    notifier.feed()
    notifier.status("bed-1 in contact")
    notifier.stopping("stopping with cream on bed-1")
    assert systemd.heard() == [
        "READY=1\nSTATUS=bed-1 ready",
        "WATCHDOG=1",
        "STATUS=bed-1 in contact",
        "STOPPING=1\nSTATUS=stopping with cream on bed-1",
    ]


def test_a_status_is_sent_only_if_it_changed(systemd: Listener, notifier: Notifier) -> None:
    notifier.ready("ready")
    for text in ("ready", "numb", "numb", "ready"):
        notifier.status(text)
    assert systemd.heard() == ["READY=1\nSTATUS=ready", "STATUS=numb", "STATUS=ready"]


def test_a_status_is_one_line_and_cannot_say_anything_else(
    systemd: Listener, notifier: Notifier
) -> None:
    notifier.status("bed-1\nREADY=1\r\nbed-2")
    notifier.status("x" * 10_000)
    assert systemd.heard() == ["STATUS=bed-1 READY=1 bed-2", "STATUS=" + MOST_STATUS * "x"]


def test_half_a_character_does_no_harm(systemd: Listener, notifier: Notifier) -> None:
    notifier.status("Bett \udcff")
    assert systemd.heard() == ["STATUS=Bett ?"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has abstract sockets")
def test_an_abstract_socket() -> None:
    name = f"station.test.{secrets.token_hex(8)}"
    systemd = Listener("\0" + name)
    notifier = Notifier({"NOTIFY_SOCKET": "@" + name})
    notifier.feed()
    assert systemd.heard() == ["WATCHDOG=1"]
    notifier.close()
    systemd.socket.close()


@pytest.mark.parametrize("name", ["", "vsock:2:1234", "notify", "/nowhere/at/all", "@\0", "/\0"])
def test_with_nobody_to_tell_it_does_nothing(name: str) -> None:
    notifier = Notifier({"NOTIFY_SOCKET": name})
    notifier.ready("ready")
    notifier.feed()
    notifier.stopping("stopping")
    notifier.close()


def test_without_systemd_it_does_nothing() -> None:
    notifier = Notifier({})
    notifier.ready("ready")
    notifier.status("numb")
    notifier.close()
    assert notifier.watchdog is None


def test_the_process_own_environment_is_what_counts_by_default() -> None:
    Notifier().close()


def test_a_full_socket_is_not_waited_for_and_what_matters_is_said_later(
    systemd: Listener, notifier: Notifier
) -> None:
    for _ in range(5000):
        notifier.feed()
    notifier.status("bed-1 in contact")
    notifier.ready("bed-1 in removal")
    assert set(systemd.heard()) == {"WATCHDOG=1"}
    notifier.feed()
    assert systemd.heard() == ["WATCHDOG=1\nSTATUS=bed-1 in removal\nREADY=1"]
    notifier.feed()
    assert systemd.heard() == ["WATCHDOG=1"]


def test_a_socket_that_vanished_is_told_again_once_it_is_back(
    path: str, systemd: Listener, notifier: Notifier
) -> None:
    Path(path).unlink()
    notifier.ready("ready")
    back = Listener(path)
    notifier.feed()
    assert back.heard() == ["READY=1\nSTATUS=ready\nWATCHDOG=1"]
    assert systemd.heard() == []
    back.socket.close()


def test_after_closing_nothing_is_said(systemd: Listener, notifier: Notifier) -> None:
    notifier.close()
    notifier.close()
    notifier.feed()
    assert systemd.heard() == []


@pytest.mark.parametrize(
    ("microseconds", "milliseconds"), [("10000000", 5000), ("3000", 1), ("1", 1), ("2500000", 1250)]
)
def test_it_is_fed_twice_as_often_as_systemd_asks(microseconds: str, milliseconds: int) -> None:
    assert Notifier({"WATCHDOG_USEC": microseconds}).watchdog == milliseconds


@pytest.mark.parametrize("microseconds", ["", "0", "-5", "ten", "1.5"])
def test_no_sensible_watchdog_is_none(microseconds: str) -> None:
    assert Notifier({"WATCHDOG_USEC": microseconds}).watchdog is None


@pytest.mark.parametrize(
    ("pid", "milliseconds"), [(os.getpid(), 5000), (os.getppid(), None), ("me", None)]
)
def test_only_the_watchdog_of_this_process_counts(pid: int | str, milliseconds: int | None) -> None:
    environment = {"WATCHDOG_USEC": "10000000", "WATCHDOG_PID": str(pid)}
    assert Notifier(environment).watchdog == milliseconds
