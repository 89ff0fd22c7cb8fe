"""Every figure, measured now: `python -m tests.bench [--json FILE] [PART...]`, or `make bench`."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench import panels, sound
from tests.bench.figure import Figure, as_json, table

PARTS: dict[str, Callable[[], list[Figure]]] = {"panels": panels.figures, "sound": sound.figures}
"""By name, what measures the figures of a part."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    arguments = parser.parse_args(argv)
    unknown = set(arguments.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    figures = [f for part in arguments.parts or PARTS for f in PARTS[part]()]
    print(table(figures))
    if arguments.json:
        arguments.json.write_text(as_json(figures), encoding="utf-8")
    return 0 if all(figure.met is not False for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
