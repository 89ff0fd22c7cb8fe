"""Raw levels to gestures: debounce, press, hold, stuck, chattering (section 2 of the design).

A level counts once samples spanning `debounce` were all the same, and so many of them as span it
when none is late; its instant is the first of them. Gestures act on release: down for less than
`hold` is a press at its down, less than STUCK a hold at its release. What time alone decides (a
hold reached, stuck, well again) happens at its own instant, but not while the latest sample says
that the level is just changing, nor while nobody can look: nobody knows yet what will count.

A hold takes things back or off, so it must have been seen down for that long. Whoever let go while
nobody looked, because the pin could not be read or the machine stood still, has pressed.
"""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from station.core.change import replace
from station.core.duration import SECOND
from station.core.facts import ButtonTrouble, Gesture
from station.core.phase import Phase
from station.core.plan import ButtonTimes

STUCK: Final = 10 * SECOND
"""Down this long is a fault, never a gesture."""
AWAY: Final = 1 * SECOND
"""Unseen for so long, whoever just touched a button may have gone, and come again."""
WELL: Final = 1 * SECOND
"""Up this long ends a fault."""
CHATTER_CHANGES: Final = 50
"""More raw changes than this within CHATTER_SPAN are a fault."""
CHATTER_SPAN: Final = 5 * SECOND


class Standing(Struct, frozen=True):
    """How a bay stood at some instant: what a press of that instant was meant for."""

    phase: Phase
    sounding: bool
    """Whether a medium or high alarm of the bay sounded."""


class Button(Struct, frozen=True):
    """One button: the level that counts, the raw run of samples, and its fault, if any."""

    down: bool = False
    since: int = 0
    """The instant of the level that counts."""
    counted: int | None = None
    """When that level began to count; None: it is so from the start."""
    raw: bool | None = None
    """The latest sample; None before the first."""
    raw_since: int = 0
    """The first of the latest samples that were all the same."""
    raw_earliest: int = 0
    """When that run of samples may have begun: earlier if nobody had looked for a while."""
    alike: int = 0
    """How many those are, until their level counts."""
    unseen: int | None = None
    """Since when nobody could look, if that matters; None while somebody does."""
    seen: Standing = Standing(Phase.READY, sounding=False)
    """How the bay stood at the first sample of the latest down."""
    barred: bool = False
    """It was down when the station started, or too long while it could not be read: no gesture
    until an up has counted."""
    held: bool = False
    """`hold` was reached."""
    fault: ButtonTrouble | None = None
    changes: tuple[int, ...] = ()
    """Instants of the latest raw changes within CHATTER_SPAN; no more than tell chatter."""

    @property
    def settled(self) -> bool:
        """Whether further samples of the same level would change nothing."""
        return self.raw is self.down and self.unseen is None and (self.down or not self.barred)

    @property
    def pressed(self) -> bool:
        """Whether it is down such that letting go will be a gesture."""
        return self.down and not self.barred and self.fault is None and self.unseen is None

    def counts_as(self, before: "Button") -> bool:
        """Whether nothing but its raw samples is another, and what was so at the first of them."""
        mine = replace(
            self,
            raw=before.raw,
            raw_since=before.raw_since,
            raw_earliest=before.raw_earliest,
            alike=before.alike,
            seen=before.seen,
            changes=before.changes,
        )
        return mine == before


class Feel(StrEnum):
    """What a finger should be told at once, before any gesture is recognised."""

    DOWN = "down"
    HOLD_REACHED = "hold_reached"


class Touch(Struct, frozen=True):
    """A gesture whose release counts."""

    gesture: Gesture
    down: int
    """The instant of its down."""
    at: int
    """Its own instant: a press's down, a hold's release."""
    recognised: int
    """When its release counted."""
    seen: Standing
    """How the bay stood at `down`."""


class Trouble(Struct, frozen=True):
    """A button's fault begins (`over` False) or is over."""

    reason: ButtonTrouble
    at: int
    over: bool


Event = Feel | Touch | Trouble


