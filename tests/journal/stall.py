"""Presses and alarms while the disk hangs: `python -m tests.journal.stall [seconds]`.

A whole station in real time on mock pins, its journal on a disk that hangs for 5 s again and
again, beside the same station on a healthy one: how late a press is recognised, and an alarm.
"""

import random
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from station.core.facts import Fact, FactKind
from station.core.floor import Floor
from station.core.recovery import recover
from station.core.reports import Report
from station.core.selfcheck import Checked
from station.core.stamp import Stamp
from station.engine.edges import Edges
from station.engine.runtime import Runtime
from station.hardware.clock import BootClock
from station.hardware.pins import StationPins, mock_factory
from station.journal.writer import Journal
from station.readers.configfile import load
from tests.journal.disks import HangingDisk
from tests.journal.measure import centile

CONFIG: Final = """
station: room-1
protocol: quick
bays:
""" + "".join(f"  - {{id: bed-{n}, button: {3 + n}}}\n" for n in range(1, 9))
CONFIG_END: Final = """panels: [{}]
buzzers: [{pin: 22}]
button: {guard: 0s}
journal: journal.db
"""
PROTOCOL: Final = """
protocol: quick
name: Quick
source: none, it is for measuring
contact: 1s
removal: 10s
silence_first: false
"""
"""Called, pressed, wiped: at each bed an alarm every other second."""
STALL: Final = 5.0
"""Seconds for which the disk hangs."""
PRESS: Final = 0.08
DEBOUNCE: Final = 30


@dataclass
class Lateness:
    """In milliseconds."""

    presses: list[int] = field(default_factory=list)
    """From when a release could first count."""
    alarms: list[int] = field(default_factory=list)
    """From when removal was due."""


class Notes:
    """Facts as they are told; nobody supervises."""

    def __init__(self, lateness: Lateness) -> None:
        self._lateness = lateness
        self.released: dict[str, int] = {}

    def record(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            if fact.kind is FactKind.REMOVAL_DUE:
                self._lateness.alarms.append(fact.acted - fact.at)
            elif fact.bay is not None and (up := self.released.pop(fact.bay, None)) is not None:
                self._lateness.presses.append(fact.acted - up - DEBOUNCE)

    def report(self, said: Report) -> None:
        """Not measured."""

    def checked(self, checked: Checked) -> None:
        """Not measured."""

    def attend(self, floor: Floor, now: int) -> None:
        """Not measured."""


def measured(seconds: float, *, hanging: bool) -> Lateness:
    """So many seconds of eight busy beds."""
    lateness = Lateness()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        (Path(folder) / "protocols").mkdir()
        (Path(folder) / "protocols" / "quick.yaml").write_text(PROTOCOL)
        path = Path(folder) / "station.yaml"
        path.write_text(CONFIG + CONFIG_END)
        config = load(path)
        factory, clock, notes = mock_factory(), BootClock(), Notes(lateness)
        pins = StationPins(config, factory)
        opened.callback(pins.close)
        file = HangingDisk(config.journal)
        past = file.past()
        journal = Journal(file, past, clock.now)
        opened.callback(journal.close, 2 * STALL)
        now = Stamp(clock.boot, clock.now(), clock.wall(), clock.trusted())
        floor, facts = recover(config.plan(), past, now)
        stop = threading.Event()
        edges = Edges(clock, pins, journal, notes, notes)
        runtime = Runtime(floor, facts, config.scan, edges, stopping=stop)
        threads = [threading.Thread(target=runtime.run)]
        if hanging:
            threads.append(threading.Thread(target=_hang, args=(file, stop)))
        buttons = {bay.id: factory.pin(bay.button) for bay in config.bays}
        threads += [
            threading.Thread(target=_staff, args=(name, button, clock, notes, stop))
            for name, button in buttons.items()
        ]
        for thread in threads:
            thread.start()
        stop.wait(seconds)
        stop.set()
        for thread in threads:
            thread.join()
        file.goes_on.set()
    return lateness


def _hang(file: HangingDisk, stop: threading.Event) -> None:
    while not stop.is_set():
        file.hang()
        stop.wait(STALL)
        file.goes_on.set()
        stop.wait(0.2)


def _staff(
    name: str, button: object, clock: BootClock, notes: Notes, stop: threading.Event
) -> None:
    """Press; a second later it calls; press again; and so on."""
    chance = random.Random(name)
    stop.wait(chance.random())
    while not stop.wait(0.95 + chance.random() / 5):
        button.drive_low()  # type: ignore[attr-defined]  # a mock pin of gpiozero's, without types
        stop.wait(PRESS)
        notes.released[name] = clock.now()
        button.drive_high()  # type: ignore[attr-defined]


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    healthy = measured(seconds, hanging=False)
    hung = measured(seconds, hanging=True)
    print("| late by (ms) | healthy p50 | p99 | disk hangs p50 | p99 | p99 ratio (goal 2) | of |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for what, a, b in (
        ("a press", healthy.presses, hung.presses),
        ("an alarm", healthy.alarms, hung.alarms),
    ):
        p50, p99 = (centile(a, percent) for percent in (50, 99))
        q50, q99 = (centile(b, percent) for percent in (50, 99))
        ratio = (q99 + 1) / (p99 + 1)  # whole milliseconds
        print(f"| {what} | {p50} | {p99} | {q50} | {q99} | {ratio:.2f} | {len(a)}, {len(b)} |")


if __name__ == "__main__":
    main()
