"""Drills on a fresh station: done, failed, stopped, begun again; and one's own, which waits."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from station.commands.sim import CLINIC
from station.core.change import replace
from station.core.facts import Fact, FactKind
from station.mock.disk import MockDisk
from station.mock.tape import Event, Teller
from station.readers.configfile import load
from station.sim.clock import SimClock
from station.sim.practice import DrillRefusedError, Ended, Practice
from station.sim.stage import Stage
from tests.sim.theatre import Audience, press

K = FactKind


@dataclass
class Onlooker:
    """Sees one stage at a time, and remembers what was told on each."""

    audience: Audience = field(default_factory=Audience)
    """Of the stage that is on show."""
    seats: list[Audience] = field(default_factory=list)

    def seat(self) -> Teller:
        """A new audience for a stage."""
        self.seats.append(Audience())
        return self.seats[-1]

    def show(self, stage: Stage, teller: Teller) -> None:  # noqa: ARG002 - a gallery's interface
        """Look there."""
        assert isinstance(teller, Audience)
        self.audience = teller

    def living(self, stage: Stage) -> None:
        """How a stage is."""
        for seat in self.seats:
            seat.living(stage.life)


@dataclass
class Class:
    """A trainer with a practice."""

    practice: Practice
    looks: Onlooker

    def told(self, kind: FactKind, times: int = 1) -> Fact:
        """Wait for a fact on the stage that is on show."""
        return self.looks.audience.told(kind, times)

    def press(self, bay: int = 0) -> None:
        """As a finger does."""
        press(self.practice.stage, bay)

    def attend(self, until: str) -> None:
        """Have the practice look, as its server does, until a stage lives so."""
        self.wait(lambda: self.practice.stage.life == until)

    def wait(self, seen: Callable[[], object]) -> None:
        """Look at the drill until something is so."""

        def looked() -> bool:
            self.practice.attend()
            return bool(seen())

        self.looks.audience.until_looked(looked)

    def seconds(self) -> float:
        """Of the stage that is on show."""
        return self.practice.stage.clock.time() / 1000

    def ended(self) -> Ended:
        """What came of the drill, which is over by now."""
        assert self.practice.ended is not None
        return self.practice.ended


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Class]:
    looks = Onlooker()
    practice = Practice(load(CLINIC), MockDisk(tmp_path / "journal.db"), SimClock(), looks)
    practice.start()
    try:
        looks.audience.told(K.STARTED)
        yield Class(practice, looks)
    finally:
        practice.close()


def fast(clinic: Class, times: int = 60) -> None:
    clinic.practice.stage.clock.set_speed(times)


def test_a_drill_begins_on_a_fresh_station_and_ones_own_waits(clinic: Class) -> None:
    clinic.press()
    clinic.told(K.APPLIED)
    own = clinic.practice.stage
    fast(clinic, 600)
    clinic.practice.begin("visit")
    stood = own.clock.time()
    assert clinic.practice.stage is not own
    clinic.told(K.STARTED)
    assert clinic.looks.audience.count(K.RESUMED) == 0
    assert clinic.practice.stage.clock.speed == 1
    clinic.press()
    clinic.told(K.APPLIED)
    assert own.clock.time() == stood
    clinic.practice.stop()
    assert clinic.practice.stage is own
    clinic.told(K.REMOVAL_DUE)  # in its own time


def test_a_visit_done_well_is_passed(clinic: Class) -> None:
    clinic.practice.begin("visit")
    clinic.told(K.STARTED)
    clinic.press()
    clinic.told(K.APPLIED)
    fast(clinic, 10)
    clinic.told(K.REMOVAL_DUE)
    clinic.press()
    silenced = clinic.told(K.SILENCED)
    clinic.wait(lambda: clinic.seconds() > silenced.at / 1000 + 11)
    clinic.press()
    removed = clinic.told(K.REMOVED)
    clinic.wait(lambda: clinic.seconds() > removed.at / 1000 + 31)
    progress = clinic.practice.progress
    assert progress is not None
    assert progress.now[0].startswith("Bed 1's client leaves")
    stage = clinic.practice.stage
    stage.press(0, down=True)
    began = stage.clock.time()
    clinic.wait(lambda: stage.clock.time() > began + 2300)
    stage.press(0, down=False)
    clinic.wait(lambda: clinic.practice.ended)
    assert clinic.ended().passed
    assert clinic.ended().verdict.says == "All done in time."
    assert "10 times as fast" in clinic.ended().asides[0]


def test_nobody_who_does_nothing_passes(clinic: Class) -> None:
    clinic.practice.begin("clash")
    clinic.told(K.STARTED)
    fast(clinic, 600)
    clinic.wait(lambda: clinic.practice.ended)
    assert not clinic.ended().passed
    assert clinic.ended().verdict.done == ()
    assert len(clinic.ended().verdict.missed) == 1


@pytest.mark.parametrize("speed", [10, 600])
def test_the_drill_cuts_the_power_and_gives_it_back(clinic: Class, speed: int) -> None:
    clinic.practice.begin("power")
    clinic.told(K.STARTED)
    clinic.press()
    clinic.told(K.APPLIED)
    fast(clinic, speed)
    clinic.attend("dark")
    dark = clinic.practice.progress
    assert dark is not None
    assert dark.now[0].startswith("The power is gone.")
    clinic.attend("works")
    resumed = clinic.told(K.RESUMED)
    assert resumed.certain is False
    fast(clinic, 600)
    clinic.wait(lambda: clinic.practice.ended)
    assert "Bed 1's cream was forgotten after the power cut." in clinic.ended().verdict.missed
    assert not any("by hand" in said for said in clinic.ended().asides)


def test_power_that_somebody_cuts_by_hand_is_said(clinic: Class) -> None:
    clinic.practice.begin("visit")
    clinic.told(K.STARTED)
    clinic.practice.stage.cut_power()
    clinic.attend("dark")
    clinic.practice.stage.restore_power(trusted=True)
    clinic.told(K.STARTED, 2)
    clinic.practice.stop()
    assert clinic.ended().asides == ("The station was killed or without power once, by hand.",)


def test_a_drill_in_the_dark_ends_all_the_same(clinic: Class) -> None:
    clinic.practice.begin("visit")
    clinic.told(K.STARTED)
    clinic.practice.stage.cut_power()
    clinic.attend("dark")
    fast(clinic, 600)
    clinic.wait(lambda: clinic.practice.ended)
    assert not clinic.ended().passed


def test_a_drill_while_ones_own_station_has_no_power(clinic: Class) -> None:
    own = clinic.practice.stage
    own.cut_power()
    clinic.attend("dark")
    clinic.practice.begin("visit")
    clinic.told(K.STARTED)
    assert clinic.practice.stage.life == "works"
    clinic.practice.stop()
    assert clinic.practice.stage is own
    assert own.life == "dark"
    own.restore_power(trusted=True)
    clinic.told(K.STARTED, 2)


def test_a_killed_program_goes_on_with_the_drill(clinic: Class) -> None:
    clinic.practice.begin("visit")
    clinic.told(K.STARTED)
    clinic.press()
    clinic.told(K.APPLIED)
    clinic.practice.stage.kill()
    clinic.told(K.RESUMED)
    progress = clinic.practice.progress
    assert progress is not None
    assert progress.steps[0][1] == "done"


def test_begun_again_it_begins_from_nothing(clinic: Class) -> None:
    clinic.practice.begin("visit")
    clinic.told(K.STARTED)
    clinic.press()
    clinic.told(K.APPLIED)
    clinic.practice.begin("visit")
    clinic.told(K.STARTED)
    assert clinic.looks.audience.count(K.APPLIED) == 0
    progress = clinic.practice.progress
    assert progress is not None
    assert [stands for _, stands in progress.steps] == ["now", "to come", "to come", "to come"]


def test_what_is_stopped_is_no_pass_and_can_be_put_away(clinic: Class) -> None:
    clinic.practice.stop()  # nothing is on
    assert clinic.practice.ended is None
    clinic.practice.begin("power")
    clinic.practice.stop()
    assert not clinic.ended().passed
    assert clinic.ended().verdict.says.startswith("Stopped.")
    clinic.practice.dismiss()
    assert clinic.practice.ended is None


def test_nobodys_finger_stays_down_on_a_station_that_waits(clinic: Class) -> None:
    own = clinic.practice.stage
    own.press(1, down=True)
    clinic.practice.begin("visit")
    assert own.down == [False, False, False]
    assert own.clock.rate == 0


def test_a_drill_that_is_none_is_refused(clinic: Class) -> None:
    with pytest.raises(DrillRefusedError, match="one of visit, clash, power"):
        clinic.practice.begin("siesta")
    assert clinic.practice.progress is None


def test_a_station_with_one_bed_has_no_clash(tmp_path: Path) -> None:
    config = load(CLINIC)
    one = replace(
        config,
        bays=config.bays[:1],
        panels=config.panels[:1],
        buzzers=config.buzzers[:1],
    )
    practice = Practice(one, MockDisk(tmp_path / "journal.db"), SimClock(), Onlooker())
    practice.start()
    try:
        with pytest.raises(DrillRefusedError, match="it takes 2 beds, and this station has 1"):
            practice.begin("clash")
        practice.begin("visit")
    finally:
        practice.close()


def test_what_happens_elsewhere_is_not_told_here(clinic: Class) -> None:
    clinic.practice.begin("visit")
    clinic.told(K.STARTED)
    before: Sequence[Event] = list(clinic.looks.seats[0].facts)
    clinic.press()
    clinic.told(K.APPLIED)
    assert list(clinic.looks.seats[0].facts) == before
