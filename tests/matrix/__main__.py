"""`python -m tests.matrix`: `make matrix`. Ends with 1 if a test failed anywhere.

A Python that cannot be had here is told loudly and fails nothing: who wants it to, names it with
`--must`.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, get_args

from tests.matrix.environment import Environment, NotInstalledError, Outcome, Versions
from tests.matrix.project import FOLDER, pythons
from tests.matrix.pythons import NoPythonError, find

HEAD: Final = ("python", "versions", "passed", "failed", "skipped", "time", "")
SHOWN: Final = 10
"""Failures named on the terminal; all of them are in the log."""


def main(arguments: Sequence[str]) -> int:
    """Every environment in turn, then the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.matrix")
    parser.add_argument("--pythons", type=str.split, default=pythons())
    parser.add_argument("--versions", type=str.split, default=get_args(Versions))
    parser.add_argument("--must", type=str.split, default=[])
    parser.add_argument("tests", nargs="*", help="what pytest is told; all of it after --")
    asked = parser.parse_args(arguments)
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows = [row for version in asked.pythons for row in _tried(version, asked)]
    missing = {row.python for row in rows if row.outcome is None and not row.failed}
    print("\n" + table(rows), flush=True)
    return int(any(row.failed for row in rows) or bool(missing & set(asked.must)))


class Row:
    """What came of one environment."""

    def __init__(self, python: str, versions: str, outcome: Outcome | None, why: str = "") -> None:
        self.python = python
        self.versions = versions
        self.outcome = outcome
        self.why = why
        """Why there is no outcome."""

    @property
    def failed(self) -> bool:
        """Whether something is wrong with the station, not with this machine."""
        if self.outcome is not None:
            return not self.outcome.fine
        return self.versions != ""


def _tried(version: str, asked: argparse.Namespace) -> Iterator[Row]:
    try:
        python = find(version, FOLDER)
    except NoPythonError as why:
        print(f"\nNO PYTHON {version}: {why}", flush=True)
        yield Row(version, "", None, "NOT TRIED: no such Python here")
        return
    for versions in asked.versions:
        environment = Environment(FOLDER, version, versions)
        print(f"\n{environment.name}: {python}", flush=True)
        yield _row(environment, python, asked.tests)


def _row(environment: Environment, python: Path, tests: Sequence[str]) -> Row:
    try:
        environment.make(python)
    except NotInstalledError as why:
        print(f"  CANNOT BE INSTALLED: {why}", flush=True)
        return Row(environment.version, environment.versions, None, "CANNOT BE INSTALLED")
    chosen = " ".join(f"{name} {number}" for name, number in environment.dependencies().items())
    print(f"  {chosen}", flush=True)
    outcome = environment.test(tests)
    for name in outcome.failures[:SHOWN]:
        print(f"  FAILED {name}", flush=True)
    if outcome.failures:
        print(f"  all of it: {environment.folder / environment.name}.log", flush=True)
    return Row(environment.version, environment.versions, outcome)


def table(rows: Sequence[Row]) -> str:
    """The rows in columns."""
    cells = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def _cells(row: Row) -> tuple[str, ...]:
    if row.outcome is None:
        return (row.python, row.versions, "", "", "", "", row.why)
    it = row.outcome
    minutes, seconds = divmod(round(it.seconds), 60)
    counts = (str(it.passed), str(it.failed), str(it.skipped), f"{minutes}:{seconds:02}")
    return (row.python, row.versions, *counts, "" if it.fine else "FAILED")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
