"""How long a start reads in the journal, whatever it has been through.

A journal of a million rows beside one of a thousand, either as a kill left it where a start costs
most: just before the next snapshot, with a log that is not yet in the database.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.figure import Figure
from tests.journal.measure import MILLION, full_journal, start

FEW: Final = 1_000
STARTS: Final = 15
FLAT: Final = 1.5
"""So many times as long may the long journal take."""


def figures() -> list[Figure]:
    """What `make bench` tells."""
    with tempfile.TemporaryDirectory() as folder:
        long, short = Path(folder) / "long.db", Path(folder) / "short.db"
        full_journal(long, MILLION)
        full_journal(short, FEW)
        return [flat(lambda: start(long), lambda: start(short), STARTS)]


def flat(long: Callable[[], float], short: Callable[[], float], starts: int) -> Figure:
    """The middle of so many starts of each, by turns; in ms."""
    times = [(long(), short()) for _ in range(starts)]
    return Figure(
        f"journal of {MILLION:,} rows, opened and its past known",
        median(ours for ours, _ in times),
        "ms",
        median(few for _, few in times),
        f"of {FEW:,} rows",
        goal=FLAT,
    )
