"""From power to the first picture: when the kernel, systemd and the station were done."""

from typing import Final

from tests.bench.figure import Figure
from tests.lab.guest import service
from tests.lab.guest.clock import until
from tests.lab.guest.figures.load import PYTHON
from tests.lab.guest.panel import Panel
from tests.lab.guest.service import run

TRIES: Final = 3
"""The best counts: files are then in memory for both, and nothing else was going on."""
ALONE: Final = "importing gpiozero, luma.oled, Pillow, yaml alone"


def figures() -> list[Figure]:
    """Of this boot; to be asked before the service is touched."""
    forked = int(service.prop("ExecMainStartTimestampMonotonic")) / 1e6
    booted = [
        Figure("boot to the service's start", forked, "s"),
        Figure("boot to the first picture", Panel().count("frame") / 1e3, "s"),
    ]
    imports = min(_imports() for _ in range(TRIES))
    ready, picture = zip(*(_start() for _ in range(TRIES)), strict=True)
    return [
        *booted,
        Figure("start to timers running", min(ready), "s", imports, ALONE),
        Figure("start to the first picture", min(picture), "s", imports, ALONE),
    ]


def _start() -> tuple[float, float]:
    """Seconds from the process's start until its timers run, and until it shows something."""
    service.stop()
    panel = Panel()
    panel.reset()
    service.start()
    forked = int(service.prop("ExecMainStartTimestampMonotonic")) / 1e6
    ready = int(service.prop("ActiveEnterTimestampMonotonic")) / 1e6
    until(lambda: panel.count("frame"))
    return ready - forked, panel.count("frame") / 1e3 - forked


def _imports() -> float:
    """Seconds that the libraries take."""
    code = (
        "import time; began = time.monotonic()\n"
        "import gpiozero, gpiozero.pins.lgpio, luma.oled.device, luma.core.interface.serial\n"
        "import PIL.Image, yaml; print(time.monotonic() - began)"
    )
    return float(run("env", "-C", "/run", PYTHON, "-c", code).split()[-1])
