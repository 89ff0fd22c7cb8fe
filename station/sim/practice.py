"""What is played with: a station of one's own, and for as long as a drill is on, the drill's.

A drill's station is a fresh one, with a journal and a clock of its own. Time stands still at the
other meanwhile, so that it can be gone on with.
"""

import threading
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from msgspec import Struct

from station.config import StationConfig
from station.core.change import replace
from station.core.facts import Fact, FactKind
from station.drill.drill import DRILLS, Drill, Outage, practised
from station.drill.judge import Judgement, cut_due, judge
from station.drill.words import (
    DARK,
    STARTING,
    Verdict,
    asides,
    instructions,
    scaled,
    steps,
    verdict,
)
from station.mock.disk import MockDisk
from station.mock.tape import Event, Teller
from station.sim.clock import SimClock
from station.sim.stage import Life, Stage


class DrillRefusedError(Exception):
    """It cannot begin; says why."""


class Gallery(Protocol):
    """Where people look at one stage, the one that is on show."""

    def seat(self) -> Teller:
        """Who is to be told what happens on a stage."""

    def show(self, stage: Stage, teller: Teller) -> None:
        """From now on, this one, and what its teller was told."""

    def living(self, stage: Stage) -> None:
        """Whether a stage works is another now."""


class Progress(Struct, frozen=True):
    """A drill that is on."""

    drill: Drill
    scaled: str
    now: tuple[str, ...]
    """What to do, the most urgent first."""
    steps: tuple[tuple[str, str], ...]
    """Each task, and how it stands."""


class Ended(Struct, frozen=True):
    """What came of a drill."""

    drill: Drill
    passed: bool
    verdict: Verdict
    asides: tuple[str, ...]


class Practice:
    """One person's, or one class's: whoever looks sees the same. All but `living` in one thread."""

    def __init__(
        self, config: StationConfig, disk: MockDisk, clock: SimClock, gallery: Gallery
    ) -> None:
        self.config = config
        self.ended: Ended | None = None
        """What came of the last drill, until nobody wants to know any more."""
        self._gallery = gallery
        self._teller = gallery.seat()
        self._own = _staged(config, disk, clock, self._teller, gallery)
        self._on: _Rehearsal | None = None
        self._leaving: list[threading.Thread] = []

    @property
    def stage(self) -> Stage:
        """The one that is played with now."""
        return self._own if self._on is None else self._on.stage

    @property
    def progress(self) -> Progress | None:
        """How the drill stands that is on."""
        return None if self._on is None else self._on.progress

    def start(self) -> None:
        """Switch the station on."""
        self._gallery.show(self._own, self._teller)
        self._own.start()

    def refusal(self, drill: Drill) -> str | None:
        """Why a drill cannot be done at this station; None: it can."""
        if drill.beds > len(self.config.bays):
            return f"it takes {drill.beds} beds, and this station has {len(self.config.bays)}"
        return None

    def begin(self, name: str) -> None:
        """Begin a drill, and give up the one that is on. Raises DrillRefusedError."""
        drill = DRILLS.get(name)
        if drill is None:
            raise DrillRefusedError(f"there is no such drill: write one of {', '.join(DRILLS)}")
        why = self.refusal(drill)
        if why is not None:
            raise DrillRefusedError(why)
        if self._on is None:
            for bay, down in enumerate(self._own.down):
                if down:
                    self._own.press(bay, down=False)
            self._own.clock.stand_still(still=True)
        else:
            self._leave(self._on)
        self.ended = None
        self._on = _Rehearsal(drill, self.config, self._gallery)
        self._gallery.show(self._on.stage, self._on.teller)
        self._on.stage.start()

    def stop(self) -> None:
        """Stop the drill that is on; what was not seen by then is not judged."""
        if self._on is not None:
            self._end(self._on, stopped=True)

    def dismiss(self) -> None:
        """Nobody wants to know any more what came of the last one."""
        self.ended = None

    def attend(self) -> None:
        """Look how the drill goes: cut its power in time, and end it when it is over."""
        if self._on is not None and self._on.attend().over:
            self._end(self._on, stopped=False)

    def close(self) -> None:
        """Stop everything, and wait until it has."""
        if self._on is not None:
            self._leave(self._on)
            self._on = None
        self._own.close()
        for leaving in self._leaving:
            leaving.join()

    def _end(self, rehearsal: "_Rehearsal", *, stopped: bool) -> None:
        self.ended = rehearsal.end(stopped=stopped)
        self._on = None
        self._leave(rehearsal)
        self._own.clock.stand_still(still=False)
        self._gallery.show(self._own, self._teller)

    def _leave(self, rehearsal: "_Rehearsal") -> None:
        """Have it end by itself: a station that parts takes a moment."""
        thread = threading.Thread(target=rehearsal.close, name="drill that ends")
        thread.start()
        self._leaving = [*(other for other in self._leaving if other.is_alive()), thread]


