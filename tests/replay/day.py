"""A busy day of eight bays, and how long it takes to play: `python tests/replay/day.py`."""

import io
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from itertools import product
from pathlib import Path

# Run as a program, it finds its neighbours from here.
sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from station.core.duration import DAY, HOUR, MINUTE, SECOND
from station.readers.durationtext import in_words
from station.replay.play import play
from station.replay.scenario import Scenario, read_scenario

BAYS = 8
APPLICATIONS = 6
PINS = (4, 5, 6, 12, 13, 16, 17, 18, 7, 8, 9, 10, 11, 14, 15, 19)
KINDS = {"fact,pin": "facts and pins", "fact,pin,screen": "and screens"}


def busy_day(
    folder: Path,
    panels: int = 2,
    *,
    bays: int = BAYS,
    applications: int = APPLICATIONS,
    days: int = 1,
) -> Scenario:
    """24 h or some of them; each bay has six applications, answered after 45 s, wiped after 75 s.

    On every further day a new client comes first.
    """
    steps = []
    for day, bay in product(range(days), range(bays)):
        if day:
            steps.append((day * DAY + bay * 7 * SECOND, "hold", bay))
        for n in range(applications):
            on = day * DAY + 10 * MINUTE + bay * 407 * SECOND + n * (3 * HOUR + 61 * SECOND)
            due = on + 20 * MINUTE
            steps += [(at, "press", bay) for at in (on, due + 45 * SECOND, due + 75 * SECOND)]
    lines = [
        f"  - {{at: {in_words(at)}, {what}: bed-{bay + 1}}}" for at, what, bay in sorted(steps)
    ]
    (folder / "day.yaml").write_text(
        "\n".join(["config: station.yaml", f"end: {24 * days}h", "steps:", *lines])
    )
    config = ["station: day", "bays:", *_bays(bays), "panels:", *_panels(panels, bays)]
    (folder / "station.yaml").write_text("\n".join([*config, "buzzers: [{pin: 22}]"]))
    return read_scenario(folder / "day.yaml", None)


def _bays(bays: int) -> list[str]:
    return [f"  - {{id: bed-{bay + 1}, button: {PINS[bay]}}}" for bay in range(bays)]


def _panels(count: int, bays: int) -> list[str]:
    each = -(-bays // count)
    shares = [range(bays)[n * each : (n + 1) * each] for n in range(count)]
    return [
        f"  - {{port: {10 + n}, bays: [{', '.join(f'bed-{bay + 1}' for bay in share)}]}}"
        for n, share in enumerate(shares)
    ]


def main() -> None:
    """Print how long a day takes, and how much faster than the clock that is."""
    for panels in (2, 8):
        with tempfile.TemporaryDirectory() as folder:
            day = busy_day(Path(folder), panels)
        for kinds, name in KINDS.items():
            begun = time.perf_counter()
            play(day, io.StringIO(), only=frozenset(kinds.split(",")), as_json=True)
            took = time.perf_counter() - begun
            print(f"{panels} panels, {name}: {took:.1f} s, {86400 / took:,.0f} times real time")
    with tempfile.TemporaryDirectory() as folder:
        rows, size = journal_growth(Path(folder))
    year = 365 * size / 1e6
    print(
        f"its journal: {rows} rows, {size / rows:.0f} bytes each; {year:.0f} MB a year of such days"
    )


def journal_growth(folder: Path, days: int = 3) -> tuple[int, int]:
    """The rows and bytes that such a day adds to a journal that has one before."""
    day, journal = busy_day(folder), folder / "journal.db"
    sizes = []
    for _ in range(days + 1):
        play(day, io.StringIO(), only=frozenset({"fact"}), as_json=True, journal=journal)
        with closing(sqlite3.connect(journal)) as file:
            (rows,) = file.execute("SELECT count(*) FROM rows").fetchone()
        sizes.append((rows, journal.stat().st_size))
    (first, begun), (last, ended) = sizes[0], sizes[-1]
    return (last - first) // days, (ended - begun) // days


if __name__ == "__main__":
    main()
