"""A whole station on wired mock pins, in a process of its own, for measuring its outputs.

All of `station run` but its claim on the pins: these disturb no other station on the machine.
"""

import os
import sys
from functools import partial
from pathlib import Path

from station.configfile import load
from station.core.recovery import recover
from station.core.stamp import Stamp
from station.edges import Edges
from station.hardware.clock import BootClock
from station.hardware.panels import StationPanels, mock_buses
from station.hardware.pins import StationPins
from station.journal.file import JournalFile
from station.journal.writer import Journal
from station.log import FactLog
from station.runtime import Runtime
from station.supervision import Supervision
from station.systemd import Notifier
from tests.soak.factory import WiredFactory


def ring(path: Path) -> None:
    """Work until killed."""
    config = load(path)
    clock = BootClock(config.clock)
    file = JournalFile(config.journal)
    past = file.past()
    pins = StationPins(config, WiredFactory())
    journal = Journal(file, past, clock.now)
    panels = StationPanels(config.panels, mock_buses(config.panels))
    log = FactLog(partial(os.write, sys.stdout.fileno()))
    watch = Supervision(Notifier(), [panels.progress, lambda: journal.progress(clock.now())])
    now = Stamp(clock.boot, clock.now(), clock.wall(), clock.trusted())
    floor, facts = recover(config.plan(), past, now)
    Runtime(floor, facts, config.scan, Edges(clock, pins, journal, log, watch, panels)).run()


if __name__ == "__main__":
    ring(Path(sys.argv[1]))
