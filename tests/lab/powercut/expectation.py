"""Where a bay stands after a power cut, by section 5 of the design: no line of `station.core`."""

from dataclasses import dataclass

from tests.soak.law import Standing

READY, CONTACT, REMOVAL, OVERDUE, NUMB = "ready", "contact", "removal", "overdue", "numb"


@dataclass(frozen=True)
class Expected:
    """What a station that comes back is to say of a bay."""

    phase: str
    certain: bool
    """Whether it knows for how long the cream has been on, or the window open."""
    on_for: int | None
    """For how long the cream has been on, in milliseconds; at least, if that is all it knows."""


def time_known(bay: Standing, last: int, elapsed: int) -> Expected:
    """The clocks tell how long it was away. `last`: the instant of the journal's last row."""
    now = last + elapsed
    cream = bay.cream
    if cream is None:
        return Expected(_open_windows(bay, now), certain=True, on_for=None)
    begin = cream.applied + bay.terms.contact if cream.phase == CONTACT else cream.since
    phase = cream.phase
    if phase == CONTACT and now >= begin:
        phase = REMOVAL
    if phase == REMOVAL and now >= begin + bay.terms.removal:
        phase = OVERDUE
    return Expected(phase, certain=True, on_for=now - cream.applied)


def time_unknown(bay: Standing, last: int, uptime: int) -> Expected:
    """Nobody can tell: it was away for as long as the machine has been up, at least."""
    at_least = time_known(bay, last, uptime)
    if bay.cream is None:
        return Expected(at_least.phase, certain=at_least.phase == READY, on_for=None)
    phase = OVERDUE if at_least.phase == OVERDUE else REMOVAL
    return Expected(phase, certain=False, on_for=at_least.on_for)


def _open_windows(bay: Standing, now: int) -> str:
    return NUMB if any(end > now for end in (bay.windows or {}).values()) else READY
