"""What the station tells systemd: that it has started, how it does, that it lives, that it stops.

The protocol is a few words in one datagram, and has been stable for ten years. No library: those
on the index are unmaintained, or need a compiler and systemd's headers.
"""

import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from station.machine.pace import giving_way

MOST_STATUS: Final = 500
"""Characters of a status; systemd shows it in one line."""


class Notifier:
    """One process's words to systemd. Nobody listens: it does nothing.

    No method raises or waits: timers must not depend on who reads. What cannot be said now is
    said with the next word. For one thread.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self.watchdog: Final = _watchdog(environment)
        """At most so many milliseconds from one `feed` to the next; None: nobody waits for any."""
        self._address = _address(environment.get("NOTIFY_SOCKET", ""))
        self._unsaid: dict[str, str] = {}
        self._status = ""
        self._socket: socket.socket | None = None
        if self._address is not None:
            with suppress(OSError):  # no file descriptors left: the pins matter more
                self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                self._socket.settimeout(0)

    def ready(self, status: str) -> None:
        """The station has started: pins are safe, timers run. `status` as below."""
        self._tell(READY="1", STATUS=_one_line(status))

    def status(self, text: str) -> None:
        """What `systemctl status` shows, in a line. Sent only if it changed."""
        if _one_line(text) != self._status:
            self._tell(STATUS=_one_line(text))

    def feed(self) -> None:
        """The station lives. Without one in WatchdogSec, systemd kills it and starts it again."""
        self._tell(WATCHDOG="1")

    def stopping(self, status: str) -> None:
        """The station has begun to stop, of its own or because it was asked to."""
        self._tell(STOPPING="1", STATUS=_one_line(status))

    def close(self) -> None:
        """Say nothing any more."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _tell(self, **words: str) -> None:
        self._status = words.get("STATUS", self._status)
        self._unsaid |= words
        if self._socket is None or self._address is None:
            return
        message = "\n".join(f"{word}={value}" for word, value in self._unsaid.items())
        try:
            with giving_way():
                self._socket.sendto(message.encode(errors="replace"), self._address)
        except OSError:
            return  # full or gone: with the next word, then
        self._unsaid.clear()


def _address(name: str) -> str | None:
    """The address of a NOTIFY_SOCKET: a path, or an abstract name, written with an @."""
    if not hasattr(socket, "AF_UNIX") or "\0" in name:
        return None
    if name.startswith("@"):
        return "\0" + name[1:]
    return name if name.startswith("/") else None


def _watchdog(environment: Mapping[str, str]) -> int | None:
    """Half of what systemd allows, so that one late feed does no harm."""
    try:
        allowed = int(environment.get("WATCHDOG_USEC", ""))
        asked = int(environment.get("WATCHDOG_PID", os.getpid()))
    except ValueError:
        return None
    return max(allowed // 2000, 1) if allowed > 0 and asked == os.getpid() else None


def _one_line(status: str) -> str:
    return " ".join(status.splitlines())[:MOST_STATUS]
