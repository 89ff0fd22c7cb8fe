"""While parts of a station fail, the others do as they would have done."""

from dataclasses import dataclass, field
from typing import TypeVar

from station.config import StationConfig
from station.core.change import replace
from station.core.outputs import PinLevels
from station.core.reports import PanelReport, Part, PinReport
from station.hardware.glass import RecordingBus, glass_for
from station.hardware.panel import Panel
from station.hardware.panelworker import PanelRound
from station.hardware.pins import StationPins
from tests.drawing.scenes import scene
from tests.hardware.breaking import BreakingFactory

CONTACT = scene("contact")
SCAN, PULSE, END = 10, 200, 10_000
FROM, TO = 2_000, 7_000
"""When what fails does."""
PANELS = (0x3C, 0x3D)
DEAD_BUZZER, DEAD_PANEL = 22, 1
T = TypeVar("T")


@dataclass(slots=True)
class Day:
    """What could be heard, seen and felt, with its instants."""

    pins: dict[int, list[tuple[int, float]]] = field(default_factory=dict)
    pictures: dict[int, list[tuple[int, bytes]]] = field(default_factory=dict)
    presses: list[tuple[int, list[bool | None]]] = field(default_factory=list)
    reports: list[tuple[int, PinReport | PanelReport]] = field(default_factory=list)


class Station:
    """Pins and two panels in virtual time; both buzzers and the lamp pulse, panels count."""

    def __init__(self, config: StationConfig) -> None:
        self.now = 0
        self.factory = BreakingFactory()
        self.pins = StationPins(config, self.factory, lambda: self.now)
        self.bus = RecordingBus({a: glass_for("ssd1306", 128, 64) for a in PANELS})
        self.round = PanelRound(
            {i: Panel("ssd1306", 128, 64, 0, address=a, bus=self.bus) for i, a in enumerate(PANELS)}
        )
        self.day = Day()

    def live(self, *, faults: bool) -> Day:
        for self.now in range(0, END, SCAN):
            if faults and self.now == FROM:
                self.factory.broken.add(DEAD_BUZZER)
                self.bus.unplug(PANELS[DEAD_PANEL])
            if faults and self.now == TO:
                self.factory.broken.clear()
                self.bus.plug(PANELS[DEAD_PANEL])
            self.scan()
        return self.day

    def scan(self) -> None:
        on = self.now // PULSE % 2 == 1
        button = self.factory.pin(5)
        (button.drive_low if self.now // 500 % 2 else button.drive_high)()
        self.note(self.day.presses, self.pins.levels())
        self.pins.drive(PinLevels((on, None), (on, on)))
        for index in range(len(PANELS)):
            self.round.show(index, replace(CONTACT, figure=f"0:0{self.now // 1000}"))
        self.round.attend(self.now)
        told: list[PinReport | PanelReport] = [*self.pins.reports(), *self.round.reports()]
        self.day.reports += [(self.now, report) for report in told]
        for pin in (22, 23, 27):
            self.note(self.day.pins.setdefault(pin, []), self.factory.pin(pin).state)
        for index in range(len(PANELS)):
            seen = self.round.picture(index).tobytes()
            self.note(self.day.pictures.setdefault(index, []), seen)

    def note(self, told: list[tuple[int, T]], now: T) -> None:
        if not told or told[-1][1] != now:
            told.append((self.now, now))


def lived(config: StationConfig, *, faults: bool) -> Day:
    station = Station(config)
    day = station.live(faults=faults)
    station.pins.close()
    return day


def test_a_dead_buzzer_and_a_dead_panel_change_nothing_else(config: StationConfig) -> None:
    healthy, troubled = (lived(config, faults=faults) for faults in (False, True))
    assert healthy.reports == []
    assert len(healthy.pins[23]) == END // PULSE
    assert len(healthy.presses) == END // 500
    assert troubled.presses == healthy.presses
    assert [troubled.pins[pin] for pin in (23, 27)] == [healthy.pins[pin] for pin in (23, 27)]
    assert troubled.pictures[0] == healthy.pictures[0]


def test_they_are_told_and_after_two_seconds_as_if_nothing_had_been(config: StationConfig) -> None:
    healthy, troubled = (lived(config, faults=faults) for faults in (False, True))
    assert [report for _, report in troubled.reports] == [
        PinReport(Part.BUZZER, 0, "pin 22 cannot be set: Input/output error"),
        PanelReport(DEAD_PANEL, "ssd1306 at 0x3D: Remote I/O error"),
        PanelReport(DEAD_PANEL, None),
        PinReport(Part.BUZZER, 0, None),
    ]
    soon = TO + 2_000
    assert all(at < soon for at, _ in troubled.reports)
    assert since(soon, troubled.pins[DEAD_BUZZER]) == since(soon, healthy.pins[DEAD_BUZZER])
    assert since(soon, troubled.pictures[DEAD_PANEL]) == since(soon, healthy.pictures[DEAD_PANEL])


def since(instant: int, told: list[tuple[int, T]]) -> list[tuple[int, T]]:
    """What was at an instant, and what came after it."""
    past = [what for at, what in told if at <= instant]
    return [(instant, past[-1]), *(change for change in told if change[0] > instant)]
