"""What one bay must do, told a second time: from section 2 of the design, apart from the core.

Deliberately plain: one object, variables that change, the sentences of the design in their order.
It shares nothing with `station.core` but the names of things. It needs no speed and keeps no
promises; it is only there to disagree.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from station.core.plan import ButtonTimes
from station.core.protocol import Protocol
from tests.oracle.button import SECOND, Button, Run

Told = dict[str, object]
"""A fact: kind, at, acted and the fields that section 6 gives it (durations in milliseconds)."""

MINUTE = 60_000
DAY = 86_400_000


@dataclass
class Cream:
    """Cream that is on someone's skin."""

    number: int
    applied: int
    soon_told: bool = False
    removal_since: int | None = None
    at_due: bool = False
    """Removal began at the end of the contact time."""
    overdue: bool = False
    loud: bool = False
    hushed: int | None = None
    """When it was silenced, if it was since it is overdue."""
    as_before: "Cream | None" = None
    """As it was before the station came back and did not know the time."""
    resumed: int | None = None
    """When it last came back so."""
    acted: bool = False
    """Somebody has acted since the first time that it came back so, and before the last."""


@dataclass
class Window:
    """Numbness after one application."""

    number: int
    opened: int
    ends: int
    ending_told: bool = False


@dataclass
class Undoable:
    """The last gesture that a hold may take back."""

    of: str
    instant: int
    before: Cream | None


