"""`station sim`: the daemon on mock pins and real time, with its panels and buttons on a page."""

import argparse
import socket
import sys
import webbrowser
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import uvicorn

from station.commands.configured import read_config
from station.config import StationConfig
from station.journal.errors import JournalHeldError, JournalRefusedError
from station.journal.lock import JournalLock
from station.machine.exitstatus import FAILED, FINE, UsageError
from station.mock.disk import MockDisk, require_journal
from station.sim.clock import SPEEDS, SimClock
from station.sim.practice import Practice
from station.web.guard import loopback_hosts
from station.web.listening import cannot_listen, listening_on
from station.web.sim.feed import Feed
from station.web.sim.server import application

CLINIC: Final = Path(__file__).parents[1] / "sim" / "clinic.yaml"
"""What there is to play with when nobody names a config."""


def command(arguments: argparse.Namespace) -> int:
    """The same daemon on mock pins and real time, on a page of this machine."""
    if arguments.speed not in SPEEDS:
        speeds = ", ".join(map(str, SPEEDS))
        raise UsageError(f"--speed {arguments.speed}: write one of {speeds}")
    return simulate(
        read_config(arguments.config or CLINIC, shows=True),
        speed=arguments.speed,
        port=arguments.port,
        browser=arguments.browser,
        journal=arguments.journal,
    )


def simulate(
    config: StationConfig, *, speed: int, port: int, browser: bool, journal: Path | None
) -> int:
    """Serve the page on loopback until told to stop. Returns the exit status.

    `journal` is kept, and gone on with; else there is one only for as long as this lasts. `port` 0
    is any that is free. Raises UsageError.
    """
    with ExitStack() as opened:
        try:
            listening = opened.enter_context(listening_on("127.0.0.1", port))
        except OSError as error:
            print(f"station: {cannot_listen('sim', port, error)}", file=sys.stderr)
            return FAILED
        try:
            if journal is not None:
                require_journal(journal)
            if journal is None:
                journal = Path(opened.enter_context(TemporaryDirectory())) / "journal.db"
            else:
                opened.callback(JournalLock(journal).close)
        except JournalHeldError as held:
            print(f"station: {held}", file=sys.stderr)
            return FAILED
        except JournalRefusedError as refused:
            raise UsageError(str(refused)) from None
        _serve(config, listening, MockDisk(journal), SimClock(speed), opened, browser=browser)
    return FINE


def _serve(
    config: StationConfig,
    listening: socket.socket,
    disk: MockDisk,
    clock: SimClock,
    opened: ExitStack,
    *,
    browser: bool,
) -> None:
    feed = Feed()
    practice = Practice(config, disk, clock, feed)
    practice.start()
    opened.callback(practice.close)
    port = listening.getsockname()[1]
    url = f"http://127.0.0.1:{port}/"
    with suppress(KeyboardInterrupt):  # uvicorn passes it on once all is shut
        print(f"{config.station} on {url}  (Ctrl-C ends it)", flush=True)
        if browser:
            webbrowser.open(url)
        server(practice, feed, port).run(sockets=[listening])


def server(practice: Practice, feed: Feed, port: int) -> uvicorn.Server:
    """What serves the page to browsers of this machine that call it by this port."""
    config = uvicorn.Config(
        application(practice, feed, loopback_hosts(port)),
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    return _Server(config, feed)


class _Server(uvicorn.Server):
    """One that ends though pages listen for ever: it tells them that nothing more will come."""

    def __init__(self, config: uvicorn.Config, feed: Feed) -> None:
        super().__init__(config)
        self._feed = feed

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the pages' streams, then everything else."""
        self._feed.end()
        await super().shutdown(sockets)