def sample(
    button: Button, times: ButtonTimes, *, down: bool, now: int, seen: Standing
) -> tuple[Button, tuple[Event, ...]]:
    """Take one sample of the raw level; `seen` is how the bay stands now."""
    events: tuple[Event, ...] = ()
    if button.raw is None:
        button = replace(button, since=now, raw=down, raw_since=now, barred=down)
    elif down is not button.raw:
        button, events = _changed(button, down=down, now=now, seen=seen)
    if button.unseen is not None:
        if down and not button.down and now - button.unseen >= AWAY:
            button = replace(button, raw_since=now, alike=0)
        button = replace(button, unseen=None)
    if not button.settled:
        button = replace(button, alike=button.alike + 1)
    if _steady(button, times, now):
        button, counted = _counts(button, times, now)
        events += counted
    button, elapsed = elapse(button, times, now)
    return button, events + elapsed


def unseen(button: Button, since: int) -> Button:
    """The button after an instant from which on nobody could look at it."""
    matters = button.down or button.raw or button.fault is not None
    return replace(button, unseen=since) if matters and button.unseen is None else button


def unread(button: Button, now: int) -> Button:
    """The button at an instant at which its pin cannot be read.

    Staff see that, and do not count on it: what began before it is no gesture for ever. Of a
    machine that stood still nobody was told, so there whoever pressed has pressed.
    """
    button = unseen(button, now)
    lost = button.down and not button.barred and now - button.since >= STUCK
    return replace(button, barred=True) if lost else button


def elapse(button: Button, times: ButtonTimes, now: int) -> tuple[Button, tuple[Event, ...]]:
    """What time alone makes of a button up to now."""
    events: tuple[Event, ...] = ()
    while (due := next_event(button, times)) is not None and due <= now:
        event: Event
        if button.fault is not None:
            event = Trouble(button.fault, due, over=True)
            button = replace(button, fault=None, changes=())
        elif not button.held and not button.barred:
            event = Feel.HOLD_REACHED
            button = replace(button, held=True)
        else:
            event = Trouble(ButtonTrouble.STUCK, due, over=False)
            button = replace(button, fault=ButtonTrouble.STUCK)
        events += (event,)
    return button, events


def next_event(button: Button, times: ButtonTimes) -> int | None:
    """When time alone next makes something of a button, if its level stays as it is."""
    if not button.settled:
        return None
    if button.fault is not None:
        return None if button.down else button.raw_since + WELL
    if not button.down:
        return None
    if not button.held and not button.barred:
        return button.since + times.hold
    return button.since + STUCK


def _changed(
    button: Button, *, down: bool, now: int, seen: Standing
) -> tuple[Button, tuple[Event, ...]]:
    recent = tuple(t for t in button.changes[-CHATTER_CHANGES:] if t > now - CHATTER_SPAN)
    earliest = now if button.unseen is None else button.unseen
    button = replace(
        button, raw=down, raw_since=now, raw_earliest=earliest, alike=0, changes=(*recent, now)
    )
    if down and not button.down:  # not a glitch within a down that already counts
        button = replace(button, seen=seen)
    if len(button.changes) <= CHATTER_CHANGES or button.fault is not None:
        return button, ()
    button = replace(button, fault=ButtonTrouble.CHATTERING)
    return button, (Trouble(ButtonTrouble.CHATTERING, now, over=False),)


def _steady(button: Button, times: ButtonTimes, now: int) -> bool:
    """Whether a level that is not settled yet counts now.

    Late samples may span the time with two looks, which tell nothing of a worn contact that went
    to and fro between them: as many are asked for as would come in time.
    """
    long = now - button.raw_since >= times.debounce
    return not button.settled and long and button.alike >= times.samples


def _counts(button: Button, times: ButtonTimes, now: int) -> tuple[Button, tuple[Event, ...]]:
    before = button
    down = before.raw is True
    # Down from the start, whatever its contacts did meanwhile, is down since the start.
    since = before.since if down and before.barred else before.raw_since
    button = replace(button, down=down, since=since, counted=now, held=False)
    if button.down:
        silent = button.barred or button.fault is not None
        return button, () if silent else (Feel.DOWN,)
    button = replace(button, barred=False)
    if before.barred or before.fault is not None:
        return button, ()
    hold = before.raw_earliest - before.since >= times.hold
    touch = Touch(
        gesture=Gesture.HOLD if hold else Gesture.PRESS,
        down=before.since,
        at=button.since if hold else before.since,
        recognised=now,
        seen=before.seen,
    )
    return button, (touch,)
