"""One bed of the station whose power is cut: its button, its panel, its buzzer, its facts."""

import math
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from PIL import Image

from station.core.duration import clock_face
from station.core.phase import Phase
from station.core.words import ENGLISH
from station.drawing.digits import countdown
from station.drawing.lettering import SMALL
from station.hardware.flush import packed
from tests.lab.guest import service, tracer
from tests.lab.guest.clock import now, until
from tests.lab.guest.lines import pull
from tests.lab.guest.panel import Panel
from tests.lab.guest.powercut.glass import SIZE, Glass, Glimpse, says

OUT: Final = Path("/host/out")
REAL: Final = Path(__file__).parent / "real"
PRESS, HOLD = 1, 3
"""Seconds that a finger is down; the config says `hold: 2s`, far from both."""
TOP, HIGH = 8, 40
"""Where the countdown of a single bay stands on 128x64, and how high it is."""
TURNS: Final = 40
"""Seconds in which all words of a header have had their turn, twice."""
APART: Final = 1_500
"""Milliseconds of silence between two bursts; within one there are 500 at most."""
GLANCE: Final = 5
"""Seconds from what is expected within which a countdown is looked for, to say what it is."""


@dataclass(frozen=True)
class Bed:
    """Where its things are wired."""

    id: str
    button: int
    buzzer: int
    panel: Panel
    label: str

    def press(self) -> None:
        """A finger, short."""
        self._touch(PRESS)

    def hold(self) -> None:
        """A finger, longer."""
        self._touch(HOLD)

    def _touch(self, seconds: float) -> None:
        pull(self.button, up=False)
        time.sleep(seconds)
        pull(self.button, up=True)
        time.sleep(0.5)  # the guard

    def facts(self, kind: str, since: int = 0) -> list[Mapping[str, Any]]:
        """Its facts of a kind after a row."""
        return [f for f in service.facts(since) if (f["kind"], f["bay"]) == (kind, self.id)]

    def fact(self, kind: str, since: int = 0) -> Mapping[str, Any]:
        """The first of them, as soon as the journal has it."""
        try:
            return until(lambda: self.facts(kind, since))[0]
        except AssertionError:
            raise AssertionError(f"no {kind} of {self.id}: {service.facts(since)}") from None

    def shows(self, phase: str) -> None:
        """Wait until its panel shows the phase, all saved, and nothing is in doubt.

        To the pixel: a header that has more to say stands otherwise.
        """
        glass = Glass(self.panel, (self.label,))
        until(lambda: glass.look() == Glimpse(self.label, Phase(phase), saved=True))

    def says_power_lost(self, on_since: float | None = None) -> None:
        """Wait until its panel does, and for how long cream has been on at least.

        `on_since`: seconds of the boot clock, negative before the boot. Words take turns.
        """
        until(lambda: says(self.panel.first_line(), ENGLISH.power_lost, SMALL), TURNS)
        if on_since is not None:
            until(lambda: self._says_on_since(on_since), TURNS)

    def _says_on_since(self, instant: float) -> bool:
        seconds = int(now() / 1e3 - instant)
        return any(
            says(
                self.panel.first_line(), ENGLISH.on_at_least.format(so_far=clock_face(time)), SMALL
            )
            for time in (seconds, seconds - 1)
        )

    def counts_to(self, zero: float) -> float:
        """By how many seconds its countdown ends later than an instant of the host's clock.

        The glass shows whole seconds, rounded up: this is half a second off at most, either way.
        """
        shown, at = self._shown(lambda time: zero - time + 1, "")
        return at + shown - 0.5 - zero

    def counts_from(self, zero: float) -> float:
        """By how many seconds it is overdue since later than an instant; it counts up."""
        shown, at = self._shown(lambda time: time - zero, "+")
        return at - shown - 0.5 - zero

    def _shown(self, about: Callable[[float], float], sign: str) -> tuple[int, float]:
        """The seconds that the glass shows, and when it did, by the host's clock."""
        before = host_time()
        seen = _large(self.panel)
        at = (before + host_time()) / 2
        for off in sorted(range(-GLANCE, GLANCE + 1), key=abs):
            seconds = int(about(at)) + off
            if seconds >= 0 and any(drawn in seen for drawn in _drawn(sign, seconds)):
                return seconds, at
        raise AssertionError(f"the panel of {self.id} shows nothing near {about(at):.1f} s")

    def sounds(self, since: float, pulses: int) -> float:
        """When its buzzer first sounded from an instant on, in bursts of so many pulses.

        Milliseconds of the boot clock. A machine that has just booted may swallow a pulse or two
        of the first bursts; none ever has more.
        """
        until(lambda: max(self._bursts(since), default=0) >= pulses)
        assert max(self._bursts(since)) == pulses
        return self._rises(since)[0]

    def _bursts(self, since: float) -> list[int]:
        """How many pulses each had."""
        rises, counts = self._rises(since), list[int]()
        for before, at in pairwise([-math.inf, *rises]):
            if at - before < APART:
                counts[-1] += 1
            else:
                counts.append(1)
        return counts

    def _rises(self, since: float) -> list[float]:
        # A little before: the station notes whole milliseconds.
        return [e.at for e in tracer.from_boot().of(self.buzzer) if e.level and e.at >= since - 5]


