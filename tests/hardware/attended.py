"""Two panels on a bus, attended in virtual time."""

from station.core.reports import PanelReport
from station.core.screen import Screen
from station.drawing.frame import draw
from station.hardware.glass import RecordingBus, glass_for
from station.hardware.panel import Panel
from station.hardware.panelworker import PanelRound
from tests.drawing.scenes import scene

CONTACT, OVERDUE, READY = scene("contact"), scene("overdue"), scene("ready")
ADDRESSES = (0x3C, 0x3D)
DRIVERS = ("ssd1306", "sh1106")


class Ward:
    """Two panels on a bus, attended in virtual time."""

    def __init__(
        self,
        *,
        lazy: bool = False,
        bus: RecordingBus | None = None,
        drivers: tuple[str, ...] = DRIVERS,
    ) -> None:
        self.bus = bus or glass_bus(drivers)
        self.round = PanelRound(panels_on(self.bus, drivers), lazy=lazy)
        self.now = 0
        self.due: int | None = None
        self.reports: list[tuple[int, PanelReport]] = []

    def attend(self) -> None:
        self.due = self.round.attend(self.now)
        self.reports += [(self.now, report) for report in self.round.reports()]

    def wait(self, ms: int) -> None:
        """Let time pass, attending whenever the round wants it."""
        end = self.now + ms
        while self.due is not None and self.due <= end:
            self.now = max(self.now, self.due)
            self.attend()
        self.now = end

    def show(self, index: int, screen: Screen) -> None:
        self.round.show(index, screen)
        self.attend()

    def sees(self, index: int) -> bytes:
        return self.round.picture(index).tobytes()


def glass_bus(drivers: tuple[str, ...] = DRIVERS) -> RecordingBus:
    return RecordingBus(
        {
            address: glass_for(driver, 128, 64)
            for address, driver in zip(ADDRESSES, drivers, strict=True)
        }
    )


def panels_on(bus: RecordingBus, drivers: tuple[str, ...] = DRIVERS) -> dict[int, Panel]:
    return {
        index: Panel(driver, 128, 64, 0, address=address, bus=bus)
        for index, (address, driver) in enumerate(zip(ADDRESSES, drivers, strict=True))
    }


def picture_of(screen: Screen) -> bytes:
    return draw(screen, (128, 64)).tobytes()
