"""Whether the disk keeps up."""

from typing import Final

from station.core.duration import SECOND

SLOW: Final = 2 * SECOND
"""A row that is not saved by then is news: the disk hangs, or the writer does."""
CALM: Final = 30 * SECOND
"""For so long nothing may have been slow before a slow disk counts as well again."""


class Pace:
    """How attempts to write go, as somebody sees who looks again and again.

    A disk that takes long over every row has nothing to do between two of them. It is well only
    once it has saved something in time: to say so at once would be an alarm for every row.
    """

    def __init__(self) -> None:
        self._attempt = 0
        self._since = 0
        """When it was first seen."""
        self._slow = 0
        """The last attempt that was."""
        self._slow_at = 0
        """When anything was slow last."""

    def look(self, attempt: int, unsaved_since: int | None, now: int) -> bool:
        """Whether anything is slow now. `attempt`: the number of the one under way; 0: none."""
        if attempt != self._attempt:
            self._attempt, self._since = attempt, now
        waits = unsaved_since is not None and now - unsaved_since > SLOW
        if attempt and now - self._since > SLOW:
            self._slow = attempt
        if waits:
            self._slow_at = now
        return waits

    def well(self, saved: int, now: int) -> bool:
        """Whether a slow disk is so no longer. `saved`: the last attempt that succeeded."""
        return saved > self._slow and now - self._slow_at >= CALM
