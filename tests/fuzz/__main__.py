"""Tries every kind of input for a while, and prints what came of it (`make fuzz MINUTES=60`).

Exit status 1 if anything failed. What failed is kept, with the inputs that reached something new,
below --keep: the next run begins with them, and `--again` tries only what failed before.
"""

import argparse
import sys
import time
import warnings
from collections.abc import Sequence
from pathlib import Path

from hypothesis.errors import HypothesisWarning

from tests.fuzz.engine import Budget, Fuzz, Tally, Target
from tests.fuzz.targets.broker import BROKER
from tests.fuzz.targets.files import CONFIG, LANGUAGE, PROTOCOL
from tests.fuzz.targets.http import HTTP
from tests.fuzz.targets.journal import JOURNAL
from tests.fuzz.targets.levels import LEVELS
from tests.fuzz.targets.mqtt import MQTT
from tests.fuzz.targets.scenario import SCENARIO
from tests.fuzz.trail import CHEAP

TARGETS = {
    target.name: target
    for target in (
        *(CONFIG, PROTOCOL, LANGUAGE, SCENARIO),
        *(JOURNAL, LEVELS, MQTT, BROKER, HTTP),
    )
}
HEAD = ("input", "tried", "taken", "ends", "kept", "lines reached", "slowest", "failures")
MOST_SHOWN = 1500
"""Letters of an input on the terminal; the file has all of it."""


def main(words: Sequence[str] | None = None) -> int:
    """Try, and tell."""
    asked = _asked(words)
    chosen = [TARGETS[name] for name in asked.targets or TARGETS]
    warnings.simplefilter("ignore", HypothesisWarning)  # of strategies with long names
    budget = Budget(seconds=60 * asked.minutes / len(chosen))
    begun = time.monotonic()
    tallies = []
    for target in chosen:
        keep = asked.keep / target.name
        fuzz = Fuzz(target, seed=asked.seed, keep=keep, guided=not asked.unguided)
        tally = fuzz.repeat() if asked.again else fuzz.run(budget)
        tallies.append(tally)
        print(
            f"{target.name}: {tally.inputs} tried, {len(tally.failures)} failures", file=sys.stderr
        )
        _report(target, tally, keep, asked.seed)
    _print_table(tallies)
    taken = time.monotonic() - begun
    how = "by lines and ends" if CHEAP else "by ends (by lines too from Python 3.12 on)"
    print(f"{taken / 60:.1f} minutes, seed {asked.seed}, guided {how}")
    return 1 if any(tally.failures for tally in tallies) else 0


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="INPUT", help=", ".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=3.0, help="in all (default 3)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    parser.add_argument("--again", action="store_true", help="only what failed before")
    parser.add_argument("--unguided", action="store_true", help="any input each time, to compare")
    asked = parser.parse_args(words)
    if unknown := [name for name in asked.targets if name not in TARGETS]:
        parser.error(f"no input {unknown[0]!r}: one of {', '.join(TARGETS)}")
    return asked


def _report(target: Target, tally: Tally, keep: Path, seed: int) -> None:
    for number, failure in enumerate(tally.failures, 1):
        keep.mkdir(parents=True, exist_ok=True)
        file = keep / f"failure-{number}.txt"
        file.write_text(
            f"{failure.key}\n\n{failure.said}\n{failure.smallest}\n", "utf-8", "replace"
        )
        shown = failure.smallest[:MOST_SHOWN].encode("ascii", "backslashreplace").decode()
        print(f"\n{target.name}: {failure.key}\n{failure.said}smallest input ({file}):\n{shown}")
        print(
            f"again: python -m tests.fuzz {target.name} --again --seed {seed}"
            f" --keep {keep.parent}\n"
        )


def _print_table(tallies: Sequence[Tally]) -> None:
    rows: list[tuple[str, ...]] = [HEAD]
    for tally in tallies:
        reached, lines = tally.lines
        share = f"{reached} of {lines}, {100 * reached // lines} %" if lines else "-"
        counts = (tally.inputs, tally.clean, len(tally.ends), tally.corpus)
        slowest = f"{1000 * tally.slowest:.0f} ms"
        rows.append((tally.name, *map(str, counts), share, slowest, str(len(tally.failures))))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for row in rows:
        cells = (
            f"{cell:{'<' if n == 0 else '>'}{width}}"
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join(cells))
    print("taken: no error told; ends: distinct ways in which inputs ended, by their errors;")
    print("kept: inputs that reached something new; lines: of the code that reads this input")


if __name__ == "__main__":
    sys.exit(main())
