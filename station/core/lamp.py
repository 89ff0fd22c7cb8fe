"""A bay's lamp: the phase as a pattern of light (section 3 of the design)."""

from dataclasses import dataclass
from typing import Final

from station.core.phase import Phase

BLINK: Final = 100
"""How long a lamp inverts when its button goes down."""
FLASHES: Final = 1000
"""A lamp inverts at most once in this time: with the 2 Hz of overdue that makes the three
flashes a second that section 3 allows (WCAG 2.3.1), however fast the button is pressed."""


@dataclass(frozen=True, slots=True)
class Flash:
    """On for `on`, then off until `period` is over, in milliseconds."""

    on: int
    period: int


OFF: Final = Flash(0, 1)
STEADY: Final = Flash(1, 1)
LIGHTS: Final = {
    Phase.READY: OFF,
    Phase.CONTACT: STEADY,
    Phase.REMOVAL: Flash(1000, 2000),
    Phase.OVERDUE: Flash(250, 500),
    Phase.NUMB: Flash(100, 2000),
}


@dataclass(frozen=True, slots=True)
class Lamp:
    """A lamp's own memory: when it last inverted because its button went down."""

    inverted: int | None = None

    def touched(self, now: int) -> "Lamp":
        """The lamp once its button's down counts."""
        if self.inverted is not None and now - self.inverted < FLASHES:
            return self
        return Lamp(now)

    def level(self, phase: Phase, since: int, now: int) -> bool:
        """Whether it is lit."""
        flash = LIGHTS[phase]
        lit = (now - since) % flash.period < flash.on
        return lit is not self._inverts(now)

    def next_change(self, phase: Phase, since: int, now: int) -> int | None:
        """When it can next change of itself."""
        flash = LIGHTS[phase]
        changes = []
        if 0 < flash.on < flash.period:
            into = (now - since) % flash.period
            changes.append(now - into + (flash.on if into < flash.on else flash.period))
        if self.inverted is not None and self._inverts(now):
            changes.append(self.inverted + BLINK)
        return min(changes, default=None)

    def _inverts(self, now: int) -> bool:
        return self.inverted is not None and now - self.inverted < BLINK
