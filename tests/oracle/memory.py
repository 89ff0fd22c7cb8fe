"""What is on the disk, what is not yet, and when it is tried again (section 5, told again)."""

from dataclasses import dataclass

from tests.oracle.bay import Told
from tests.oracle.bed import Anchor
from tests.oracle.button import SECOND
from tests.oracle.outside import Stamp

LONGEST_RETRY = 5 * SECOND


@dataclass(frozen=True)
class Known:
    """All that the journal's rows say."""

    last: Stamp | None
    anchor: Anchor | None
    beds: tuple[Told, ...]


@dataclass
class Memory:
    """A journal on a disk that may refuse."""

    refusing: str | None = None
    """Why the disk takes nothing; None: it does."""
    older: Known | None = None
    """What a start would find, where that is not all; None: it is."""
    waiting: bool = False
    """Whether there is anything that the disk did not take."""
    retry: int = 0
    retry_at: int | None = None
    lost: str | None = None
    """Why the journal was said to be lost, until it is back."""

    def turn(self, state: str, all_so_far: Known) -> None:
        """The disk is full, or read-only, or well."""
        self.refusing = None if state == "ok" else state
        if self.older is None and self.refusing:
            self.older = all_so_far
        elif not self.refusing and not self.waiting:
            self.older = None

    def die(self) -> Known | None:
        """The process dies, and what the disk did not take is lost. What is left, if not all."""
        left = self.older
        if not self.refusing:
            self.older = None
        self.waiting, self.retry, self.retry_at, self.lost = False, 0, None, None
        return left

    def attempt(self, now: int) -> str | None:
        """Try to write what waits, unless it is too early; what is to be told of it."""
        if self.retry_at is not None and now < self.retry_at:
            return None
        if self.refusing:
            self.retry = min(2 * self.retry, LONGEST_RETRY) if self.retry else SECOND
            self.retry_at = now + self.retry
            said = None if self.lost else "journal_lost"
            self.lost = self.lost or self.refusing
            return said
        self.waiting, self.older = False, None
        self.retry, self.retry_at = 0, None
        return "journal_restored" if self.lost else None