class _Rehearsal:
    """One drill on a fresh station."""

    def __init__(self, drill: Drill, config: StationConfig, gallery: Gallery) -> None:
        beds = config.bays[: drill.beds]
        self._drill = drill.suited([bay.protocol for bay in beds])
        self._scaled = scaled([bay.protocol for bay in beds])
        self._ids = [bay.id for bay in config.bays]
        self._labels = {bay.id: bay.label for bay in config.bays}
        self._hold = config.button.hold
        self._folder = TemporaryDirectory()
        self._cut: int | None = None
        self._clock = SimClock()
        self._fastest = 1
        self.teller = gallery.seat()
        self._notes = _Notes(self.teller)
        bays = tuple(replace(bay, protocol=practised(bay.protocol)) for bay in config.bays)
        self.stage = _staged(
            replace(config, bays=bays),
            MockDisk(Path(self._folder.name) / "journal.db"),
            self._clock,
            self._notes,
            gallery,
        )

    @property
    def progress(self) -> Progress:
        """How it stands."""
        report = self._report()
        time = self._clock.time()
        now = instructions(self._labels, report, self._hold, time)
        if not self._notes.facts:
            now = (STARTING,)  # whoever presses now leans on a button of a station that starts
        elif self.stage.life == "dark":
            now = (DARK,)
        return Progress(self._drill, self._scaled, now, steps(self._labels, report))

    def attend(self) -> Judgement:
        """Do what the drill itself does, and look how it stands."""
        self._fastest = max(self._fastest, self._clock.rate)
        if self._drill.outage is not None:
            self._cut_and_restore(self._drill.outage)
        return self._report()

    def end(self, *, stopped: bool) -> Ended:
        """What came of it."""
        report = self._report(stopped=stopped)
        cuts = int(self._cut is not None)
        return Ended(
            self._drill,
            report.passed,
            verdict(self._drill, self._labels, report),
            asides(self._notes.facts, cuts, self._fastest),
        )

    def close(self) -> None:
        """Switch it off, and leave nothing behind."""
        self.stage.close()
        self._folder.cleanup()

    def _cut_and_restore(self, outage: Outage) -> None:
        now, facts = self._clock.time(), self._notes.facts
        if self._cut is None:
            due = cut_due(self._drill, self._ids, facts)
            if due is not None and now >= due and self.stage.life == "works":
                self._cut = now
                self.stage.cut_power()
        elif now >= self._cut + outage.lasts and not self._restored:
            self.stage.restore_power(trusted=False)

    @property
    def _restored(self) -> bool:
        """Whether it has started since: somebody may have been faster."""
        cut = self._cut
        return any(f.kind is FactKind.STARTED and f.acted >= (cut or 0) for f in self._notes.facts)

    def _report(self, *, stopped: bool = False) -> Judgement:
        now = self._clock.time()
        return judge(self._drill, self._ids, self._notes.facts, now, stopped=stopped)


class _Notes:
    """Keeps the facts for the judge, and passes everything on."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._facts: tuple[Fact, ...] = ()

    @property
    def facts(self) -> Sequence[Fact]:
        """All so far."""
        return self._facts

    def tell(self, now: int, events: Sequence[Event]) -> None:
        """What happened at one instant."""
        self._facts += tuple(event for event in events if isinstance(event, Fact))
        self._teller.tell(now, events)


def _staged(
    config: StationConfig, disk: MockDisk, clock: SimClock, teller: Teller, gallery: Gallery
) -> Stage:
    def living(_life: Life) -> None:
        gallery.living(stage)

    stage: Stage = Stage(config, disk, clock, teller, living)
    return stage
