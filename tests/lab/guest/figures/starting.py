"""From power to the first picture: when the kernel, systemd and the station were done."""

from tests.bench.figure import Figure
from tests.lab.guest import service
from tests.lab.guest.figures.load import PYTHON
from tests.lab.guest.panel import Panel
from tests.lab.guest.service import run


def figures() -> list[Figure]:
    """Of this boot; to be asked before the service is touched."""
    forked = int(service.prop("ExecMainStartTimestampMonotonic")) / 1e6
    ready = int(service.prop("ActiveEnterTimestampMonotonic")) / 1e6
    frame = Panel().count("frame") / 1e3
    imports = _imports()
    return [
        Figure("boot to the service's start", forked, "s"),
        Figure("boot to the first picture", frame, "s"),
        Figure(
            "start to the first picture", frame - forked, "s",
            imports, "importing gpiozero, luma.oled, Pillow, yaml alone",
        ),
        Figure("start to timers running", ready - forked, "s", imports, "the same"),
    ]  # fmt: skip


def _imports() -> float:
    """Seconds, the best of three: the first one reads the disk, as the station's start did not."""
    code = (
        "import time; began = time.monotonic()\n"
        "import gpiozero, gpiozero.pins.lgpio, luma.oled.device, luma.core.interface.serial\n"
        "import PIL.Image, yaml; print(time.monotonic() - began)"
    )
    return min(float(run("env", "-C", "/run", PYTHON, "-c", code).split()[-1]) for _ in range(3))
