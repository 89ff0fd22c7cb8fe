"""Levels to gestures, told a second time: the first paragraphs of section 2 of the design."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace

from station.core.plan import ButtonTimes

SECOND = 1000


@dataclass
class Run:
    """Raw samples that are all the same, and what the bay was when they began."""

    down: bool
    since: int
    stage: str
    loud: bool
    looks: int = 1


class Button(ABC):
    """One button. What it is a button of says what its bay is, and takes its gestures."""

    def __init__(self, times: ButtonTimes) -> None:
        self.times = times
        self.let_go()

    def let_go(self) -> None:
        """A start: gestures in progress do not survive it, nor do faults of a button."""
        self.run: Run | None = None
        self.level: bool | None = None  # the one that counts, once one does
        self.down_at_start: int | None = None  # since when it is, until an up counts
        self.pushed: Run | None = None  # the run that the present down began with
        self.void = False  # whether the present down can no longer become a gesture
        self.trouble: str | None = None
        self.changes: list[int] = []

    @abstractmethod
    def standing(self) -> tuple[str, bool]:
        """Rule 1's phase, and whether a medium or high alarm sounds."""

    @abstractmethod
    def gesture(self, gesture: str, pushed: Run, at: int, now: int) -> None:
        """A gesture is recognised."""

    @abstractmethod
    def tick(self, now: int) -> None:
        """Time passes."""

    @abstractmethod
    def say(self, kind: str, at: int, now: int, **fields: object) -> None:
        """One fact."""

    def due_of_button(self) -> list[tuple[int, str]]:
        """A stuck button, or one that is well again."""
        run = self.run
        if run is None:
            return []
        if self.trouble is not None:
            up = not run.down and self.level is False
            return [(run.since + SECOND, "button_ok")] if up else []
        if not self.level or self.pushed is None:
            return []
        stuck = self.pushed.since + 10 * SECOND
        # Raw up before the 10 s: it may yet count as a release at that earlier instant.
        return [(stuck, "stuck")] if run.down or run.since >= stuck else []

    def fire_button(self, kind: str, at: int, now: int) -> None:
        """A deadline of the button."""
        if kind == "button_ok":
            self.say("button_ok", at, now, reason=self.trouble)
            self.trouble = None
            self.changes = []  # reading: changes of a fault that is over are not held against it
        else:
            self.fault("stuck", at, now)

    def fault(self, reason: str, at: int, now: int) -> None:
        """The button can no longer be believed."""
        self.trouble = reason
        self.void = True
        self.say("button_fault", at, now, reason=reason)

    def counts_at(self) -> int | None:
        """When the raw level will count, if it stays as it is."""
        if self.run is None or self.run.down is self.level:
            return None
        return self.run.since + self.times.debounce

    def look(self, now: int, *, down: bool) -> None:
        """One raw sample."""
        self.tick(now)
        if self.run is None:
            self.run = Run(down, now, *self.standing())
            self.down_at_start = now if down else None  # no gesture until released
        elif down != self.run.down:
            self.run = Run(down, now, *self.standing())
            self.changes = [t for t in [*self.changes, now] if now - t < 5 * SECOND]
            if len(self.changes) > 50 and self.trouble is None:
                self.fault("chattering", now, now)
        else:
            self.run.looks += 1
        spanned = now - self.run.since >= self.times.debounce
        sure = spanned and self.run.looks >= self.times.samples
        if self.run.down is not self.level and sure:
            self.level = self.run.down
            if self.level:
                self.pushed_down(self.run)
            else:
                self.down_at_start = None
                self.released(self.run.since, now)
        self.tick(now)

    def pushed_down(self, run: Run) -> None:
        """A down counts."""
        self.void = self.trouble is not None or self.down_at_start is not None
        if self.down_at_start is not None:  # reading: down since the start, whatever bounced
            run = replace(run, since=self.down_at_start)
        self.pushed = run

    def released(self, up: int, now: int) -> None:
        """A release counts: was it a gesture?"""
        pushed, self.pushed = self.pushed, None
        if pushed is None or self.void:
            return
        if up - pushed.since < self.times.hold:
            self.gesture("press", pushed, pushed.since, now)
        else:
            self.gesture("hold", pushed, up, now)
