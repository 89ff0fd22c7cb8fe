"""The sounds and their patterns (section 3 of the design; the shape of IEC 60601-1-8).

A pattern is silent after its burst until the next one, if it has one. All times in
milliseconds; "elapsed" counts from the first pulse.
"""

from enum import IntEnum, StrEnum
from itertools import accumulate
from typing import Final

from msgspec import Struct

from station.core.duration import MINUTE, SECOND


class Priority(IntEnum):
    """What outdoes what on a shared buzzer."""

    FEEDBACK = 0
    NOTICE = 1
    LOW = 2
    MEDIUM = 3
    HIGH = 4


class Sound(StrEnum):
    """Everything that a station says aloud."""

    OVERDUE = "overdue"
    REMOVAL = "removal"
    FAULT = "fault"
    SOON = "soon"
    ENDING = "ending"
    OVER = "over"
    STARTED = "started"
    APPLIED = "applied"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    TICK = "tick"


UNANSWERED: Final = 30 * MINUTE
"""An overdue alarm that nobody answers for this long falls to one burst a SLOW."""
SLOW: Final = 1 * MINUTE


class Pattern(Struct, frozen=True):
    """One burst, and how long it is silent after its last pulse before the next burst."""

    priority: Priority
    edges: tuple[int, ...]
    """When the burst's pulses begin and end, by turns: on, off, on, off ..."""
    pause: int | None = None
    """None: one burst only."""

    @property
    def length(self) -> int:
        """From the first pulse to the end of the last."""
        return self.edges[-1]


def _burst(
    priority: Priority, on: int, gaps: tuple[int, ...] = (), pause: int | None = None
) -> Pattern:
    """One pulse more than there are gaps between them."""
    lengths = [on]
    for gap in gaps:
        lengths += [gap, on]
    return Pattern(priority, (0, *accumulate(lengths)), pause)


_TEN_PULSES = (100, 100, 350, 100, 500, 100, 100, 350, 100)

PATTERNS: Final = {
    Sound.OVERDUE: _burst(Priority.HIGH, 150, _TEN_PULSES, pause=2500),
    Sound.REMOVAL: _burst(Priority.MEDIUM, 200, (200, 200), pause=5 * SECOND),
    Sound.FAULT: _burst(Priority.LOW, 200, (200,), pause=30 * SECOND),
    Sound.SOON: _burst(Priority.NOTICE, 200),
    Sound.ENDING: _burst(Priority.NOTICE, 200),
    Sound.OVER: _burst(Priority.NOTICE, 200, (200,)),
    Sound.STARTED: _burst(Priority.NOTICE, 200),
    Sound.APPLIED: _burst(Priority.FEEDBACK, 100, (100,)),
    Sound.ACCEPTED: _burst(Priority.FEEDBACK, 100),
    Sound.REFUSED: _burst(Priority.FEEDBACK, 400),
    Sound.TICK: _burst(Priority.FEEDBACK, 30),
}


ALARMS: Final = tuple(s for s, pattern in PATTERNS.items() if pattern.priority >= Priority.LOW)
"""Sounds that last until somebody acts."""


class Playing(Struct, frozen=True):
    """A sound that plays since `start`; from `slow` on (an instant) one burst a minute."""

    sound: Sound
    start: int
    slow: int | None = None

    @property
    def pattern(self) -> Pattern:
        """The pulses of one burst, and when the next begins."""
        return PATTERNS[self.sound]

    @property
    def end(self) -> int:
        """The end of the first burst."""
        return self.start + self.pattern.length

    def level(self, now: int) -> bool:
        """Whether a pulse sounds now."""
        into = now - self._burst_start(now)
        return sum(edge <= into for edge in self.pattern.edges) % 2 == 1

    def next_edge(self, now: int) -> int | None:
        """When a pulse next begins or ends after now; None after the last."""
        burst = self._burst_start(now)
        for edge in self.pattern.edges:
            if burst + edge > now:
                return burst + edge
        return self._next_burst(burst)

    def next_pulse(self, now: int) -> int | None:
        """When a pulse next begins, after now; None after the last."""
        edge = self.next_edge(now)
        while edge is not None and not self.level(edge):
            edge = self.next_edge(edge)
        return edge

    def last_heard(self, now: int) -> int:
        """The end of the latest pulse: now, if one sounds now."""
        if self.level(now):
            return now
        burst = self._burst_start(now)
        return burst + max(edge for edge in self.pattern.edges if burst + edge <= now)

    def _burst_start(self, now: int) -> int:
        """When the burst that plays now, or played last, began."""
        pause = self.pattern.pause
        if pause is None:
            return self.start
        period = self.pattern.length + pause
        fast = self.start + (now - self.start) // period * period
        last = self._last_fast_burst(period)
        if last is None or fast <= last:
            return fast
        return last + (now - last) // SLOW * SLOW

    def _next_burst(self, burst: int) -> int | None:
        pause = self.pattern.pause
        if pause is None:
            return None
        period = self.pattern.length + pause
        last = self._last_fast_burst(period)
        return burst + (period if last is None or burst < last else SLOW)

    def _last_fast_burst(self, period: int) -> int | None:
        """The last burst that still begins before `slow`: the first one always plays."""
        if self.slow is None:
            return None
        return self.start + max(0, -(-(self.slow - self.start) // period) - 1) * period
