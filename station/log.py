"""What a running station says: one line a fact, and nothing in between."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import IntEnum
from queue import SimpleQueue
from threading import Thread
from typing import Final

from station.core.facts import Fact, FactKind
from station.core.floor import Absent, Floor
from station.core.reports import PinReport, Report
from station.core.selfcheck import Checked
from station.core.telling import outcome, sentence
from station.machine.pace import step_back

PARTING: Final = 0.3
"""Seconds that the last lines may take at the end: a reader that hangs must not hold us up."""
MOST_WAITING: Final = 1000
"""Lines that wait for a slow reader; more are dropped."""

NO_LONGER_TOLD: Final = (
    "{bay}, which the config no longer has: nobody said that the cream was wiped; told no more"
)


class Priority(IntEnum):
    """How much a line matters, as syslog counts it (RFC 5424)."""

    WARNING = 4
    NOTICE = 5
    INFO = 6


PRIORITIES: Final = {
    FactKind.OVERDUE: Priority.WARNING,
    FactKind.RESOUNDED: Priority.WARNING,
    FactKind.BUTTON_FAULT: Priority.WARNING,
    FactKind.PANEL_LOST: Priority.WARNING,
    FactKind.JOURNAL_LOST: Priority.WARNING,
    FactKind.REMOVAL_DUE: Priority.NOTICE,
    FactKind.STARTED: Priority.NOTICE,
    FactKind.STOPPED: Priority.NOTICE,
    FactKind.RESUMED: Priority.NOTICE,
    FactKind.TIME_CONFIRMED: Priority.NOTICE,
}
"""Warnings are what somebody should do something about; the rest of the facts is information."""


def priority(fact: Fact) -> Priority:
    """How much a fact matters to whoever reads the machine's logs."""
    uncertain = fact.certain is False and fact.kind is not FactKind.STARTED
    return Priority.WARNING if uncertain else PRIORITIES.get(fact.kind, Priority.INFO)


class FactLog:
    """Writes facts as lines for people, by a thread of its own; systemd adds the time.

    Whoever reads our output may be slow, stuck or gone, and an alarm must not wait for that. So
    `write` must not be a buffered file's: at exit Python waits for the lock of one that hangs.
    """

    def __init__(self, write: Callable[[bytes], object], *, priorities: bool = False) -> None:
        """`priorities`: lines begin with theirs, as systemd's journal reads it from a service."""
        self._write = write
        self._priorities = priorities
        self._dropped = 0
        self._absent: tuple[Absent, ...] = ()
        # A signal's handler may say something while this thread is just doing so: only a
        # SimpleQueue may be put to within its own put.
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._writer = Thread(target=self._work, name="log", daemon=True)
        self._writer.start()

    def record(self, facts: Sequence[Fact]) -> None:
        """One line a fact."""
        for fact in facts:
            self.say(sentence(fact), priority(fact))

    def report(self, said: Report) -> None:
        """A line for what is no fact: a pin that fails, or works again."""
        if isinstance(said, PinReport):
            worse = said.reason is not None
            line = f"{said.part} failed: {said.reason}" if worse else f"{said.part} works again"
            self.say(line, Priority.WARNING if worse else Priority.NOTICE)

    def checked(self, checked: Checked) -> None:
        """A line for what came of the station's check of itself."""
        worse = Priority.INFO if checked.fine else Priority.WARNING
        self.say(f"checked itself: {outcome(checked)}", worse)

    def say(self, line: str, priority: Priority = Priority.NOTICE) -> None:
        """One line."""
        if self._lines.qsize() >= MOST_WAITING:
            self._dropped += 1
            return
        self._tell_dropped()
        self._put(line, priority)

    def attend(self, floor: Floor, now: int) -> None:  # noqa: ARG002 - a watch's interface
        """A line once cream at a bay that is gone from the config is told no more."""
        told, self._absent = self._absent, floor.absent
        for gone in told if told is not floor.absent else ():
            if gone not in floor.absent:
                self.say(NO_LONGER_TOLD.format(bay=gone.bay), Priority.WARNING)

    def close(self) -> None:
        """Write what is left."""
        self._tell_dropped()
        self._lines.put(None)
        self._writer.join(PARTING)

    def _work(self) -> None:
        step_back()
        while (line := self._lines.get()) is not None:
            with suppress(Exception):  # this line is lost; the next may be read again
                self._write(f"{line}\n".encode(errors="replace"))

    def _tell_dropped(self) -> None:
        """A line in the place of those for which there was no room."""
        dropped, self._dropped = self._dropped, 0
        if dropped:
            words = f"{dropped} lines were dropped here: whoever reads them was too slow"
            self._put(words, Priority.WARNING)

    def _put(self, line: str, priority: Priority) -> None:
        self._lines.put(f"<{priority:d}>{line}" if self._priorities else line)
