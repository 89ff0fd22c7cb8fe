"""The figures of the real path: `python -m tests.lab.guest.figures MINUTES`, in the guest.

MINUTES is how long the station is watched idle, and as long busy. Prints a table, and leaves it
with the same as JSON in the host's directory.
"""

import random
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.bench.figure import Figure, as_json, table
from tests.lab.guest import service
from tests.lab.guest.clock import now, sleep_until
from tests.lab.guest.figures import beds, busy, starting, traffic
from tests.lab.guest.figures.load import Cost, bare, reading, sleeper
from tests.lab.guest.lines import pull
from tests.lab.guest.tracer import tracing

OUT: Final = Path("/host/out")
SETTLE: Final = 5_000
"""Milliseconds after a start before anything is counted."""
ECHOES: Final = 60
FELT: Final = 250.0
"""Milliseconds after which people begin to press again. Emulation is as slow as a Zero 2 W."""


def centile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent do not exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def main(minutes: float) -> int:
    """All of them. Exit status 1 if a goal was missed."""
    figures = starting.figures()
    beds.eight_beds()
    figures += idle(minutes)
    figures += at_work(minutes)
    service.stop()
    figures += traffic.figures()
    (OUT / "figures.json").write_text(as_json(figures))
    print(table(figures))
    return 0 if all(figure.met is not False for figure in figures) else 1


def idle(minutes: float) -> list[Figure]:
    """Nobody is there. The references run after it: they read the same pins."""
    ours = _watched("station", minutes)
    service.stop()
    with bare("lab-read", "read", *map(str, beds.BUTTONS)):
        loop = _watched("lab-read", min(minutes, 1))
    with bare("lab-load", "load"):
        sleep_until(now() + SETTLE)
        memory = reading("lab-load").memory
    service.start()
    return [
        Figure(
            f"CPU idle, 8 bays, {minutes:g} min", ours.share, "% of a core",
            loop.share, "a loop that reads the same pins",
        ),
        Figure("memory idle", ours.memory, "MB", memory, "the same libraries, imported alone"),
    ]  # fmt: skip


def _watched(unit: str, minutes: float) -> Cost:
    sleep_until(now() + SETTLE)
    before = reading(unit)
    sleep_until(now() + 60_000 * minutes)
    return before.until(reading(unit))


def at_work(minutes: float) -> list[Figure]:
    """Eight beds, an alarm or two a second."""
    began = now()
    with tracing() as trace:
        before = reading("station")
        fingers = busy.work(began + 60_000 * minutes, random.Random("busy"))
        cost = before.until(reading("station"))
        late = busy.latenesses(trace, began)
        lamps = busy.answers(fingers, trace)
        unseen = busy.unseen(fingers, trace)
    service.stop()
    for at, bed in unseen:
        print(f"bed {bed}, pressed at {at:.0f}: no answer; {trace.of(beds.LAMPS[bed])}")
    echoes, slept = _echoes(), _slept()
    return [
        Figure(f"CPU busy, 8 bays, {minutes:g} min", cost.share, "% of a core"),
        Figure("memory busy", cost.memory, "MB"),
        Figure(
            "presses without an answer on the lamp", len(unseen), f"of {len(fingers.downs)}", goal=0
        ),
        *_compared("button line to lamp line", lamps, echoes, "a bare loop, 10 ms, 4 samples"),
        *_compared("deadline to buzzer line", late, slept, "a bare loop that sleeps"),
    ]


def _compared(
    name: str, ours: Sequence[float], reference: Sequence[float], against: str
) -> list[Figure]:
    return [
        *(
            Figure(
                f"{name}, p{percent} of {len(ours)}", centile(ours, percent), "ms",
                centile(reference, percent), against,
            )
            for percent in (50, 99)
        ),
        Figure(f"{name}, the slowest", max(ours), "ms", goal=FELT),
    ]  # fmt: skip


def _echoes() -> list[float]:
    """The bare loop's answers on the same lines."""
    button, lamp = beds.BUTTONS[0], beds.LAMPS[0]
    chance = random.Random("echo")
    with bare("lab-echo", "echo", str(button), str(lamp)), tracing() as trace:
        sleep_until(now() + SETTLE)
        downs = []
        for _ in range(ECHOES):
            downs.append((now(), 0))
            pull(button, up=False)
            sleep_until(now() + busy.DOWN)
            pull(button, up=True)
            sleep_until(now() + busy.BETWEEN + chance.uniform(0, 100))
        return busy.answers(busy.Fingers(downs), trace)


def _slept() -> list[float]:
    """How late a bare loop changes a line."""
    line = beds.BUZZERS[0]
    with tracing() as trace:
        process = sleeper(line)
        began = now() + 1000
        instants = [began + 317 * k for k in range(ECHOES)]
        process.communicate("".join(f"{instant}\n" for instant in instants), timeout=300)
        edges = [edge.at for edge in trace.of(line) if edge.at >= began]
    return [edge - instant for edge, instant in zip(edges, instants, strict=False)]


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
