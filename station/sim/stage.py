"""A station on mock pins that people play with: it can be killed, and lose its power.

The station is `run`'s own: only its clock, its pins, its buses and its disk are others.
"""

import threading
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Final, Literal, TypeAlias

from PIL import Image

from station.config import StationConfig
from station.core.floor import Floor
from station.core.recovery import recover
from station.core.stamp import Stamp
from station.engine.edges import Edges
from station.engine.runtime import Runtime
from station.hardware.panels import StationPanels
from station.hardware.pins import StationPins, mock_factory
from station.journal.writer import Journal
from station.machine.news import News
from station.mock.death import Killed, ProcessDied
from station.mock.disk import DiskState, MockDisk
from station.mock.tape import Tape, TapedPanels, TapedPins, Teller
from station.mock.wall import Wall
from station.sim.clock import SimClock

PARTING: Final = 1.0
"""Seconds that the journal may take to write what is left when a process dies."""
Life: TypeAlias = Literal["works", "dark", "ended", "failed"]


class PowerLost(ProcessDied):
    """It starts again once the power is back."""


class Stage:
    """A station at work in a thread of its own, and all that can be done to it."""

    def __init__(
        self,
        config: StationConfig,
        disk: MockDisk,
        clock: SimClock,
        teller: Teller,
        living: Callable[[Life], None],
    ) -> None:
        """`teller` is told what happens, in the station's thread; `living`, how it is."""
        self.config = config
        self.clock = clock
        self.wall = Wall(config.panels)
        self.down = [False for _ in config.bays]
        """Which buttons are held down."""
        self.life: Life = "works"
        self.failure = ""
        """Why it failed, if it did."""
        self._disk = disk
        self._tape = Tape(clock.time, teller, lambda: clock.booted)
        self._living = living
        self._lock = threading.Lock()
        self._buttons: list[Any] = []
        self._power = threading.Event()
        self._power.set()
        self._runtime: Runtime | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._live, name="station", daemon=True)

    # What people do

    def start(self) -> None:
        """Switch it on."""
        self._thread.start()

    def close(self) -> None:
        """Stop it for good, and wait until it has."""
        self._closing = True
        self._power.set()
        if self._runtime is not None:
            self._runtime.stop()
        self.clock.set_speed(1)  # it may be asleep
        self.clock.stand_still(still=False)
        self._thread.join()

    def press(self, bay: int, *, down: bool) -> None:
        """Put a finger on a bay's button, or take it away.

        `bay` counts from 0 in the config's order. Raises IndexError if there is none.
        """
        with self._lock:
            if self.down[bay] is down:
                return
            self.down[bay] = down
            self._level(bay)
        self.clock.touch(down=down)

    def kill(self) -> None:
        """The process dies, and starts again at once."""
        if self.life == "works":
            self.clock.die(Killed())

    def cut_power(self) -> None:
        """Nothing works until the power is back."""
        if self.life == "works":
            self._power.clear()
            self.clock.die(PowerLost())

    def restore_power(self, *, trusted: bool) -> None:
        """It starts again; `trusted`: with a wall clock that is known to be right."""
        if self.life == "dark":
            self.clock.boot_again(trusted=trusted)
            self._power.set()

    def turn_disk(self, state: DiskState) -> None:
        """The disk under its journal is full, or read-only, or all right."""
        self._disk.state = state

    @property
    def disk(self) -> DiskState:
        """How that is."""
        return self._disk.state

    def plug(self, panel: int, *, plugged: bool) -> None:
        """Put a panel's plug in, or pull it."""
        if self.life == "dark":
            self.wall.plugged[panel] = plugged
        else:
            self.wall.plug(panel, plugged=plugged)

    # What people see

    def picture(self, panel: int) -> Image.Image:
        """What a panel looks like now; mode "1"."""
        config = self.config.panels[panel]
        seen = self.wall.buses[config.port].picture(config.address)
        seen = seen or Image.new("1", (config.width, config.height))
        return seen.rotate(90 * config.rotate, expand=True)

    def _live(self) -> None:
        try:
            while not self._closing:
                try:
                    self._run()
                except Killed:
                    continue
                except PowerLost:
                    self._darkness()
                else:
                    break
            self._is("ended")
        except Exception:  # noqa: BLE001 - whoever plays is to see why nothing happens any more
            self.failure = traceback.format_exc()
            self._is("failed")

    def _darkness(self) -> None:
        self.wall.darken()
        self._is("dark")
        self._power.wait()
        self.wall.light()
        self._is("works")

    def _is(self, life: Life) -> None:
        self.life = life
        self._living(life)

    def _run(self) -> None:
        """One process: from a start to a stop, or to ProcessDied."""
        clock, config = self.clock, self.config
        with ExitStack() as opened:
            factory = mock_factory()
            opened.callback(factory.close)
            pins = StationPins(config, factory)
            opened.callback(pins.close)
            file, news = self._disk.file(), News()
            past = file.past()
            journal = Journal(file, past, clock.real, news)
            opened.callback(journal.close, PARTING)
            panels = StationPanels(config.panels, self.wall.buses, news)
            opened.callback(panels.close)
            opened.callback(self._tape.close)
            edges = Edges(
                clock,
                TapedPins(pins, config, self._tape),
                journal,
                self._tape,
                _EndOfTurn(self._tape),
                TapedPanels(panels, self._tape),
                news,
            )
            self._wire([factory.pin(bay.button) for bay in config.bays])
            opened.callback(self._wire, [])
            now = Stamp(clock.boot, clock.now(), clock.wall(), clock.trusted())
            floor, facts = recover(config.plan(), past, now)
            self._runtime = Runtime(floor, facts, config.scan, edges)
            if self._closing:
                self._runtime.stop()
            self._runtime.run()

    def _wire(self, buttons: list[Any]) -> None:
        """Put the fingers on these buttons, as they are now."""
        with self._lock:
            self._buttons = buttons
            for bay in range(len(buttons)):
                self._level(bay)

    def _level(self, bay: int) -> None:
        if self._buttons:
            button = self._buttons[bay]
            (button.drive_low if self.down[bay] else button.drive_high)()


class _EndOfTurn:
    """Tells what a turn of the engine brought, as soon as it is done."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape

    def attend(self, floor: Floor, now: int) -> None:  # noqa: ARG002 - a watch's interface
        """A turn is done."""
        self._tape.close()
