"""Every sound of a visit on the pins of both kinds of buzzer, edge by edge, on two backends.

The whole station in virtual time, but for its panels; the numbers are those of section 3, by hand.
"""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from station.core.duration import MINUTE, SECOND
from station.core.facts import Fact
from station.core.floor import Floor
from station.core.outputs import PinLevels
from station.core.past import Past
from station.core.recovery import recover
from station.core.reports import JournalReport, PinReport, Report
from station.core.selfcheck import Checked
from station.core.stamp import Row, Stamp
from station.engine.edges import Edges
from station.engine.runtime import Runtime
from station.hardware.pins import StationPins
from station.readers.configfile import load
from station.replay.world import NEVER, World
from tests.hardware.wires import MockWires, Wires
from tests.replay.scenes import scene

ACTIVE, PASSIVE, BUTTON = 22, 23, 17
CONFIG = """
station: room-1
bays: [{{id: bed-1, button: 17}}]
panels: [{{}}]
buzzers: [{{pin: 22}}, {{pin: 23, kind: passive, frequency: {frequency}}}]
"""
VISIT = """
{at: "0:05", press: bed-1}
{at: "1:00", press: bed-1}
{at: "2:40", press: bed-1}
{at: "20:20", press: bed-1}
{at: "22:26", press: bed-1}
{at: "23:36", press: bed-1}
{at: "23:50", press: bed-1}
{at: "1:24:10", hold: bed-1}
"""
LOST, MENDED = 2 * MINUTE, 3 * MINUTE
"""The journal's disk is full between these."""
DUE, OVER, BACK = 1205 * SECOND, 1325 * SECOND, 1406 * SECOND
"""20 and 22 min after 0:05, and 60 s after the press at 22:26."""
ENDING, NUMB_OVER = 4430 * SECOND, 5030 * SECOND
"""50 and 60 min after 23:50."""
BURST = (0, 250, 500, 1000, 1250, 1900, 2150, 2400, 2900, 3150)
PULSES = [
    (0, 200),  # the station starts
    (5_030, 30),  # the button's down counts
    *[(5_180, 100), (5_380, 100)],  # applied
    *[(60_030, 30), (60_180, 400)],  # refused: cream is on
    *[(LOST, 200), (LOST + 400, 200), (LOST + 30_600, 200), (LOST + 31_000, 200)],
    *[(160_030, 30), (160_180, 400)],  # the press in contact that silences it
    (1_145_000, 200),  # removal soon
    *[(DUE + burst + at, 200) for burst in (0, 6_000, 12_000) for at in (0, 400, 800)],
    *[(1_220_030, 30), (1_220_180, 100)],  # silenced
    *[(OVER + burst + at, 150) for burst in (0, 5_800, 11_600, 17_400) for at in BURST],
    *[(1_346_030, 30), (1_346_180, 100)],  # silenced
    *[(BACK + burst + at, 150) for burst in (0, 5_800) for at in BURST],
    *[(1_416_030, 30), (1_416_180, 100)],  # silenced
    *[(1_430_030, 30), (1_430_180, 100)],  # removed
    (ENDING, 200),
    *[(NUMB_OVER, 200), (NUMB_OVER + 400, 200)],
    *[(5_050_030, 30), (5_052_000, 30), (5_053_030, 100)],  # a hold: the next client
]
"""(begin, length) of all that is heard, in ms."""


class Finger:
    """What pushes a button on either backend."""

    def __init__(self, wires: Wires) -> None:
        self._wires = wires

    def drive_low(self) -> None:
        self._wires.push(BUTTON)

    def drive_high(self) -> None:
        self._wires.let_go(BUTTON)


