"""Which wheels a Pi is given, for each Python: `make wheels` asks the index.

It prints hardware.md's table. Every wheel is downloaded for real: a list of files promises less.
Without `--write` the table is only printed. Ends with 1 if something has no wheel that hardware.md
knows no cure for.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.lab.packages import GLIBCS, PIP
from tests.matrix.environment import UV
from tests.matrix.project import ROOT, pythons

PAGE: Final = ROOT / "hardware.md"
BEGIN: Final = "<!-- printed by make wheels; do not edit -->"
END: Final = "<!-- end of the wheels -->"
NONE: Final = "**none**"
PURE: Final = ", pure"
DAEMON: Final = ("pi", "mqtt")
"""The extras of a Pi."""
MACHINE: Final = "aarch64"
BUILD: Final = ("flit_core",)
"""What pip fetches besides, to build the station itself."""


def wanted(python: str) -> list[str]:
    """Everything that the daemon needs on a Python, to the last: `name==version`, the newest."""
    ended = subprocess.run(
        [
            *UV, "pip", "compile", "--no-header", "--no-annotate", "--python-version", python,
            "--python-platform", f"{MACHINE}-manylinux_2_34",
            *(f"--extra={extra}" for extra in DAEMON), "pyproject.toml",
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ended.returncode:
        raise SystemExit(f"wheels for {python}: {ended.stderr.strip()}")
    return [*ended.stdout.split(), *BUILD]


def download(python: str, packages: Sequence[str], into: Path) -> bool:
    """Have them all as wheels for a Pi of 64 bits; False if one has none."""
    platforms = [f"--platform={system}_{MACHINE}" for system in (*GLIBCS, "linux")]
    ended = subprocess.run(
        [
            *PIP, "download", "--no-deps", "--only-binary=:all:", "--implementation=cp",
            f"--python-version={python}", *platforms, "--dest", str(into), *packages,
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ended.returncode and "No matching distribution" not in ended.stderr:
        raise SystemExit(f"wheels for {python}: {ended.stderr.strip()}")
    return ended.returncode == 0


def cells(python: str) -> dict[str, str]:
    """By package: the version of its wheel, or that there is none."""
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder)
        packages = wanted(python)
        if not download(python, packages, into):
            for package in packages:
                download(python, [package], into)
        found = dict(map(_read, into.glob("*.whl")))
    names = [_canonical(package.partition("==")[0]) for package in packages]
    return {name: found.get(name, NONE) for name in names}


def _read(wheel: Path) -> tuple[str, str]:
    """A wheel's name and version, from its file's name."""
    name, version, *_, platform = wheel.stem.split("-")
    return _canonical(name), version + (PURE if platform == "any" else "")


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def printed(columns: Mapping[str, Mapping[str, str]], day: str) -> str:
    """The table: what each Python is given."""
    names = sorted({name for column in columns.values() for name in column})
    rows = [
        ["package", *columns],
        ["---", *("---" for _ in columns)],
        *(
            [name, *(column.get(name, "not needed") for column in columns.values())]
            for name in names
        ),
    ]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([f"Downloaded on {day}, for {MACHINE}:", "", *lines])


def reprinted(text: str, table: str) -> str:
    """hardware.md with another table. Raises ValueError if it lacks the marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"no {BEGIN!r} ... {END!r} to print between")
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def main(arguments: Sequence[str]) -> int:
    """Ask, print, and with --write put it into hardware.md."""
    columns = {python: cells(python) for python in pythons()}
    table = printed(columns, datetime.now(UTC).date().isoformat())
    print(table)
    page = PAGE.read_text(encoding="utf-8")
    if "--write" in arguments:
        PAGE.write_text(reprinted(page, table), encoding="utf-8")
    cured = page.partition(END)[2]
    lacking = {name for column in columns.values() for name in column if column[name] == NONE}
    return int(any(f"**{name}**" not in cured for name in lacking))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
