"""A bay's lamp: the phase as a pattern of light (section 3 of the design)."""

from typing import Final

from msgspec import Struct

from station.core.change import replace
from station.core.phase import Phase

BLINK: Final = 100
"""How long a lamp inverts when its button goes down."""
FLASHES: Final = 1000
"""A lamp inverts at most once in this time: with the 2 Hz of overdue that makes the three
flashes a second that section 3 allows (WCAG 2.3.1), however fast the button is pressed."""
REST: Final = 500
"""A period of overdue: with an inversion there may have been three flashes in the second before."""


class Flash(Struct, frozen=True):
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


class Lamp(Struct, frozen=True):
    """A lamp's own memory, so that it never flashes more than three times a second.

    Its patterns alone do not, and neither do they with one inversion a second. But one phase's
    flashes may end where another's begin: for a second after a change into or out of the fastest
    pattern it does not invert, and what is left then of a flash that began before is left out.
    Nor may flashes that go on at other instants, since the true time is known, follow at once.
    """

    inverted: int | None = None
    """When it last inverted because its button went down."""
    switched: int | None = None
    """When it last changed into or out of overdue, or another `since` of it came to be known."""
    moving: bool = False
    """Overdue goes on at other instants from `switched` on: no flash begins within a REST."""

    def touched(self, now: int) -> "Lamp":
        """The lamp once its button's down counts."""
        recent = (t for t in (self.inverted, self.switched) if t is not None)
        return self if any(now - t < FLASHES for t in recent) else replace(self, inverted=now)

    def moved(self, before: Phase, after: Phase, now: int, *, shifted: bool) -> "Lamp":
        """The lamp once its bay has come from one phase to another, or to another `since` of it."""
        if Phase.OVERDUE not in (before, after) or (before is after and not shifted):
            return self
        return Lamp(switched=now, moving=before is after)

    def level(self, phase: Phase, since: int, now: int) -> bool:
        """Whether it is lit."""
        flash = LIGHTS[phase]
        lit = (now - since) % flash.period < flash.on and not self._late(phase, since, now)
        return lit is not self._inverts(now)

    def next_change(self, phase: Phase, since: int, now: int) -> int | None:
        """When it next changes of itself."""
        at = self._next_edge(phase, since, now)
        while at is not None and self.level(phase, since, at) is self.level(phase, since, now):
            at = self._next_edge(phase, since, at)  # an inversion ended where a flash did
        return at

    def _next_edge(self, phase: Phase, since: int, now: int) -> int | None:
        flash = LIGHTS[phase]
        edges = []
        if 0 < flash.on < flash.period:
            into = (now - since) % flash.period
            edges.append(now - into + (flash.on if into < flash.on else flash.period))
        if self.inverted is not None and self._inverts(now):
            edges.append(self.inverted + BLINK)
        return min(edges, default=None)

    def _late(self, phase: Phase, since: int, now: int) -> bool:
        """Whether the flash that plays now began too soon after those of before.

        Numbness began with it while overdue still flashed; or overdue has just been moved.
        """
        if self.switched is None:
            return False
        if phase is Phase.OVERDUE:
            began = now - (now - since) % LIGHTS[phase].period
            return self.moving and began < self.switched + REST
        if phase is not Phase.NUMB:
            return False
        return since <= self.switched and now - since < LIGHTS[phase].on

    def _inverts(self, now: int) -> bool:
        return self.inverted is not None and now - self.inverted < BLINK
