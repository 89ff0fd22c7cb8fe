"""What a service costs, from its control group: the kernel's own account."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.lab.guest.clock import now
from tests.lab.guest.service import run, systemctl

GROUPS: Final = Path("/sys/fs/cgroup/system.slice")
PYTHON: Final = "/opt/station/bin/python"
"""The station's own: the references have the very same libraries."""
BARE: Final = str(Path(__file__).parent / "bare.py")
MB: Final = 1e6


@dataclass(frozen=True)
class Reading:
    """A moment of a control group."""

    at: float
    used: float
    """Milliseconds of processor time, since it began."""
    memory: float
    """MB of anonymous memory: what it needs, without the files that anybody may drop."""

    def until(self, later: "Reading") -> "Cost":
        """What it took from now until later."""
        return Cost(100 * (later.used - self.used) / (later.at - self.at), later.memory)


@dataclass(frozen=True)
class Cost:
    """What a service took for a while."""

    share: float
    """Percent of one core."""
    memory: float
    """MB, at the end."""


def reading(unit: str) -> Reading:
    """What a service has taken until now."""
    folder = GROUPS / f"{unit}.service"
    cpu = dict(line.split() for line in (folder / "cpu.stat").read_text().splitlines())
    memory = dict(line.split() for line in (folder / "memory.stat").read_text().splitlines())
    return Reading(now(), int(cpu["usage_usec"]) / 1e3, int(memory["anon"]) / MB)


@contextmanager
def bare(unit: str, *arguments: str) -> Iterator[None]:
    """A reference as a service of its own, at the station's priority."""
    run(
        "systemd-run", "--quiet", f"--unit={unit}", "--property=Nice=-10",
        "--working-directory=/run", PYTHON, BARE,
        *arguments,
    )  # fmt: skip
    try:
        yield
    finally:
        systemctl("stop", unit)


def sleeper(line: int) -> "subprocess.Popen[str]":
    """The bare loop that changes a line at instants; ready to be told them."""
    process = subprocess.Popen(
        ["nice", "-n", "-10", PYTHON, BARE, "sleep", str(line)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/run",
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process
