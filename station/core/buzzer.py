"""Who sounds on a shared buzzer (section 3 of the design).

Of the alarms of its bays the highest priority sounds, among equals the one raised first; a new
winner starts at its first pulse, at once. A notice waits until no medium or high alarm sounds,
for at most PATIENCE. Feedback sounds only where MARGIN of silence surround it: it must not blur
an alarm or a notice. One feedback does not wait for another: what a press has become follows
the tick of its own down more closely than that.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from station.core.alarm import PATTERNS, Playing, Priority, Sound
from station.core.change import replace
from station.core.duration import SECOND

PATIENCE: Final = 60 * SECOND
MARGIN: Final = 200
"""Silence before and after feedback, and between one notice and the next."""


class Alarm(Struct, frozen=True):
    """An alarm of a bay, for as long as it is raised."""

    sound: Sound
    bay: int
    raised: int
    slow: int | None = None
    """From when on it is one burst a minute."""

    @property
    def priority(self) -> Priority:
        """By which it wins a buzzer from others: its sound's."""
        return PATTERNS[self.sound].priority


class Notice(Struct, frozen=True):
    """A notice that has not been heard yet."""

    sound: Sound
    raised: int


class Buzzer(Struct, frozen=True):
    """One buzzer: the alarm that won it, what sounds in its pauses, and what waits."""

    alarm: Alarm | None = None
    playing: Playing | None = None
    """The alarm's pattern."""
    aside: Playing | None = None
    """A notice or feedback."""
    waiting: tuple[Notice, ...] = ()
    """Notices still to be heard, the one that plays included."""
    heard: int | None = None
    """The end of the last alarm pulse or notice of which nothing plays any more."""

    def level(self, now: int) -> bool:
        """Whether it sounds now."""
        return any(p is not None and p.level(now) for p in (self.playing, self.aside))

    def next_change(self, now: int) -> int | None:
        """When its level, or what plays on it, can next change of itself."""
        times = [self._next_chance(now)]
        if self.playing is not None:
            times.append(self.playing.next_edge(now))
        if self.aside is not None:
            times.append(self.aside.next_edge(now) or _free(self.aside, self.waiting))
        return min((t for t in times if t is not None and t > now), default=None)

    def _next_chance(self, now: int) -> int | None:
        """When a waiting notice can next begin: after a burst of a low alarm."""
        if not self.waiting or self.aside is not None or self.playing is None:
            return None
        if self.alarm is not None and self.alarm.priority > Priority.LOW:
            return None
        return self.playing.last_heard(now) + MARGIN


def settle(buzzer: Buzzer, alarms: Sequence[Alarm], now: int) -> Buzzer:
    """The buzzer once these are the alarms of its bays, and what has ended is over."""
    buzzer = _award(_clear(buzzer, now), alarms, now)
    waiting = tuple(n for n in buzzer.waiting if now - n.raised <= PATIENCE)
    if _is_notice(buzzer.aside):  # one that began in time is heard to its end
        waiting = buzzer.waiting
    buzzer = replace(buzzer, waiting=waiting)
    if not waiting or buzzer.aside is not None:
        return buzzer
    notice = Playing(waiting[0].sound, now)
    if not _has_room(buzzer, notice):
        return buzzer
    return replace(buzzer, aside=notice)


def restless(buzzer: Buzzer, now: int) -> bool:
    """Whether settling it would change something though its alarms are the same."""
    if buzzer.aside is not None:
        return now >= _free(buzzer.aside, buzzer.waiting)
    return bool(buzzer.waiting)


def notify(buzzer: Buzzer, sound: Sound, raised: int) -> Buzzer:
    """Raise a notice: it is heard once the buzzer is settled and free for it."""
    return replace(buzzer, waiting=(*buzzer.waiting, Notice(sound, raised)))


def confirm(buzzer: Buzzer, sound: Sound, now: int, expected: int | None) -> Buzzer:
    """Give feedback if there is room for it; `expected` is when an alarm or notice is due."""
    feedback = Playing(sound, now)
    silent_before = buzzer.heard is None or now - buzzer.heard >= MARGIN
    silent_after = expected is None or expected - feedback.end >= MARGIN
    if _sounds_aside(buzzer, now) or not (silent_before and silent_after):
        return buzzer
    if not _fits_alarm(buzzer.playing, feedback):
        return buzzer
    return replace(buzzer, aside=feedback)


def _free(aside: Playing, waiting: Sequence[Notice]) -> int:
    """When what sounds aside makes room: for other feedback at once, for a notice after a gap."""
    gap = MARGIN if waiting else 0  # a notice that sounds is itself still waiting
    return aside.end + gap


def _sounds_aside(buzzer: Buzzer, now: int) -> bool:
    """Whether there is no room for feedback: it may follow other feedback at once."""
    aside = buzzer.aside
    return aside is not None and (_is_notice(aside) or now < aside.end)


def _is_notice(aside: Playing | None) -> bool:
    return aside is not None and aside.pattern.priority is Priority.NOTICE


def _clear(buzzer: Buzzer, now: int) -> Buzzer:
    aside = buzzer.aside
    if aside is None or now < _free(aside, buzzer.waiting):
        return buzzer
    if not _is_notice(aside):
        return replace(buzzer, aside=None)
    return replace(buzzer, aside=None, waiting=buzzer.waiting[1:], heard=aside.end)


def _award(buzzer: Buzzer, alarms: Sequence[Alarm], now: int) -> Buzzer:
    winner = min(alarms, key=lambda a: (-a.priority, a.raised, a.bay), default=None)
    if _goes_on(buzzer.alarm, winner):
        return replace(buzzer, alarm=winner)
    heard = buzzer.heard
    if buzzer.playing is not None:
        heard = buzzer.playing.last_heard(now)
    playing = None if winner is None else Playing(winner.sound, now, winner.slow)
    aside = buzzer.aside if winner is None else None
    return replace(buzzer, alarm=winner, playing=playing, aside=aside, heard=heard)


def _goes_on(before: Alarm | None, after: Alarm | None) -> bool:
    """Whether it is the same alarm; one of several faults that is mended begins no other."""
    if before is None or after is None or after.sound is not Sound.FAULT:
        return before == after
    return (before.sound, before.bay) == (after.sound, after.bay)


def _has_room(buzzer: Buzzer, notice: Playing) -> bool:
    if buzzer.alarm is None:
        return True
    return buzzer.alarm.priority is Priority.LOW and _fits_alarm(buzzer.playing, notice)


def _fits_alarm(playing: Playing | None, sound: Playing) -> bool:
    if playing is None:
        return True
    following = playing.next_pulse(sound.start)
    before = sound.start - playing.last_heard(sound.start)
    return before >= MARGIN and (following is None or following - sound.end >= MARGIN)