class Ears:
    """The pins, and what is on the wires of the buzzers after each thing that is done to them."""

    def __init__(self, pins: StationPins, wires: Wires, world: World) -> None:
        self._pins = pins
        self._wires = wires
        self._world = world
        self.active: list[tuple[int, bool]] = []
        self.passive: list[tuple[int, tuple[float, float] | None]] = []
        """(instant, what is on the wire) of every change."""
        self._listen()

    def levels(self) -> Sequence[bool | None]:
        return self._pins.levels()

    def drive(self, levels: PinLevels) -> None:
        self._pins.drive(levels)
        self._listen()

    def astray(self) -> Sequence[PinReport]:
        return self._pins.astray()

    def rest(self) -> None:
        self._pins.rest()
        self._listen()

    def reports(self) -> Sequence[Report]:
        return self._pins.reports()

    def _listen(self) -> None:
        now, lit, tone = self._world.now(), self._wires.lit(ACTIVE), self._wires.tone(PASSIVE)
        if not self.active or self.active[-1][1] is not lit:
            self.active.append((now, lit))
        if not self.passive or self.passive[-1][1] != tone:
            self.passive.append((now, tone))


class Disk:
    """A journal that says when its disk is full."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._words = [(LOST, JournalReport("full")), (MENDED, JournalReport(None))]

    def write(self, rows: Sequence[Row]) -> None:
        """Nothing of it is looked at."""

    def reports(self) -> Sequence[Report]:
        said = []
        while self._words and self._words[0][0] <= self._world.now():
            said.append(self._words.pop(0)[1])
        return said

    def next(self) -> int:
        return self._words[0][0] if self._words else NEVER


class Nobody:
    def attend(self, floor: Floor, now: int) -> None:
        """Nobody watches."""

    def record(self, facts: Sequence[Fact]) -> None:
        """Nobody is told."""

    def report(self, said: Report) -> None:
        """Nobody is told."""

    def checked(self, checked: Checked) -> None:
        """Nobody is told."""


def visit(folder: Path, wires: Wires, frequency: int) -> Ears:
    """Play the visit."""
    config = CONFIG.format(frequency=frequency)
    scenario = scene(folder, VISIT, end="1:25:00", config=config)
    world = World(scenario)
    with closing(StationPins(scenario.config, wires.factory, world.now)) as pins:
        ears, disk = Ears(pins, wires, world), Disk(world)
        world.wire([Finger(wires)])
        world.restless = disk.next
        now = Stamp(world.boot, world.now(), world.wall(), world.trusted())
        floor, facts = recover(scenario.config.plan(), Past(), now)
        edges = Edges(world, ears, disk, Nobody(), Nobody())
        runtime = Runtime(floor, facts, scenario.config.scan, edges)
        world.on_end = runtime.stop
        world.begin()
        runtime.run()
    return ears


EDGES = [edge for begin, length in PULSES for edge in (begin, begin + length)]


@pytest.mark.meets("SND-1", "SND-4")
@pytest.mark.parametrize("frequency", [150, 1000])
def test_every_sound_of_a_visit_is_on_the_pins_as_section_3_has_it(
    tmp_path: Path, wires: Wires, frequency: int
) -> None:
    ears = visit(tmp_path, wires, frequency)
    silence, tone = (frequency, 0), (frequency, 0.5)
    changes = [(at, n % 2 == 0) for n, at in enumerate(EDGES)]
    assert ears.active == [(0, False), *changes]  # silent from the start
    assert ears.passive == [(0, silence), *((at, tone if on else silence) for at, on in changes)]


@pytest.mark.meets("FLT-20")
def test_a_line_that_a_kill_left_high_is_low_once_it_is_opened_or_put_out(tmp_path: Path) -> None:
    path = tmp_path / "station.yaml"
    path.write_text(CONFIG.format(frequency=440))
    wires = MockWires()
    for pin in (ACTIVE, PASSIVE):
        wires.factory.pin(pin)._state = 1.0  # as the kernel keeps it
    with closing(StationPins(load(path), wires.factory)):  # all that `station off` does
        assert not wires.lit(ACTIVE)
        assert wires.tone(PASSIVE) == (440, 0)
    assert [wires.factory.pin(pin).state for pin in (ACTIVE, PASSIVE)] == [0, 0]
    assert [wires.factory.pin(pin).function for pin in (ACTIVE, PASSIVE)] == ["input"] * 2