class Oracle(Button):
    """One bay and its button."""

    def __init__(self, protocol: Protocol, times: ButtonTimes) -> None:
        super().__init__(times)
        self.protocol = protocol
        self.facts: list[Told] = []
        self.cream: Cream | None = None
        self.windows: list[Window] = []
        self.serial = 0
        self.applications: list[int] = []  # this client's: when
        self.recognised: int | None = None  # the last gesture that guards
        self.answered: int | None = None  # the last silenced or removal_started: recognised when
        self.undoable: Undoable | None = None
        self.limit_refused: int | None = None
        self.attended: int | None = None  # the last accepted gesture of any kind

    # Time

    def stage(self) -> str:
        """Rule 1's phase: ready and numb are one, no cream is on."""
        if self.cream is None:
            return "no cream"
        if self.cream.removal_since is None:
            return "contact"
        return "overdue" if self.cream.overdue else "removal"

    def standing(self) -> tuple[str, bool]:
        """For a button that goes down now."""
        return self.stage(), self.cream is not None and self.cream.loud

    def time_is_known(self) -> bool:
        """Whether it is known for how long the cream has been on: always, without restarts."""
        return True

    def due(self) -> list[tuple[int, str, Window | None]]:
        """Everything that time alone will bring."""
        found: list[tuple[int, str, Window | None]] = []
        cream = self.cream
        if cream is not None and cream.removal_since is None:
            ends = cream.applied + self.protocol.contact
            if self.protocol.contact > MINUTE and not cream.soon_told:
                found.append((ends - MINUTE, "removal_soon", None))
            found.append((ends, "removal_due", None))
        elif cream is not None and cream.removal_since is not None and not cream.overdue:
            found.append((cream.removal_since + self.protocol.removal, "overdue", None))
        elif cream is not None and cream.hushed is not None:
            found.append((cream.hushed + 60 * SECOND, "resounded", None))
        for window in self.windows:
            effect = self.protocol.effect or 0
            if effect > 10 * MINUTE and not window.ending_told:
                found.append((window.ends - 10 * MINUTE, "numb_ending", window))
            found.append((window.ends, "numb_over", window))
        return found + [(at, kind, None) for at, kind in self.due_of_button()]

    def tick(self, now: int) -> None:
        """Deadlines fire at their own instant, whatever the scan."""
        while True:
            ripe = sorted((d for d in self.due() if d[0] <= now), key=lambda d: d[0])
            if not ripe:
                return
            at, kind, window = ripe[0]
            if window is not None:
                self.fire_window(window, kind, at, now)
            elif kind in ("stuck", "button_ok"):
                self.fire_button(kind, at, now)
            else:
                self.fire_cream(kind, at, now)

    def fire_cream(self, kind: str, at: int, now: int) -> None:
        """A deadline of the cream that is on."""
        cream = self.cream
        if cream is None:
            raise AssertionError(kind)
        if kind == "removal_soon":
            cream.soon_told = True
        elif kind == "removal_due":
            cream.removal_since = at
            cream.at_due = True
            cream.loud = True
        else:  # overdue, resounded
            cream.overdue = True
            cream.loud = True
            cream.hushed = None
        self.say(kind, at, now)

    def fire_window(self, window: Window, kind: str, at: int, now: int) -> None:
        """A deadline of a numb window."""
        if kind == "numb_ending":
            window.ending_told = True
        else:
            self.windows.remove(window)
        self.say(kind, at, now, application=window.number)

    # Gestures

    def gesture(self, gesture: str, pushed: Run, at: int, now: int) -> None:
        """The five rules, in this order."""
        down = pushed.since
        press = gesture == "press"
        undoable = self.undoable
        if pushed.stage != self.stage():
            self.refuse(gesture, "phase_changed", at, now)
        elif self.cream is not None and (self.cream.loud or pushed.loud):
            if press and not self.protocol.silence_first:
                self.remove(at, now)
            else:
                self.silence(at, now)
        elif press and self.recognised is not None and down - self.recognised < self.times.guard:
            self.refuse(gesture, "guard", at, now)
        elif not press and undoable is not None and down - undoable.instant <= 30 * SECOND:
            self.undo(undoable, at, now)
        elif self.stage() == "no cream":
            self.gesture_without_cream(gesture, at, now)
        else:
            self.gesture_with_cream(gesture, down, at, now)

    def gesture_without_cream(self, gesture: str, at: int, now: int) -> None:
        """The table's first row."""
        if gesture == "press":
            self.apply(at, now)
        elif self.serial or self.windows:
            self.new_client(at, now)
        else:
            self.refuse(gesture, "nothing_to_clear", at, now)

    def gesture_with_cream(self, gesture: str, down: int, at: int, now: int) -> None:
        """The table's other rows."""
        if self.cream is None:
            raise AssertionError(gesture)
        if self.stage() == "contact" and gesture == "press":
            self.refuse(gesture, "cream_on", at, now)
        elif self.stage() == "contact":
            self.accepted(Undoable("removal_started", at, replace(self.cream)), at, now)
            self.cream.removal_since = at
            self.answered = now
            self.say("removal_started", at, now)
        elif (
            gesture == "press" and self.answered is not None and down - self.answered < 10 * SECOND
        ):
            self.refuse(gesture, "too_soon", at, now)
        else:
            self.remove(at, now)

    def accepted(self, undoable: Undoable | None, at: int, now: int) -> None:
        """A gesture that guards against the next press."""
        self.undoable = undoable
        self.recognised = now
        self.attended = at
        self.limit_refused = None  # reading: the second press is the next thing done, not any

    def apply(self, at: int, now: int) -> None:
        """Cream goes on, if the limit or a second press allows it."""
        limit = self.protocol.applications
        recent = [earlier for earlier in self.applications if at - earlier < DAY]
        over = limit is not None and len(recent) >= limit
        asked = self.limit_refused is not None and at - self.limit_refused <= 30 * SECOND
        if over and not asked:
            self.limit_refused = now  # reading: "within 30 s of that refusal" is of being told it
            self.refuse("press", "limit", at, now)
            return
        self.serial += 1
        self.applications = [*recent, at]
        self.accepted(Undoable("applied", at, None), at, now)
        self.cream = Cream(self.serial, at)
        mark: Told = {"over_limit": True} if over else {}
        self.say("applied", at, now, application=self.serial, today=len(recent) + 1, **mark)

    def silence(self, at: int, now: int) -> None:
        """A reflex: only quiet."""
        if self.cream is None:
            raise AssertionError(at)
        self.cream.loud = False
        self.cream.hushed = at if self.cream.overdue else None
        self.answered = now
        self.attended = at
        self.say("silenced", at, now)

    def remove(self, at: int, now: int) -> None:
        """Cream goes off."""
        cream = self.cream
        if cream is None or cream.removal_since is None:
            raise AssertionError(at)
        over = max(0, at - cream.removal_since - self.protocol.removal)
        forgotten = over > 60 * MINUTE
        certain = not forgotten and self.time_is_known()
        self.accepted(Undoable("removed", at, replace(cream)), at, now)
        self.cream = None
        if not forgotten and self.protocol.effect is not None:
            self.windows.append(Window(cream.number, at, at + self.protocol.effect))
        contact = at - cream.applied
        told: Told = {"contact": contact, "overdue_by": over, "certain": certain}
        self.say("removed", at, now, application=cream.number, **told)

    def undo(self, undoable: Undoable, at: int, now: int) -> None:
        """As it was before that gesture; what fell due meanwhile fires in the next tick."""
        if undoable.of == "applied":
            self.applications.pop()
            self.serial -= 1
        elif undoable.of == "removed" and undoable.before is not None:
            number = undoable.before.number
            self.windows = [w for w in self.windows if w.number != number]
        self.cream = undoable.before
        self.accepted(None, at, now)
        self.say("undone", at, now, of=undoable.of)

    def new_client(self, at: int, now: int) -> None:
        """Counts, serial numbers and numb windows end."""
        self.serial = 0
        self.applications = []
        self.windows = []
        self.undoable = None
        self.limit_refused = None
        self.attended = at
        self.say("new_client", at, now)

    # What is told

    def refuse(self, gesture: str, reason: str, at: int, now: int) -> None:
        """A gesture that changes nothing."""
        self.say("refused", at, now, gesture=gesture, reason=reason)

    def say(self, kind: str, at: int, now: int, **fields: object) -> None:
        """One fact."""
        self.facts.append({"kind": kind, "at": at, "acted": now, **fields})


def told(protocol: Protocol, times: ButtonTimes, samples: Iterable[tuple[int, bool]]) -> list[Told]:
    """All the facts of one bay, whose button was sampled like this since the station started."""
    oracle = Oracle(protocol, times)
    for instant, down in samples:
        oracle.look(instant, down=down)
    return oracle.facts
