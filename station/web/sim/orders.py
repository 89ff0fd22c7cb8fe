"""What the page may ask for, and what each does to the station that is played with."""

from abc import abstractmethod
from typing import Final, TypeAlias

import msgspec

from station.mock.disk import DiskState
from station.sim.clock import SPEEDS
from station.sim.practice import DrillRefusedError, Practice

MOST_STEP: Final = 366 * 24 * 3_600_000
"""Milliseconds by which the wall clock may be set at once: a year."""


class OrderRefusedError(Exception):
    """Nothing was done; says why."""


class _Order(msgspec.Struct, forbid_unknown_fields=True, tag_field="do"):
    """One thing to do."""

    @abstractmethod
    def do(self, practice: Practice) -> None:
        """Do it. Raises OrderRefusedError if that cannot be."""


class Press(_Order, tag="press"):
    """A finger goes down on a bay's button, or up again."""

    bay: int
    down: bool
    page: str = ""
    """Whose finger: with its page it is gone."""

    def do(self, practice: Practice) -> None:
        """As a finger does. Raises OrderRefusedError if there is no such bay."""
        stage = practice.stage
        stage.press(_index(self.bay, stage.config.bays, "bay"), down=self.down)


class Plug(_Order, tag="plug"):
    """A panel's plug is put in, or pulled."""

    panel: int
    plugged: bool

    def do(self, practice: Practice) -> None:
        """Put it in, or pull it. Raises OrderRefusedError if there is no such panel."""
        stage = practice.stage
        stage.plug(_index(self.panel, stage.config.panels, "panel"), plugged=self.plugged)


class Power(_Order, tag="power"):
    """The power is cut, or back; then with a wall clock that is right, or not."""

    on: bool
    trusted: bool = True

    def do(self, practice: Practice) -> None:
        """Nothing, if it is so already."""
        if self.on:
            practice.stage.restore_power(trusted=self.trusted)
        else:
            practice.stage.cut_power()


class Kill(_Order, tag="kill"):
    """The process dies, and starts again."""

    def do(self, practice: Practice) -> None:
        """As SIGKILL does."""
        practice.stage.kill()


class Step(_Order, tag="step"):
    """The wall clock is set by so many milliseconds."""

    by: int

    def do(self, practice: Practice) -> None:
        """As `date --set` does. Raises OrderRefusedError beyond MOST_STEP."""
        if abs(self.by) > MOST_STEP:
            raise OrderRefusedError("no more than a year at once")
        practice.stage.clock.step(self.by)


class Trust(_Order, tag="trust"):
    """The wall clock is known to be right, or not any more."""

    trusted: bool

    def do(self, practice: Practice) -> None:
        """As the time service says."""
        practice.stage.clock.trust(trusted=self.trusted)


class Disk(_Order, tag="disk"):
    """What becomes of the disk under the journal."""

    state: DiskState

    def do(self, practice: Practice) -> None:
        """The next write finds it so."""
        practice.stage.turn_disk(self.state)


class Speed(_Order, tag="speed"):
    """How many times as fast as real time it goes."""

    times: int

    def do(self, practice: Practice) -> None:
        """Countdowns go on at that speed. Raises OrderRefusedError if it is none of SPEEDS."""
        if self.times not in SPEEDS:
            raise OrderRefusedError(f"the speed is one of {', '.join(map(str, SPEEDS))}")
        practice.stage.clock.set_speed(self.times)


class Begin(_Order, tag="drill"):
    """A drill begins, on a station of its own; one that is on is given up."""

    name: str

    def do(self, practice: Practice) -> None:
        """Whatever this station was at stands still meanwhile."""
        try:
            practice.begin(self.name)
        except DrillRefusedError as refused:
            raise OrderRefusedError(str(refused)) from None


class Stop(_Order, tag="stop"):
    """The drill that is on is stopped."""

    def do(self, practice: Practice) -> None:
        """What was not seen by then is not judged."""
        practice.stop()


class Dismiss(_Order, tag="dismiss"):
    """What came of the last drill has been read."""

    def do(self, practice: Practice) -> None:
        """It is shown no more."""
        practice.dismiss()


Order: TypeAlias = (
    Press | Plug | Power | Kill | Step | Trust | Disk | Speed | Begin | Stop | Dismiss
)
_DECODER: Final = msgspec.json.Decoder(Order)


def read(body: bytes) -> Order:
    """An order as the page sends it. Raises OrderRefusedError."""
    try:
        order: Order = _DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise OrderRefusedError(str(error)) from None
    return order


def _index(number: int, of: tuple[object, ...], what: str) -> int:
    if not 0 <= number < len(of):
        raise OrderRefusedError(f"there is no {what} {number}")
    return number
