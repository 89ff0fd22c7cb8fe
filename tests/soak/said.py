"""What a station said in one life, and what of it was marked saved."""

import re
from dataclasses import dataclass, field

MARKS = ("unsaved", "NOT SAVED")
BAY = re.compile(r"(bed-\d) (ready|contact|removal|overdue|numb)(?: (\+?)(\d+):(\d\d))?")


@dataclass(frozen=True)
class Shown:
    """What a status says of a bay."""

    phase: str
    seconds: int | None
    """Left, or overdue; None: nothing counts."""


@dataclass(frozen=True)
class Status:
    """How a station said that it was."""

    text: str
    step: int
    """After how many looks at everything that it says."""
    since: int
    at: int
    """It was sent between these two instants, in microseconds."""

    @property
    def saved(self) -> bool:
        """Whether it says that everything is."""
        return not any(mark in self.text for mark in MARKS)

    @property
    def bays(self) -> dict[str, Shown]:
        """What it says of each bay."""
        return {
            name: Shown(phase, None if not seconds else 60 * int(minutes) + int(seconds))
            for name, phase, _, minutes, seconds in BAY.findall(self.text)
        }


@dataclass(frozen=True)
class Line:
    """A line that a station wrote."""

    text: str
    step: int


@dataclass
class Said:
    """All that a life said, and when it was. Instants in microseconds of the boot clock."""

    number: int
    spawned: int
    ready: int | None = None
    """When it said that it was."""
    killed: int = 0
    """It lived until then."""
    died: int = 0
    """It was dead for certain."""
    lines: list[Line] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    errors: str = ""

    @property
    def phases(self) -> set[str]:
        """Where its bays were, the last time that it said."""
        if not self.statuses:
            return {"starting"}
        return {shown.phase for shown in self.statuses[-1].bays.values()}

    def saved_lines(self) -> int:
        """How many of its lines it had marked saved, whatever became of the others.

        A line is told before a status that was sent after we had read the line. Those of no bay
        are not marked.
        """
        step = max((status.step for status in self.statuses if status.saved), default=-1)
        told = [
            count
            for count, line in enumerate(self.lines, 1)
            if line.step < step and line.text.startswith("bed-")
        ]
        return max(told, default=0)
