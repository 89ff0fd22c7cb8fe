"""A whole station with something to break in it: real edges in virtual time."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from station.core.duration import SECOND
from station.core.facts import Fact, FactKind
from station.core.recovery import recover
from station.core.reports import PinReport, Report
from station.core.screen import Screen
from station.core.stamp import Stamp
from station.engine.edges import Edges
from station.engine.runtime import Runtime
from station.hardware.pins import StationPins
from station.journal.file import JournalFile
from station.journal.writer import JournalAtOnce
from station.mock.tape import Edge, Event, Picture, Tape, TapedPanels
from station.mock.wall import Wall
from station.replay.panels import ReplayPanels
from station.replay.scenario import Plug, Scenario
from station.replay.world import NEVER, World
from tests.hardware.breaking import BreakingFactory
from tests.replay.scenes import scene

CONFIG = """
station: room-1
bays:
  - {id: bed-1, label: Bed 1, button: 17, lamp: 27}
  - {id: bed-2, label: Bed 2, button: 5, lamp: 6}
panels:
  - {bays: [bed-1]}
  - {address: 0x3D, bays: [bed-2]}
buzzers:
  - {pin: 22, bays: [bed-1, bed-2]}
  - {pin: 23, bays: [bed-2]}
"""
BEGIN, END = "10:00", "29:00"
"""The fault lasts from the first until the second; panel 0's plug is the cue for both, and panel
1's for those that cost real time: every attempt waits for a lock."""
AFTERNOON = f"""
{{at: "0:05", press: bed-1}}
{{at: "5:00", press: bed-2}}
{{at: "{BEGIN}", panel: 0, state: unplugged}}
{{at: "10:20", panel: 1, state: plugged}}
{{at: "20:10", press: bed-1}}
{{at: "20:30", press: bed-1}}
{{at: "27:20", press: bed-2}}
{{at: "27:40", press: bed-2}}
{{at: "{END}", panel: 0, state: plugged}}
"""
ALARMS = [(1205 * SECOND, 1210 * SECOND), (1500 * SECOND, 1640 * SECOND)]
"""From bed 1's removal to its silence, and from bed 2's removal, through overdue, to its own."""


@dataclass
class Rig:
    """A whole station with something to break in it."""

    scenario: Scenario
    folder: Path
    world: World = field(init=False)
    pins: BreakingFactory = field(init=False)
    wall: Wall = field(init=False)
    events: list[tuple[int, Event]] = field(default_factory=list)
    broken: bool = False
    soon: ExitStack = field(default_factory=ExitStack)

    @property
    def journal(self) -> Path:
        return self.folder / "journal.db"

    def tell(self, now: int, events: Sequence[Event]) -> None:
        self.events += [(now, event) for event in events]

    def facts(self) -> list[Fact]:
        return [event for _, event in self.events if isinstance(event, Fact)]

    def kinds(self) -> list[FactKind]:
        return [fact.kind for fact in self.facts()]

    def of_beds(self) -> list[Fact]:
        return [fact for fact in self.facts() if fact.bay is not None]

    def alarms(self, pin: int = 22) -> list[tuple[int, int]]:
        """When a pin changed while an alarm sounded."""
        return [
            (at, event.level)
            for at, event in self.events
            if isinstance(event, Edge) and event.pin == pin
            if any(begin <= at < end for begin, end in ALARMS)
        ]

    def texts(self, panel: int) -> list[tuple[int, tuple[str, ...]]]:
        return [
            (at, event.screen.text)
            for at, event in self.events
            if isinstance(event, Picture) and event.panel == panel
        ]

    def screens(self, panel: int) -> list[tuple[int, Screen]]:
        return [
            (at, event.screen)
            for at, event in self.events
            if isinstance(event, Picture) and event.panel == panel
        ]


Fault = Callable[[Rig, ExitStack], None]
"""Breaks something; mended when the stack is closed."""


class _Levels:
    """What really is at the outputs, whatever the station believes."""

    def __init__(self, rig: Rig, pins: StationPins, tape: Tape) -> None:
        self._rig = rig
        self._pins = pins
        self._tape = tape
        self._before = dict.fromkeys((22, 23, 27, 6), 0)

    def levels(self) -> Sequence[bool | None]:
        return self._pins.levels()

    def drive(self, levels: Any) -> None:
        self._pins.drive(levels)
        self._look()

    def astray(self) -> Sequence[PinReport]:
        return self._pins.astray()

    def rest(self) -> None:
        self._pins.rest()
        self._look()

    def reports(self) -> Sequence[Report]:
        said = self._pins.reports()
        self._look()
        return said

    def _look(self) -> None:
        for pin, before in self._before.items():
            level = int(self._rig.pins.pin(pin)._state)
            if level != before:
                self._before[pin] = level
                self._tape.edge(Edge(pin, level))


def _no_answer() -> Exception:
    return OSError(5, "Input/output error")


def afternoon(folder: Path, fault: Fault | None = None, *, shut: Sequence[int] = ()) -> Rig:
    """The two beds' afternoon, with something broken in the middle of it.

    `shut`: pins that cannot be opened from the start until BEGIN.
    """
    rig = Rig(scene(folder, AFTERNOON, end="30:00", config=CONFIG), folder)
    rig.world, rig.pins = World(rig.scenario), BreakingFactory()
    rig.wall = Wall(rig.scenario.config.panels)
    rig.pins.shut.update(dict.fromkeys(shut, _no_answer))
    rig.broken = bool(shut)
    tape = Tape(rig.world.time, rig)
    with ExitStack() as opened:
        pins = StationPins(rig.scenario.config, rig.pins, rig.world.now)
        opened.callback(pins.close)
        file = JournalFile(rig.journal)
        opened.callback(file.close)
        past = file.past()
        journal = JournalAtOnce(file, past, rig.world.now)
        panels = ReplayPanels(rig.wall, rig.world.time, pluggable=True)
        broken = opened.enter_context(ExitStack())
        broken.callback(rig.pins.shut.clear)

        def cue(plug: Plug) -> None:
            if plug.panel == 1:
                rig.soon.close()
                return
            rig.broken = not plug.plugged
            if fault is not None and not plug.plugged:
                fault(rig, broken)
            else:
                broken.close()

        rig.world.on_plug = cue
        rig.world.wire([rig.pins.pin(bay.button) for bay in rig.scenario.config.bays])
        rig.world.restless = lambda: min(
            panels.restless(),
            NEVER if journal.due is None else journal.due,
            rig.world.now() // 100 * 100 + 100 if rig.broken else NEVER,
        )
        now = Stamp(rig.world.boot, 0, rig.world.wall(), rig.world.trusted())
        floor, facts = recover(rig.scenario.config.plan(), past, now)
        edges = Edges(
            rig.world, _Levels(rig, pins, tape), journal, tape, _Nobody(), TapedPanels(panels, tape)
        )
        runtime = Runtime(floor, facts, 10, edges)
        rig.world.on_end = runtime.stop
        rig.world.begin()
        runtime.run()
        tape.close()
    rig.pins.close()
    return rig


class _Nobody:
    def attend(self, floor: object, now: int) -> None:
        """Nothing."""
