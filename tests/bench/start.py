"""From a process's start to its first correct frame, and the most memory it has had by then.

`station run` beside an interpreter that only imports the four libraries a station cannot do
without; both are fresh processes of this one, by turns, and the middle of all rounds is told. What
a panel was sent is noted with its instant and looked at afterwards: correct is the frame that is
what the drawing makes of the ready screen of that config, on a panel that is switched on.

Both run where nothing is installed but the station (rig.PYTHON). Pins are mock pins, so neither has
lgpio. All is compiled before, as pip leaves what it installs: where Python is told to write no
bytecode, a checkout would be compiled anew at each start.
"""

import compileall
import subprocess
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from station.config import StationConfig
from station.core.reports import Saved
from station.drawing.frame import draw
from station.hardware.flush import packed
from station.hardware.panels import mock_buses
from station.readers.configfile import load
from tests.bench.figure import Figure
from tests.bench.noted import Note, notes, peak
from tests.bench.rig import PATIENCE, configured, looked_after, program
from tests.core.ward import Ward
from tests.soak.bare import ROOT
from tests.soak.wires import boot_us

ROUNDS: Final = 11
LATER: Final = 10.0
"""Seconds after which memory is looked at again."""
STILL: Final = 0.4
"""Seconds without a note after which those that are there are looked at."""
TURNS: Final = 10_000
"""In so many ms a ready panel has shown all that it has to say."""
STEP: Final = 50
TIME, MEMORY = 1.5, 1.3
"""So many times what the imports take may a station."""
IMPORTS: Final = "importing the four libraries"


@dataclass(frozen=True)
class Started:
    """A process that has come as far as it was to."""

    ms: float
    """After it was started."""
    kib: int
    """Its peak of memory by then."""


def figures() -> list[Figure]:
    """What `make bench` tells."""
    for part in ("station", "tests"):
        compileall.compile_dir(ROOT / part, quiet=2)
    imports, stations = [], []
    for _ in range(ROUNDS):
        imports.append(imported())
        stations.append(first_frame()[0])
    _, later = first_frame(later=LATER)
    return told(stations, imports, later)


def told(stations: list[Started], imports: list[Started], later: int) -> list[Figure]:
    """The figures; `later` is the station's peak after a while."""
    memory = median(each.kib for each in imports) / 1024
    return [
        Figure(
            "start to the first correct frame",
            median(each.ms for each in stations),
            "ms",
            median(each.ms for each in imports),
            IMPORTS,
            goal=TIME,
        ),
        *(
            Figure(f"peak memory, {when}", kib / 1024, "MiB", memory, IMPORTS, goal=MEMORY)
            for when, kib in (
                ("at the first correct frame", median(each.kib for each in stations)),
                (f"after {LATER:.0f} s", later),
            )
        ),
    ]


def imported() -> Started:
    """An interpreter that only imports."""
    begun = boot_us()
    with program("tests.bench.importing", stdout=subprocess.PIPE) as process:
        said, _ = process.communicate()
    if process.returncode:
        raise RuntimeError("the libraries cannot be imported")
    now, most = said.split()
    return Started((int(now) - begun) / 1000, int(most))


def first_frame(later: float = 0) -> tuple[Started, int]:
    """A station of one bay; with the peak of its memory in KiB after so many seconds more.

    Raises RuntimeError if it never shows a correct frame.
    """
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        config = configured(folder, 1)
        noted = folder / "noted"
        begun = boot_us()
        station = looked_after(
            program("tests.bench.noted", str(config), str(noted),
                    environment={"GPIOZERO_PIN_FACTORY": "mock"}), opened)  # fmt: skip
        loaded = load(config)
        frame = None
        while frame is None:
            if station.poll() is not None or boot_us() > begun + PATIENCE:
                raise RuntimeError("the station shows no correct frame")
            frame = correct(loaded, notes(_when_still(noted)))
        time.sleep(later)
        most = peak(Path(f"/proc/{station.pid}/status").read_text(encoding="ascii"))
    return Started((frame.at - begun) / 1000, frame.peak), most


def correct(config: StationConfig, sent: Iterable[Note]) -> Note | None:
    """The first note after which the config's one panel shows a screen of a ready station.

    Where it is lit only after the frame was sent, the peak is that of the frame.
    """
    wanted = ready(config)
    bus = mock_buses(config.panels)[config.panels[0].port]
    most = 0
    for note in sent:
        bus.write(note.address, note.payload)
        most = note.peak or most
        seen = bus.picture(note.address)
        if seen is not None and packed(seen) in wanted:
            return note._replace(peak=most)
    return None


def ready(config: StationConfig) -> set[bytes]:
    """All that the panel of a ready station may show, saved or not yet."""
    panel = config.panels[0]
    wanted = set()
    for saved in (False, True):
        ward = Ward(config.plan())
        if saved:
            ward.report(Saved(1_000_000))
        for _ in range(0, TURNS, STEP):
            wanted.add(packed(draw(ward.screen(), (panel.width, panel.height))))
            ward.wait(STEP)
    return wanted


def _when_still(noted: Path) -> bytes:
    """The notes, once nothing was added for a while."""
    before, now = -1, 0
    while now != before:
        before = now
        time.sleep(STILL)
        now = noted.stat().st_size if noted.exists() else 0
    return noted.read_bytes() if now else b""
