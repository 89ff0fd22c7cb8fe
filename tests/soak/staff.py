"""The staff: who presses the buttons, from outside, and remembers when.

They look at what the station last said, and mostly do what a client's visit asks for; sometimes
something else. They do not know when the station is killed: a press may begin in one life of it
and end in the next.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.soak.life import Life
from tests.soak.wires import Wires, boot_us

MS = 1000
PRESS, HOLD, NOTHING = "press", "hold", "nothing"
HABITS: Mapping[str, tuple[int, int, int]] = {
    "ready": (60, 5, 35),
    "numb": (45, 10, 45),
    "contact": (8, 6, 86),
    "removal": (50, 5, 45),
    "overdue": (60, 6, 34),
}
"""In each phase the chances, in percent, of a press, a hold, and nothing."""
LENGTHS = {PRESS: (120, 200), HOLD: (600, 750)}
"""Milliseconds; the station's `hold` of 500 is well between."""
PAUSES = (100, 600)


@dataclass
class Push:
    """A button, down and up again: by the driver's clock, in microseconds."""

    bay: str
    down: int
    up: int | None = None


@dataclass
class Hand:
    """The hand at one button."""

    bay: str
    pin: int
    next: int
    push: Push | None = None
    made: list[Push] = field(default_factory=list)


class Staff:
    """A hand for each bay."""

    def __init__(self, bays: Mapping[str, int], wires: Wires, chance: random.Random) -> None:
        """`bays`: the pins of their buttons."""
        self._wires = wires
        self._chance = chance
        self._hands = [Hand(bay, pin, boot_us()) for bay, pin in bays.items()]

    @property
    def next(self) -> int:
        """When one of them does something."""
        return min(hand.next for hand in self._hands)

    @property
    def pushes(self) -> Sequence[Push]:
        """Everything they did, in order."""
        return sorted((push for hand in self._hands for push in hand.made), key=lambda p: p.down)

    def act(self, life: Life | None) -> None:
        """Do what is due; `life` shows them what to do."""
        for hand in self._hands:
            if boot_us() >= hand.next:
                self._move(hand, life)

    def rest(self) -> None:
        """Let go of everything."""
        for hand in self._hands:
            if hand.push is not None:
                self._let_go(hand)

    def _move(self, hand: Hand, life: Life | None) -> None:
        if hand.push is not None:
            self._let_go(hand)
            return
        what = self._wanted(hand.bay, life)
        if what == NOTHING:
            hand.next = self._later(PAUSES)
            return
        hand.push = Push(hand.bay, boot_us())
        self._wires.push(hand.pin, down=True)
        hand.made.append(hand.push)
        hand.next = self._later(LENGTHS[what])

    def _let_go(self, hand: Hand) -> None:
        assert hand.push is not None
        hand.push.up = boot_us()
        self._wires.push(hand.pin, down=False)
        hand.push = None
        hand.next = self._later(PAUSES)

    def _wanted(self, bay: str, life: Life | None) -> str:
        draw = self._chance.random()  # always one, so that the rest does not depend on time
        if life is None or not life.statuses:
            return NOTHING
        phase = life.statuses[-1].bays[bay].phase
        press, hold, _ = HABITS[phase]
        return PRESS if draw < press / 100 else HOLD if draw < (press + hold) / 100 else NOTHING

    def _later(self, span: tuple[int, int]) -> int:
        return boot_us() + self._chance.randint(*span) * MS
