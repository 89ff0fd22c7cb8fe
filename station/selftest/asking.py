"""What panels, lamps and buzzers have in common: they show something, and somebody is asked."""

from collections.abc import Callable
from typing import Final

from station.selftest.report import Outcome, Result
from station.selftest.terminal import Terminal

ANSWERS: Final = {"y": "yes", "n": "no", "r": "repeat", "s": "skip"}
Notes = tuple[str, ...]


def ask_of(
    terminal: Terminal,
    part: str,
    question: str,
    show: Callable[[], Notes],
    diagnose: Callable[[], Notes],
) -> Result:
    """Show what a part does, as often as is wanted, and ask whether it is as it should be.

    `show` gives why it failed by itself, if it did; `diagnose` what was seen instead. Both say
    what to do about it.
    """
    while True:
        trouble = show()
        if trouble:
            return Result(part, Outcome.FAILED, trouble)
        answer = terminal.ask(question, ANSWERS)
        if answer == "y":
            return Result(part, Outcome.FINE)
        if answer == "s":
            return Result(part, Outcome.SKIPPED)
        if answer == "n":
            return Result(part, Outcome.FAILED, diagnose())
