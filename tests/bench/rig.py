"""A station to be measured: its config, its process, and what burns the processor beside it."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.journal.measure import centile
from tests.soak import factory
from tests.soak.bare import ROOT
from tests.soak.ward import POINTS
from tests.soak.wires import Wires, boot_us

BUTTONS: Final = range(4, 12)
LAMPS: Final = (12, 13, *range(22, 28))
BUZZERS: Final = range(14, 22)
ON_A_PANEL: Final = 4
"""Bays."""
URGENT: Final = 10
"""How much nicer than the service its neighbours are (systemd/station.service)."""
PATIENCE: Final = 60_000_000
"""Microseconds that a machine may take to start a station, and to have it sound."""
CONFIG: Final = """\
station: bench
protocol: {protocol}
bays:
{bays}
panels:
{panels}
buzzers:
{buzzers}
journal: journal.db
"""
PYTHON: Final = os.environ.get("STATION_BENCH_PYTHON", sys.executable)
"""What runs all that is measured. `make bench` names one that has what a station is given and no
more: what tests need costs whoever imports something, msgspec `typing_extensions` for one."""
Process = subprocess.Popen[bytes]


@dataclass(frozen=True)
class Load:
    """What burns each core beside the station."""

    name: str
    nice: int | None
    """How much less urgent it is than the station; None: there is none."""


QUIET: Final = Load("no load", None)
EQUAL: Final = Load("load of equal priority", 0)
NICER: Final = Load("load as the service has it", URGENT)


def configured(folder: Path, bays: int, protocol: str = "numb520", text: str | None = None) -> Path:
    """Write a config of so many bays: each with a lamp and a buzzer, four of them on a panel.

    `text` is the protocol's own file, if it is none that is shipped.
    """
    if text is not None:
        (folder / "protocols").mkdir()
        (folder / "protocols" / f"{protocol}.yaml").write_text(text)
    beds = range(bays)
    panels = [
        [f"bed-{i}" for i in beds[first : first + ON_A_PANEL]] for first in beds[::ON_A_PANEL]
    ]
    path = folder / "station.yaml"
    path.write_text(
        CONFIG.format(
            protocol=protocol,
            bays="\n".join(
                f"  - {{id: bed-{i}, button: {BUTTONS[i]}, lamp: {LAMPS[i]}}}" for i in beds
            ),
            panels="\n".join(
                f"  - {{address: {0x3C + n}, bays: [{', '.join(shown)}]}}"
                for n, shown in enumerate(panels)
            ),
            buzzers="\n".join(f"  - {{pin: {BUZZERS[i]}, bays: [bed-{i}]}}" for i in beds),
        )
    )
    return path


def program(
    module: str,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    stdin: int | None = None,
    stdout: int = subprocess.DEVNULL,
) -> Process:
    """A module of the tests' own as a process like the station's."""
    return subprocess.Popen(
        [PYTHON, "-m", module, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        stdin=stdin,
        stdout=stdout,
    )


def idle_station(config: Path) -> Process:
    """`station run` on mock pins that nobody presses."""
    environment = {"GPIOZERO_PIN_FACTORY": "mock"}
    return program("tests.bench.unclaimed", str(config), environment=environment)


def wired_station(config: Path, wires: Path) -> Process:
    """`station run` on pins at the end of wires."""
    points = config.parent / "points" / "soak-0.dist-info"
    points.mkdir(parents=True)
    (points / "METADATA").write_text("Metadata-Version: 2.1\nName: soak\nVersion: 0\n")
    (points / "entry_points.txt").write_text(POINTS)
    environment = {
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(points.parent))),
        "GPIOZERO_PIN_FACTORY": factory.NAME,
        factory.WIRES: str(wires),
    }
    return program("tests.bench.unclaimed", str(config), environment=environment)


def looked_after(process: Process, opened: ExitStack) -> Process:
    """The process, killed and buried when `opened` is closed."""
    opened.enter_context(process)  # waits for its end, after
    opened.callback(process.kill)
    return process


def burn(load: Load, opened: ExitStack) -> None:
    """Keep every core busy until `opened` is closed."""
    for _ in range(0 if load.nice is None else os.cpu_count() or 1):
        command = [sys.executable, "-c", f"import os; os.nice({load.nice})\nwhile True: pass"]
        looked_after(subprocess.Popen(command), opened)


def sounded(wires: Wires, station: Process) -> None:
    """Wait for the sound of the start, and until it is over. RuntimeError if there is none."""
    until = boot_us() + PATIENCE
    while not any(edge.level for edge in wires.edges()):
        wait(until, station)
    time.sleep(0.5)


def wait(until: int, station: Process) -> None:
    """A moment. Raises RuntimeError if it is too late (us of the boot clock), or nobody works."""
    if station.poll() is not None or boot_us() > until:
        raise RuntimeError("the station does not work")
    time.sleep(0.1)


def centiles(values: Sequence[float]) -> tuple[tuple[str, float], ...]:
    """What is told of many measurements: the middle, nearly the worst, the worst."""
    return (("p50", centile(values, 50)), ("p99", centile(values, 99)), ("max", max(values)))
