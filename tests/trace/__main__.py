"""What is promised, with its tests, and the risks: `python -m tests.trace`, or `make trace`."""

import sys
from pathlib import Path

from tests.trace.orphans import TESTS, problems, read_trace
from tests.trace.printed import markdown, terminal

LONG = Path("build/trace.md")
"""Where the long form is left, with every test of every sentence."""


def main(tests: Path = TESTS, long: Path = LONG) -> int:
    """Print it; 1 if anything is an orphan."""
    trace = read_trace(tests)
    print(terminal(trace))
    long.parent.mkdir(exist_ok=True)
    long.write_text(markdown(trace), encoding="utf-8")
    print(f"Every test of every sentence: {long}")
    found = problems(trace)
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
