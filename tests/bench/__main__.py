"""Every figure, measured now: `python -m tests.bench [PART...]`, or `make bench`.

On a machine that does nothing else. A part that cannot be measured is told, and the others are
measured all the same.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench import growth, idle, panels, press, recovery, replay, sound, start
from tests.bench.figure import Figure
from tests.bench.told import Part, UnreadableError, page, saved, this_machine, today, with_page

PARTS: dict[str, Callable[[], list[Figure]]] = {
    "sound": sound.figures,
    "press": press.figures,
    "idle": idle.figures,
    "start": start.figures,
    "panels": panels.figures,
    "replay": replay.figures,
    "recovery": recovery.figures,
    "month": growth.figures,
    "faults": growth.of_faults,
}
"""By name, what measures the figures of a part."""
LONG = ("faults",)
"""Those that are measured only if they are asked for."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and tell. 0: every goal is met; 1: one is not; 2: one could not be measured."""
    arguments = _arguments(argv)
    parts: dict[str, Part] = {}
    failed = False
    for name in arguments.parts or [p for p in PARTS if arguments.long or p not in LONG]:
        begun = time.monotonic()
        try:
            figures = PARTS[name]()
        except (RuntimeError, OSError) as why:
            print(f"{name} could not be measured: {why}", file=sys.stderr)
            failed = True
            continue
        took = time.monotonic() - begun
        print(f"{name}: {took:.0f} s", file=sys.stderr, flush=True)
        parts[name] = Part(today(), round(took, 1), this_machine(), figures)
    if parts:
        print(page(parts))
    try:
        _leave(parts, arguments.json, arguments.readme)
    except (UnreadableError, OSError) as why:
        print(f"the figures could not be written: {why}", file=sys.stderr)
        failed = True
    if failed:
        return 2
    return 0 if all(f.met is not False for part in parts.values() for f in part.figures) else 1


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--long", action="store_true", help=f"{', '.join(LONG)} as well")
    parser.add_argument("--json", type=Path, metavar="FILE",
                        help="write the figures there; parts not measured now stay")  # fmt: skip
    parser.add_argument("--readme", type=Path, metavar="FILE",
                        help="put the table of all in the JSON file at its marks")  # fmt: skip
    arguments = parser.parse_args(argv)
    unknown = set(arguments.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if arguments.readme and not arguments.json:
        parser.error("--readme tells what is in the file of --json: name one")
    return arguments


def _leave(parts: dict[str, Part], file: Path | None, readme: Path | None) -> None:
    if file is None:
        return
    everything = saved(file, parts, PARTS)
    if readme is not None and everything:
        text = with_page(readme.read_text(encoding="utf-8"), page(everything))
        readme.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
