"""The running station checks itself: its real edges are asked, in virtual time."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from station.core.duration import MINUTE, SECOND
from station.core.past import Past
from station.core.recovery import recover
from station.core.reports import Part, PinReport
from station.core.selfcheck import AGAIN, FIRST, PATIENCE, Checked
from station.core.stamp import Row, Stamp
from station.engine.edges import Edges
from station.engine.runtime import Runtime
from station.hardware.pins import StationPins, mock_factory
from station.journal.file import JournalFile
from station.journal.room import ENOUGH, short_of_room
from station.log import FactLog, Priority
from tests.engine.written import LateClock, Nobody, Notes, Paper, Wires, runtime_of
from tests.replay.scenes import facts, pulses, scene, screens, told


def never(_paper: Paper) -> None:
    """A disk that saves nothing."""


def station(
    until: int,
    *,
    found: Sequence[PinReport] = (),
    saves: Callable[[Paper], None] = never,
) -> tuple[Notes, Paper, Wires]:
    """A quiet station up to an instant; `saves` is what its disk does in each turn."""
    clock, paper, notes = LateClock(0), Paper(), Notes()
    wires = Wires(clock, [])
    wires.found = [*found]
    runtime = runtime_of(clock, wires, notes, paper)
    while clock.now() <= until:
        saves(paper)
        runtime.turn()
        runtime._sleep()
    return notes, paper, wires


class Saving(Paper):
    """A journal that saves at once."""

    def write(self, rows: Sequence[Row]) -> None:
        super().write(rows)
        self.saved = len(self.rows)


def at_once(paper: Paper) -> None:
    paper.saved = len(paper.rows)


def test_a_minute_after_the_start_a_row_shows_that_the_journal_can_be_written() -> None:
    notes, paper, _ = station(FIRST + SECOND, saves=at_once)
    assert [row.stamp.instant for row in paper.rows if row.fact is None] == [FIRST]
    assert [check.at for check in notes.checks] == [FIRST]
    assert notes.checks[0].fine


def test_nothing_is_driven_for_it() -> None:
    _, _, wires = station(FIRST + SECOND, saves=at_once)
    _, _, before = station(FIRST - SECOND, saves=at_once)
    assert wires.driven == before.driven


def test_a_disk_that_saves_nothing_is_found_out() -> None:
    notes, _, _ = station(FIRST + PATIENCE + SECOND)
    assert [check.saved for check in notes.checks] == [False]


def test_what_is_astray_is_told_each_time_it_is_found() -> None:
    found = [PinReport(Part.LAMP, 0, "pin 27 reads off and was set on")]
    notes, _, _ = station(FIRST + AGAIN + SECOND, found=found, saves=at_once)
    assert [check.astray for check in notes.checks] == [frozenset({(Part.LAMP, 0)})] * 2


def test_a_replay_checks_itself_and_shows_it(tmp_path: Path) -> None:
    lines = told(scene(tmp_path, '{at: "0:05", press: bed-1}', end="3:00"))
    assert not any("checked this hour: fine" in text for _, text in screens(lines))
    lines = told(scene(tmp_path, '{at: "2:00", press: bed-1}', end="3:00"))
    shown = [at for at, text in screens(lines) if "checked this hour: fine" in text]
    assert shown[0] == FIRST / SECOND
    assert shown[-1] < 120.5
    assert pulses(lines, 22)[0] == (0, 0.2)
    assert facts(lines) == ["started", "applied", "stopped"]


@pytest.mark.parametrize("skipping", [True, False])
def test_it_is_the_same_in_every_replay(tmp_path: Path, *, skipping: bool) -> None:
    played = scene(tmp_path, '{at: "1:30", hold: bed-1}', end="2:30")
    assert told(played, skipping=skipping) == told(played)


def test_a_full_journal_is_found_out_where_nobody_has_pressed_anything(tmp_path: Path) -> None:
    """Nothing is written on a station at rest: without a check the first press would tell."""
    lines = told(scene(tmp_path, '{at: "0:30", journal: full}', end="1:30"))
    assert facts(lines) == ["started", "journal_lost", "stopped"]
    lost = next(line for line in lines if line.get("fact") == "journal_lost")
    assert lost["t"] == pytest.approx(FIRST / SECOND, abs=0.02)


def test_a_lamp_that_is_shorted_is_found_by_the_very_pins(tmp_path: Path) -> None:
    config = scene(tmp_path, '{at: "0:59", press: bed-1}', end="2:00").config
    clock, factory, notes = LateClock(0), mock_factory(), Notes()
    pins = StationPins(config, factory, clock.now)
    edges = Edges(clock, pins, Saving(), notes, Nobody())
    now = Stamp(clock.boot, 0, clock.wall(), clock.trusted())
    runtime = Runtime(*recover(config.plan(), Past(), now), 10, edges)
    shorted = {SECOND: True, FIRST + MINUTE: False}
    while clock.now() <= FIRST + AGAIN + SECOND:
        runtime.turn()
        if clock.now() in shorted:
            factory.pin(27)._state = shorted[clock.now()]
        runtime._sleep()
    assert [check.astray for check in notes.checks] == [{(Part.LAMP, 0)}, frozenset()]
    assert notes.reports == [PinReport(Part.LAMP, 0, "pin 27 reads on and was set off")]
    pins.close()


def test_room_is_looked_for_on_the_disk_above_a_folder_that_is_yet_to_be_made(
    tmp_path: Path,
) -> None:
    assert shutil.disk_usage(tmp_path).free > ENOUGH, "this machine's own disk is nearly full"
    assert short_of_room(tmp_path / "not" / "yet" / "journal.db") is None


def test_a_journal_says_with_what_it_saves_how_much_room_there_is(tmp_path: Path) -> None:
    assert JournalFile(tmp_path / "journal.db").short_of_room() is None
    assert JournalFile(":memory:").short_of_room() is None


def test_the_log_has_one_line_for_each_check() -> None:
    lines: list[bytes] = []
    log = FactLog(lines.append, priorities=True)
    fine = Checked(0, frozenset(), saved=True, short_of_room=False, well=True, trusted=True)
    bad = Checked(
        0, frozenset({(Part.LAMP, 0)}), saved=False, short_of_room=True, well=False, trusted=False
    )
    log.checked(fine)
    log.checked(bad)
    log.close()
    first, second = b"".join(lines).decode().splitlines()
    assert first == f"<{Priority.INFO:d}>checked itself: fine"
    assert second == (
        f"<{Priority.WARNING:d}>checked itself: lamp does not follow, the journal does not save,"
        " the journal's disk is nearly full, faults as told (the wall clock is not to be trusted)"
    )