BED_1: Final = Bed("bed-1", 17, 22, Panel(0x3C), "Bed 1")
BED_2: Final = Bed("bed-2", 5, 23, Panel(0x3D), "Bed 2")


def host_time() -> float:
    """Seconds since 1970 by the host's clock, which no cut stops: it stamps what it is given."""
    mark = OUT / "clock"
    mark.write_text("")
    return mark.stat().st_mtime


def host_time_at(instant: int) -> float:
    """The same for an instant of this boot, in milliseconds."""
    return host_time() - (now() - instant) / 1e3


def started() -> Mapping[str, Any]:
    """This boot's start, as the journal has it."""
    return until(lambda: [fact for fact in service.facts() if fact["kind"] == "started"][-1:])[0]


def last_before() -> int:
    """The last row's instant in the boot before this one, by that boot's clock."""
    return int(_rows("max(instant) FROM rows WHERE number = ? - 1")[0])


def trusted() -> Sequence[bool]:
    """Whether each row's wall clock was to be trusted, from this boot's start on."""
    return [bool(said) for said in _rows("trusted FROM rows WHERE number >= ?")]


def _rows(question: str) -> Sequence[Any]:
    """One column of the journal's rows; `?` is the number of this boot's start."""
    with closing(sqlite3.connect(f"file:{service.JOURNAL}?mode=ro", uri=True)) as db:
        found = db.execute(f"SELECT {question} ORDER BY number", (started()["number"],))
        return [said for (said,) in found]


def synchronise() -> None:
    """What a time service does: set the clock, and leave its word."""
    service.run("date", "--set", f"@{host_time():.3f}")
    word = Path("/run/systemd/timesync/synchronized")
    word.parent.mkdir(exist_ok=True)
    word.touch()


def _large(panel: Panel) -> bytes:
    """The part of the glass where the countdown stands, column by column, five bytes each."""
    return _by_column(panel.picture().crop((0, TOP, SIZE[0], TOP + HIGH)))


def _drawn(sign: str, seconds: int) -> set[bytes]:
    """A countdown in every width that gauge and marks may leave it; lit on dark, or the reverse."""
    text = f"{sign}{seconds // 60}:{seconds % 60:02}"
    widths = (countdown(text, width, HIGH) for width in range(90, SIZE[0]))
    different = {drawn.tobytes(): drawn for drawn in widths if drawn.height == HIGH}
    plain = {_by_column(drawn) for drawn in different.values()}
    return plain | {bytes(byte ^ 0xFF for byte in drawn) for drawn in plain}


def _by_column(picture: Image.Image) -> bytes:
    framed = Image.new("1", (picture.width, HIGH))
    framed.paste(picture, (0, 0))
    pages = packed(framed)
    width = framed.width
    return b"".join(pages[x::width] for x in range(width))
