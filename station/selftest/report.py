"""What came of a self-test, in plain text: to be read at the end, and to be kept."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from msgspec import Struct, field

from station.selftest.terminal import NobodyThereError

WARNING: Final = "WARNING"
SILENT: Final = "silent, nothing lit, sounded or pressed"


class Outcome(StrEnum):
    """What came of one part."""

    FINE = "ok"
    FAILED = "FAILED"
    SKIPPED = "skipped"
    """Somebody could have tested it, and chose not to."""
    LEFT_OUT = "left out"
    """There is nothing to test."""
    NO_ANSWER = "no answer"
    """It was waited for, and nothing came."""
    BROKEN_OFF = "broken off"
    """The test ended in the middle of it."""
    NOT_TESTED = "not tested"
    """The test ended before it."""


class Result(Struct, frozen=True):
    """One part, and what came of it."""

    part: str
    """Such as `lamp of Bed 1 (pin 27)`."""
    outcome: Outcome
    notes: tuple[str, ...] = ()
    """What was seen, and what to do."""

    @property
    def failed(self) -> bool:
        """Whether something is to be mended."""
        return self.outcome in (Outcome.FAILED, Outcome.NO_ANSWER)


Test = tuple[str, Callable[[], Result]]
"""A part, and what tests it."""


class Report(Struct):
    """A self-test so far."""

    heading: tuple[tuple[str, str], ...]
    """What was tested, when, on what: a name and its value a line."""
    warnings: tuple[str, ...] = ()
    silent: bool = False
    """Whether only what needs no person is tested."""
    results: list[Result] = field(default_factory=list)
    planned: tuple[str, ...] = ()
    """All parts that are to be tested, in order."""
    under_way: str | None = None
    """The part that is tested now."""
    broken_off: str | None = None
    """Why it ended early; None: it did not."""

    @property
    def passed(self) -> bool:
        """Whether it came to its end, and all that can be tested was, and is fine."""
        outcomes = {result.outcome for result in self.results} - {Outcome.LEFT_OUT}
        return self.broken_off is None and outcomes == {Outcome.FINE}

    def text(self) -> str:
        """All of it; lines end with a line feed."""
        heading = [*self.heading, *((WARNING, warning) for warning in self.warnings)]
        if self.silent:
            heading.append(("test", SILENT))
        width = max(len(name) for name, _ in heading)
        lines = ["Station self-test", *(f"  {n:{width}}  {value}" for n, value in heading), ""]
        outcomes = max(len(outcome) for outcome in Outcome)
        for result in self._all():
            lines.append(f"  {result.outcome:{outcomes}}  {result.part}")
            lines += [f"  {'':{outcomes}}    {note}" for note in result.notes]
        return "\n".join([*lines, "", self._verdict()]) + "\n"

    def _all(self) -> list[Result]:
        """The results, and of a test that was broken off, what it came not to."""
        if self.broken_off is None:
            return self.results
        return self.results + [
            Result(part, Outcome.BROKEN_OFF if part == self.under_way else Outcome.NOT_TESTED)
            for part in self.planned[len(self.results) :]
        ]

    def _verdict(self) -> str:
        counts = [
            f"{count} {outcome}"
            for outcome in Outcome
            if (count := sum(result.outcome is outcome for result in self._all()))
        ]
        counted = ", ".join(counts) or "nothing tested"
        if self.broken_off is not None:
            return f"BROKEN OFF ({self.broken_off}): {counted}"
        if any(result.failed for result in self.results):
            return f"FAILED: {counted}"
        verdict = "PASSED" if self.passed else "INCOMPLETE"
        return f"{verdict}{' (silent)' if self.silent else ''}: {counted}"


def attempt(part: str, test: Callable[[], Result]) -> Result:
    """What comes of a part's test, whatever happens in it but that nobody is there."""
    try:
        return test()
    except NobodyThereError:
        raise
    except Exception as error:  # noqa: BLE001 - every backend has its own; it is in the report
        return Result(part, Outcome.FAILED, (f"{type(error).__name__}: {error}",))
