"""A bed in virtual time: a station's real parts on mock pins and glass, and a technician at it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PIL import Image

from station.hardware.i2cscan import mock_census
from station.hardware.panels import mock_buses, panels_on
from station.hardware.pins import StationPins
from station.readers.configfile import load
from station.selftest.bench import Bench
from station.selftest.report import Outcome, Report
from station.selftest.terminal import Terminal
from station.selftest.walk import conduct
from tests.hardware.breaking import BreakingFactory

CONFIG = """
station: room-1
bays:
  - {id: bed-1, label: Bed 1, button: 17, lamp: 27}
  - {id: bed-2, label: Bed 2, button: 5, lamp: 6}
panels: [{}]
buzzers: [{pin: 22}]
"""
MS = 1000
"""Microseconds."""
PRESS, HOLD = "press it shortly", "hold it down"
"""What the technician is asked for."""


class VirtualTime:
    """Microseconds that pass only when somebody pauses."""

    def __init__(self) -> None:
        self._now = 0
        self._coming: list[tuple[int, Callable[[], None]]] = []
        self.watch: Callable[[int], None] = lambda _now: None

    def now(self) -> int:
        return self._now

    def pause(self, length: int) -> None:
        self.watch(self._now)
        until = self._now + length
        while self._coming and self._coming[0][0] <= until:
            at, act = self._coming.pop(0)
            self._now = max(self._now, at)
            act()
        self._now = until

    def after(self, delay: int, act: Callable[[], None]) -> None:
        self._coming.append((self._now + delay, act))
        self._coming.sort(key=lambda coming: coming[0])


@dataclass
class Technician:
    """Reads what is said, answers what is asked, and does what is asked for."""

    answers: dict[str, Sequence[str]] = field(default_factory=dict)
    """By words of the question; the last one is given again and again. Else it is yes."""
    does: dict[str, list[Callable[[], None]]] = field(default_factory=dict)
    """By words that are said: what is done each time that they are, in turn."""
    said: str = ""
    questions: list[str] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.said += text
        for words, acts in self.does.items():
            if words in text and acts:
                acts.pop(0)()

    def flush(self) -> None:
        """Nothing waits."""

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        question = self.said.rpartition("\n")[2]
        self.questions.append(question)
        for words, answers in self.answers.items():
            if words in question:
                asked = sum(words in earlier for earlier in self.questions)
                answer = answers[min(asked, len(answers)) - 1]
                break
        else:
            answer = "y"
        self.said += f"{answer}\n"
        return f"{answer}\n" if answer else ""


class Bed:
    """The whole of it."""

    def __init__(self, folder: Path, config: str = CONFIG, *, mock: bool = False) -> None:
        path = folder / "station.yaml"
        path.write_text(config)
        self.config = load(path)
        self.time = VirtualTime()
        self.factory = BreakingFactory()
        self.buses = mock_buses(self.config.panels)
        self.technician = Technician()
        self.bench = Bench(
            self.config,
            StationPins(self.config, self.factory, lambda: self.time.now() // MS),
            panels_on(self.config.panels, self.buses),
            lambda port: mock_census(self.buses[port]),
            self.time,
            Terminal(self.technician, self.technician),
            mock=mock,
        )
        self.edges: list[tuple[int, int, bool]] = []
        """When which output changed to what."""
        self._levels = dict.fromkeys(self.outputs(), False)
        self._pins = {pin: self.factory.pin(pin) for pin in self.outputs()}
        self.time.watch = self._look
        self.report = Report((("station", self.config.station),))

    def outputs(self) -> Iterator[int]:
        yield from (buzzer.pin for buzzer in self.config.buzzers)
        yield from (bay.lamp for bay in self.config.bays if bay.lamp is not None)

    def lit(self, pin: int) -> bool:
        return bool(self._pins[pin]._state)

    def sees(self, panel: int) -> Image.Image:
        """What eyes see on a panel."""
        return self.bench.panels[panel].picture()

    def all_off(self) -> bool:
        return not any(self.lit(pin) for pin in self.outputs())

    def conduct(self, *, silent: bool = False, warnings: Sequence[str] = ()) -> Report:
        self.report.silent, self.report.warnings = silent, tuple(warnings)
        conduct(self.bench, self.report)
        return self.report

    def outcomes(self) -> dict[str, Outcome]:
        """What came of each part, by what it is and whose."""
        return {result.part.split(" (")[0]: result.outcome for result in self.report.results}

    def notes(self, part: str) -> str:
        results = [result for result in self.report.results if result.part.startswith(part)]
        return "\n".join(note for result in results for note in result.notes)

    def push(self, pin: int, length: int, *, bounce: Sequence[int] = (), after: int = 500) -> None:
        """Push a button `after` ms from now for `length` ms.

        `bounce`: the instants in ms after each edge at which its contacts change once more.
        """
        button = self.factory.pin(pin)
        for begin, first, then in (
            (after, button.drive_low, button.drive_high),
            (after + length, button.drive_high, button.drive_low),
        ):
            self.time.after(begin * MS, first)
            for count, at in enumerate(bounce):
                self.time.after((begin + at) * MS, first if count % 2 else then)

    def presses_as_told(self, bounce: Sequence[int] = ()) -> None:
        """The technician presses and holds each button when asked."""
        for bay in self.config.bays:
            for words, length in ((PRESS, 150), (HOLD, 2500)):
                push = partial(self.push, bay.button, length, bounce=bounce)
                self.technician.does[f"{bay.label}: {words}"] = [push]

    def _look(self, now: int) -> None:
        for pin, was in self._levels.items():
            if self.lit(pin) is not was:
                self._levels[pin] = not was
                self.edges.append((now, pin, not was))
