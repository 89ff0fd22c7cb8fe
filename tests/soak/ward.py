"""A place for a station: its config, its pins, its journals, and how it is started."""

import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from station.hardware.holder import PinClaim, PinHeldError
from tests.soak import factory
from tests.soak.bare import ROOT
from tests.soak.law import Terms
from tests.soak.life import Life
from tests.soak.wires import Wires

TERMS: Final = Terms(contact=3000, removal=1500, effect=4000)
PROTOCOL: Final = """\
protocol: {name}
name: {name}
source: of the soak, short so that a visit sees all its phases
contact: 3s
removal: 1500ms
effect: 4s
silence_first: {silence_first}
"""
CONFIG: Final = """\
station: soak
bays:
  - {{id: bed-1, button: {0}, protocol: wipes}}
  - {{id: bed-2, button: {1}, protocol: silences}}
panels: [{{port: 7}}]
buzzers: [{{pin: {2}, bays: [bed-1]}}, {{pin: {3}, bays: [bed-2]}}]
button: {{scan: 10ms, debounce: 30ms, hold: 500ms, guard: 200ms}}
journal: {journal}
clock: trusted
"""
BAYS: Final = ("bed-1", "bed-2")
SETS: Final = 6
POINTS: Final = f"""\
[gpiozero_pin_factories]
{factory.NAME} = {factory.__name__}:{factory.WiredFactory.__name__}
"""


class Ward:
    """Everything that a station needs, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reserved, pins = _pins()
        self.buttons: Mapping[str, int] = dict(zip(BAYS, pins[:2], strict=True))
        self.buzzers: Mapping[str, int] = dict(zip(BAYS, pins[2:], strict=True))
        self.wires = Wires(folder / "wires")
        self._config = folder / "station.yaml"
        self._journals = 0
        self._journal = folder
        self._lives = 0
        self._pids: set[int] = set()
        (folder / "protocols").mkdir()
        for name, silence_first in (("wipes", "false"), ("silences", "true")):
            text = PROTOCOL.format(name=name, silence_first=silence_first)
            (folder / "protocols" / f"{name}.yaml").write_text(text)
        points = folder / "points" / "soak-0.dist-info"
        points.mkdir(parents=True)
        (points / "METADATA").write_text("Metadata-Version: 2.1\nName: soak\nVersion: 0\n")
        (points / "entry_points.txt").write_text(POINTS)
        self._environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(points.parent))),
            "GPIOZERO_PIN_FACTORY": factory.NAME,
            factory.WIRES: str(folder / "wires"),
        }

    def new_journal(self) -> None:
        """From the next start on there is another one."""
        self._journals += 1
        self._journal = self._folder / f"journal-{self._journals}" / "journal.db"
        pins = (*self.buttons.values(), *self.buzzers.values())
        self._config.write_text(CONFIG.format(*pins, journal=self._journal))

    def start(self) -> Life:
        """A real station process."""
        self._lives += 1
        command = (sys.executable, "-m", "station", "run", "-c", str(self._config))
        life = Life(command, self._environment, number=self._lives, journal=self._journal)
        self._pids.add(life.pid)
        return life

    def refused(self, life: Life) -> bool:
        """Whether a life ended at once because a process that is none of ours had one of the pins.

        Other tests on this machine take any pins they find free.
        """
        holder = re.search(r"pin \d+ is held by process (\d+) ", life.errors)
        return life.ended() and holder is not None and int(holder[1]) not in self._pids

    def close(self) -> None:
        """Let go of pins and wires."""
        self.wires.close()
        self._reserved.close()


def _pins() -> tuple[socket.socket, tuple[int, ...]]:
    """Four pins that no other station has, nor another soak between two lives of its station."""
    for number in range(SETS):
        reserved = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        pins = (0, 1, 26, 27) if not number else tuple(range(4 * number, 4 * number + 4))
        try:
            reserved.bind(f"\0station.soak.{number}")
            PinClaim(pins).close()
        except (OSError, PinHeldError):
            reserved.close()
            continue
        return reserved, pins
    raise PinHeldError("all pins are held by others")
