"""A panel on a bus that looks at its glass after every write."""

from typing import Any

from station.core.change import replace
from station.core.screen import Screen
from station.hardware.glass import Glass, RecordingBus, glass_for
from station.hardware.panel import Panel
from tests.drawing.scenes import scene

CONTACT, OVERDUE, READY = scene("contact"), scene("overdue"), scene("ready")
ADDRESS = 0x3C
INITIALISATION = {
    "ssd1306": "00 d580 a83f d300 40 8d14 2000 a1 c8 da12 d9f1 db40 a4 a6",
    "sh1106": "00 20 10 b0 c8 00 10 40 a1 a6 a83f a4 d300 d5f0 d922 da12 db20 8d14",
}


class WatchedBus(RecordingBus):
    """A bus that looks at the panel after every write."""

    def __init__(self, glass: Glass) -> None:
        super().__init__({ADDRESS: glass}, log=True)
        self.seen: list[bytes] = []

    def write(self, address: int, payload: bytes) -> None:
        super().write(address, payload)
        picture = self.picture(address)
        assert picture is not None
        self.seen.append(picture.tobytes())


ASKING = b"\x00"
"""What goes before the status byte is read."""


def written(bus: RecordingBus) -> list[bytes]:
    """What was sent, but for what only asks."""
    return [payload for _, payload in bus.log if payload != ASKING]


def on_a_bus(driver: str = "ssd1306", width: int = 128, height: int = 64, rotate: int = 0) -> Any:
    bus = WatchedBus(glass_for(driver, width, height))
    return bus, Panel(driver, width, height, rotate, address=ADDRESS, bus=bus)


def settled(driver: str = "ssd1306") -> Any:
    """A panel that has shown CONTACT for a while, and needs to send no whole frame."""
    bus, panel = on_a_bus(driver)
    for now in (0, 1):
        panel.show(CONTACT, now)
    bus.log.clear()
    return bus, panel


def tick(second: int) -> Screen:
    return replace(CONTACT, figure=f"{12 - second // 60}:{59 - second % 60:02d}")
