"""The simulator's server at work, and somebody who asks it without a browser."""

import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from station.commands.sim import CLINIC, server
from station.mock.disk import MockDisk
from station.readers.configfile import load
from station.sim.clock import SimClock
from station.sim.practice import Practice
from station.sim.stage import Stage
from station.web.sim.feed import Feed

PATIENCE = 20.0


@dataclass
class Serving:
    """A server on loopback, and what is behind it."""

    port: int
    practice: Practice
    feed: Feed

    @property
    def stage(self) -> Stage:
        """The one that is on show."""
        return self.practice.stage

    @property
    def url(self) -> str:
        """Where its page is."""
        return f"http://127.0.0.1:{self.port}/"

    def ask(
        self,
        method: str = "GET",
        path: str = "/",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, str, Mapping[str, str]]:
        """Status, text and headers of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), dict(answer.getheaders())
        finally:
            connection.close()

    def order(self, **wanted: object) -> tuple[int, str]:
        """Ask for something as its own page does."""
        headers = {"Origin": self.url.rstrip("/"), "Content-Type": "application/json"}
        return self.ask("POST", "/do", json.dumps(wanted).encode(), headers)[:2]

    @contextmanager
    def listening(self, page: str = "test") -> Iterator[Callable[[str], Any]]:
        """A page that is open: gives a function that reads on until a message of a type."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", f"/events?page={page}")
        answer = connection.getresponse()

        def following(kind: str) -> Any:
            while line := answer.readline():
                if line.startswith(b"data: "):
                    message = json.loads(line.removeprefix(b"data: "))
                    if message["type"] == kind:
                        return message
            raise AssertionError(f"it ended before any {kind}")

        try:
            yield following
        finally:
            answer.close()
            connection.close()


@contextmanager
def serving(folder: Path, config: Path = CLINIC, speed: int = 1) -> Iterator[Serving]:
    """A simulation that goes on meanwhile."""
    feed = Feed()
    practice = Practice(load(config), MockDisk(folder / "journal.db"), SimClock(speed), feed)
    practice.start()
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    at_work = server(practice, feed, port)
    thread = threading.Thread(target=at_work.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield Serving(port, practice, feed)
    finally:
        at_work.should_exit = True
        thread.join()
        practice.close()
        listening.close()
