"""The installer, as the person at the keyboard has it: a checkout, options, and what it says."""

import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SHIPPED: Final = Path("/srv/station")
"""The checkout under test."""
PARTS: Final = ("station", "systemd", "config", "pyproject.toml", "README.md", "LICENSE")
"""What of a checkout is installed."""
WHEELS: Final = ("--wheels", "/host/wheels")
HOME: Final = Path("/opt/station")
VERSIONS: Final = Path("/opt/station.versions")


@dataclass(frozen=True)
class Said:
    """What the installer said, and how it ended."""

    status: int
    out: str
    err: str


def install(*options: str, checkout: Path = SHIPPED) -> Said:
    """Run it; both its outputs are printed, to be read by whoever looks at the report.

    In the tests' own environment: packages that PYTHONPATH shows are nothing to the service.
    """
    began = time.monotonic()
    ended = subprocess.run(
        [checkout / "systemd/install.sh", *options],
        cwd="/", capture_output=True, text=True, check=False,
    )  # fmt: skip
    print(f"$ install.sh {' '.join(options)}", ended.stdout + ended.stderr, sep="\n", end="")
    print(f"[status {ended.returncode}, {time.monotonic() - began:.0f} s]")
    return Said(ended.returncode, ended.stdout, ended.stderr)


def installed(*options: str, checkout: Path = SHIPPED) -> str:
    """Run it, which must succeed, and complain of nothing. What it said."""
    said = install(*options, checkout=checkout)
    assert (said.status, said.err) == (0, "")
    return said.out


def newer(number: str) -> Path:
    """Another checkout beside the shipped one: the same station with another version's number."""
    checkout = Path(f"/srv/station-{number}")
    shutil.rmtree(checkout, ignore_errors=True)
    for part in PARTS:
        to = checkout / part
        to.parent.mkdir(exist_ok=True)
        if (SHIPPED / part).is_dir():
            shutil.copytree(SHIPPED / part, to, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(SHIPPED / part, to)
    package = checkout / "station/__init__.py"
    versioned = re.sub(r'(?<=^__version__ = ").+(?="$)', number, package.read_text(), flags=re.M)
    assert number in versioned
    package.write_text(versioned)
    return checkout


def add(file: Path, text: str) -> None:
    """Some more lines at its end."""
    file.write_text(file.read_text() + text)
