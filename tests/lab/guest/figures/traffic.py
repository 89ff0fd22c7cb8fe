"""What goes over the panels' bus: the station's own driving beside luma's stock driver."""

import time
from typing import Final

from luma.core.interface.serial import i2c
from luma.oled.device import ssd1306

from tests.bench.figure import Figure
from tests.lab.guest import service
from tests.lab.guest.clock import now, sleep_until, until
from tests.lab.guest.figures import beds
from tests.lab.guest.lines import pull
from tests.lab.guest.panel import Panel, bus_bytes

WATCHED: Final = 60_000
"""Milliseconds of a countdown."""
STOCK: Final = 10
"""Frames; each takes the same."""


def figures() -> list[Figure]:
    """One bay counting on one 128x64 panel, against a whole frame each second."""
    beds.one_bed()
    pull(beds.BUTTONS[0], up=False)
    time.sleep(0.2)
    pull(beds.BUTTONS[0], up=True)
    until(lambda: any(fact["kind"] == "applied" for fact in service.facts()))
    sleep_until(now() + 5_000)
    before = bus_bytes()
    sleep_until(now() + WATCHED)
    ours = (bus_bytes() - before) / (WATCHED / 1000)
    picture = Panel().picture()
    service.stop()
    device = ssd1306(i2c(port=1, address=0x3C))
    before = bus_bytes()
    for _ in range(STOCK):
        device.display(picture)
    stock = (bus_bytes() - before) / STOCK
    device.cleanup = lambda: None  # it would clear the panel at the end of this process
    return [
        Figure("I2C while counting", ours, "B/s", stock, "luma's driver, a frame a second", 1 / 6)
    ]
