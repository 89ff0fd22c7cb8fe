"""The config's section on how buttons are read."""

from math import ceil
from typing import Final

from station.core.duration import MILLISECOND, SECOND
from station.core.gesture import STUCK
from station.core.plan import ButtonTimes
from station.readers.durationtext import in_words
from station.readers.placed import blamed
from station.readers.section import Section
from station.readers.yamlfile import Node
from station.readers.yamlvalues import duration

DEFAULT_SCAN: Final = 10 * MILLISECOND
SHORTEST_HOLD: Final = 200 * MILLISECOND
LONGEST_HOLD: Final = 8 * SECOND
"""Shorter, and what staff mean as a press is a hold; longer, and nobody waits for it."""


def button_section(node: Node) -> tuple[int, ButtonTimes]:
    """The time from scan to scan, and what makes a gesture of levels."""
    usual = ButtonTimes()
    with Section(node) as keys:
        scan = keys.optional("scan", duration(1, 50), DEFAULT_SCAN)
        debounce = keys.optional("debounce", duration(1, 200), usual.debounce)
        hold = keys.optional("hold", duration(), usual.hold)
        guard = keys.optional("guard", duration(0, 10 * SECOND), usual.guard)
    if scan.known and debounce.known and debounce.value < scan.value:
        message = f"debounce ({in_words(debounce.value)}) must not be shorter than scan"
        blamed(debounce, scan).wrong(f"{message} ({in_words(scan.value)})")
    if hold.known and not SHORTEST_HOLD <= hold.value <= LONGEST_HOLD:
        bounds = f"{in_words(SHORTEST_HOLD)} to {in_words(LONGEST_HOLD)}"
        why = (
            "a press would often be a hold, and cream could not be timed"
            if hold.value < SHORTEST_HOLD
            else f"a button is stuck after {in_words(STUCK)}, and people let go long before"
        )
        hold.place.wrong(f"hold must be {bounds}, not {in_words(hold.value)}: {why}")
    samples = ceil(debounce.value / scan.value) + 1
    return scan.value, ButtonTimes(debounce.value, samples, hold.value, guard.value)
