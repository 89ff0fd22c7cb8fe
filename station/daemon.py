"""`station run`: a station on this machine's pins, from its first breath to its last word."""

import os
import signal
import sys
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final

from station import __version__
from station.config import BrokerConfig, StationConfig
from station.core.change import replace
from station.core.floor import Floor
from station.core.past import Past
from station.core.recovery import recovered
from station.core.stamp import Stamp
from station.core.status import absent_status
from station.engine.edges import Edges
from station.engine.runtime import Runtime
from station.engine.several import SeveralRecords, SeveralWatches
from station.engine.supervision import Supervision
from station.hardware.clock import BootClock
from station.hardware.holder import PinHeldError
from station.hardware.panels import StationPanels, kernel_buses, mock_buses
from station.hardware.pins import PinsRefusedError, is_mock, open_pins
from station.journal.errors import JournalHeldError, JournalRefusedError
from station.journal.file import JournalFile
from station.journal.lock import JournalLock
from station.journal.writer import Journal
from station.log import FactLog, Priority
from station.machine.exitstatus import FAILED, FINE, REFUSED
from station.machine.news import News
from station.machine.pace import keep_pace
from station.systemd import Notifier

PARTING: Final = 1.0
"""Seconds that the journal may take to write what is left when the station stops."""


def run_station(config: StationConfig) -> int:
    """Work until a signal says to stop. Returns the exit status."""
    stopping = threading.Event()
    try:
        with ExitStack() as opened:  # closed in reverse, whatever happens
            log = _log(opened)
            _listen(stopping, log)
            _run(config, stopping, log, opened)
    except (PinHeldError, PinsRefusedError, JournalHeldError) as busy:
        print(f"station: {busy}", file=sys.stderr)
        return FAILED
    except JournalRefusedError as refused:
        print(f"station: {refused}", file=sys.stderr)
        return REFUSED
    return FINE


def _run(config: StationConfig, stopping: threading.Event, log: FactLog, opened: ExitStack) -> None:
    clock = BootClock(config.clock)
    # Whoever refuses goes before the pins: a station that works must not see them change.
    claim = JournalLock(config.journal)
    opened.callback(claim.close)
    file = JournalFile(config.journal)
    past = file.past()
    pins, factory = open_pins(config, opened)
    if is_mock(factory):
        log.say("mock pins and panels: nothing is wired to this machine")
    plan = config.plan()
    news = News()
    journal = Journal(file, past, clock.now, news)
    opened.callback(_close_journal, journal, log)
    buses = mock_buses if is_mock(factory) else kernel_buses
    panels = StationPanels(config.panels, buses(config.panels), news)
    opened.callback(panels.close)
    notifier = Notifier()
    opened.callback(notifier.close)
    watch = Supervision(notifier, [panels.progress, lambda: journal.progress(clock.now())])
    now = Stamp(clock.boot, clock.now(), clock.wall(), clock.trusted())
    floor, facts, senseless = recovered(plan, past, now)
    if senseless is not None:
        import traceback  # noqa: PLC0415 - no start that goes well needs it

        why = "".join(traceback.format_exception(senseless))
        log.say(f"the past cannot be made sense of: {why}", Priority.WARNING)
    _tell_what_is_odd(past, floor, config.journal, log)
    for gone in floor.absent:
        cure = "wipe it in time, or put the bay back into the config and start again"
        log.say(f"{absent_status(gone, now.instant)}: {cure}", Priority.WARNING)
    edges = Edges(clock, pins, journal, log, SeveralWatches(watch, log), panels, news)
    if config.broker is not None:
        edges = _linked(edges, config, config.broker, log, opened)
    engine = Runtime(floor, facts, config.scan, edges, stopping=stopping)
    keep_pace()
    engine.run()
    notifier.stopping("stopped")


def _linked(
    edges: Edges, config: StationConfig, broker: BrokerConfig, log: FactLog, opened: ExitStack
) -> Edges:
    """The clinic is told as well, if it can be: a station works without."""
    try:
        from station.fleet.link import Link  # noqa: PLC0415 - for whoever has a broker and paho
    except ModuleNotFoundError as missing:
        cure = "in the station's checkout: pip install '.[mqtt]'"  # the index's is another one
        log.say(f"mqtt: {missing.name} is not installed; {cure}", Priority.WARNING)
        return edges

    def say(words: str) -> None:
        log.say(words, Priority.NOTICE)

    link = Link(config, broker, edges.clock, say, __version__)
    opened.callback(link.close)
    return replace(
        edges,
        record=SeveralRecords(edges.record, link),
        watch=SeveralWatches(edges.watch, link),
    )


def _close_journal(journal: Journal, log: FactLog) -> None:
    if not journal.close(PARTING):
        words = "not all that happened could be saved: look at each bay after the next start"
        log.say(words, Priority.WARNING)


def _log(opened: ExitStack, environment: Mapping[str, str] = os.environ) -> FactLog:
    write = partial(os.write, sys.stdout.fileno())
    log = FactLog(write, priorities=_is_the_journal(sys.stdout.fileno(), environment))
    opened.callback(log.close)
    return log


def _is_the_journal(stream: int, environment: Mapping[str, str]) -> bool:
    """Whether systemd's journal reads it (systemd.exec(5), JOURNAL_STREAM)."""
    found = os.fstat(stream)
    return environment.get("JOURNAL_STREAM") == f"{found.st_dev}:{found.st_ino}"


def _listen(stopping: threading.Event, log: FactLog) -> None:
    for name in ("SIGTERM", "SIGINT"):
        signal.signal(getattr(signal, name), lambda _number, _frame: stopping.set())
    if hasattr(signal, "SIGHUP"):  # Windows has none
        words = "SIGHUP: the config is read at the start only: to change it, restart the station"
        signal.signal(signal.SIGHUP, lambda _number, _frame: log.say(words))


def _tell_what_is_odd(past: Past, floor: Floor, path: Path, log: FactLog) -> None:
    """What the journal says and the station cannot show."""
    if floor.asking:
        cure = "press the button of a bay that asks if cream is on, hold it if there is none"
        log.say(f"{path}: not all of it could be read: {cure}", Priority.WARNING)
    if past.strange:
        log.say(
            f"{path}: {past.strange} of its facts cannot have happened, and were left out",
            Priority.WARNING,
        )
