"""What `station history` and `station status` tell of a journal."""

import csv
import io
from datetime import datetime
from pathlib import Path

import pytest

from station.cli import main
from station.commands.history import print_history
from station.commands.status import print_status
from station.core.duration import HOUR, MINUTE
from station.core.facts import Fact, FactKind
from station.core.past import Past
from station.core.stamp import Row
from station.journal.file import JournalFile
from station.journal.lock import JournalLock
from station.readers.configfile import load
from station.readers.instanttext import since_when
from tests.core.outage import NOON, Outages
from tests.engine.written import LateClock
from tests.journal.rows import row

CONFIG = """
station: room-1
bays: [{id: bed-1, button: 17}, {id: bed-2, button: 5}]
panels: [{}]
buzzers: [{pin: 22}]
journal: journal.db
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "station.yaml"
    path.write_text(CONFIG)
    return path


def written(config: Path, rows: list[Row]) -> Path:
    """A journal of these rows, as a station left it."""
    file = JournalFile(config.parent / "journal.db")
    file.append(rows)
    file.close()
    return file.path


def afternoon(config: Path) -> Outages:
    """Cream on at 1:00, wiped early; new cream on at 10:00 and a power cut of unknown length."""
    station = Outages(load(config).plan())
    station.ward.until(MINUTE)
    station.ward.treat()
    station.ward.until(10 * MINUTE)
    station.ward.press()
    station.ward.wait(MINUTE)
    station.cut(HOUR, trusted=False)
    station.keep()
    return station


def told(path: Path, **how: object) -> str:
    out = io.StringIO()
    wishes: dict[str, object] = {"bay": None, "since": None, "as_csv": False, **how}
    print_history(path, out, **wishes)  # type: ignore[arg-type]  # as it has them
    return out.getvalue()


@pytest.mark.meets("CMD-10")
def test_a_table_for_people_says_when_what_happened_where(config: Path) -> None:
    lines = told(written(config, afternoon(config).rows)).splitlines()
    day = datetime.fromtimestamp(NOON / 1000).strftime("%Y-%m-%d")
    assert lines[0] == day
    assert lines[1].endswith("  bed-1 applied: application 1, today 1")
    assert lines[-1].endswith("? bed-1 resumed: phase removal, certain no")


def test_a_bay_that_nobody_knows_is_refused_with_those_there_are(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(written(config, afternoon(config).rows))
    ways = (["-c", str(config)], "bed-1, bed-2"), (["--journal", path, "--csv"], "bed-1")
    for which, known in ways:
        assert main(["history", *which, "--bay", "nosuch"]) == 2
        said = capsys.readouterr()
        assert said.err == (f"station: --bay 'nosuch': there is no such bay; use one of {known}\n")
        assert said.out == ""


def test_a_journal_in_which_nothing_has_happened_has_no_bays(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    station = Outages(load(config).plan())
    station.kill()
    path = str(written(config, station.rows))
    assert main(["history", "--journal", path, "--bay", "bed-1"]) == 2
    assert capsys.readouterr().err.endswith("the journal has none yet\n")


def test_a_bay_that_the_config_no_longer_has_is_still_told_of(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(config, afternoon(config).rows)
    config.write_text(CONFIG.replace("{id: bed-1, button: 17}, ", ""))
    assert main(["history", "-c", str(config), "--bay", "bed-1"]) == 0
    assert "applied" in capsys.readouterr().out


def test_only_one_bay_or_only_what_is_new(config: Path) -> None:
    path = written(config, afternoon(config).rows)
    assert told(path, bay="bed-2", here=["bed-1", "bed-2"]) == "nothing\n"
    assert "application 1" not in told(path, since=NOON + 9 * MINUTE)
    assert "application 2" in told(path, since=NOON + 9 * MINUTE)


def test_a_journal_of_somebody_elses_does_nothing_to_the_terminal(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "bed\x1b]0;owned\x07"
    path = written(config, [row(5, Fact(FactKind.REMOVED, 5, 5, hostile, reason="a\nb"))])
    assert "bed\ufffd]0;owned\ufffd removed" in told(path)
    assert main(["history", "--journal", str(path), "--bay", "nosuch"]) == 2
    assert "use one of bed\ufffd]0;owned\ufffd\n" in capsys.readouterr().err


@pytest.mark.meets("CMD-10")
def test_csv_has_every_field_in_a_column_of_its_own(config: Path) -> None:
    path = written(config, afternoon(config).rows)
    rows = list(csv.DictReader(io.StringIO(told(path, as_csv=True))))
    removed = next(row for row in rows if row["fact"] == "removed")
    assert (removed["bay"], removed["application"], removed["certain"]) == ("bed-1", "1", "yes")
    assert float(removed["contact"]) > 60
    assert rows[0]["time"] == "2027-01-15T08:01:00.000Z"
    assert {row["trusted"] for row in rows} == {"yes", "no"}


@pytest.mark.meets("LEN-1")
@pytest.mark.parametrize(
    ("written", "since"),
    [("90m", NOON - 90 * MINUTE), ("1:30:00", NOON - 90 * MINUTE)],
)
def test_since_is_how_long_ago(written: str, since: int) -> None:
    assert since_when(written, NOON) == since


def test_or_a_day_of_the_calendar() -> None:
    day = datetime(2026, 5, 1, 9, 30)
    assert since_when("2026-05-01T09:30", NOON) == round(day.timestamp() * 1000)


def test_what_is_neither_is_refused_with_a_cure(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["history", "-c", str(config), "--since", "lately"]) == 2
    said = capsys.readouterr().err
    assert "--since 'lately' is no length of time" in said
    assert "2026-05-01" in said


@pytest.mark.meets("EXI-2")
def test_no_journal_is_an_error_in_words(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "-c", str(config)]) == 1
    assert main(["status", "-c", str(config)]) == 1
    assert capsys.readouterr().err.count("no such journal: the station has not run yet") == 2


class ThatBoot(LateClock):
    """The clock of a machine on which a test's station runs."""

    def __init__(self, station: Outages, later: int) -> None:
        super().__init__(0, station.ward.now + later)
        self.boot = station.stamp().boot
        self.right = station.trusted
        self._booted = station.booted

    def wall(self) -> int:
        return self._booted + self.instant


def status(config: Path, clock: LateClock) -> tuple[bool, list[str]]:
    out = io.StringIO()
    running = print_status(load(config), clock, out)
    return running, out.getvalue().splitlines()


def test_status_tells_of_cream_at_a_bay_that_is_gone_from_the_config(config: Path) -> None:
    station = Outages(load(config).plan())
    station.ward.until(MINUTE)
    station.ward.press(1)
    station.ward.wait(MINUTE)
    station.keep()
    written(config, station.rows)
    config.write_text(CONFIG.replace("bed-2", "bed-7"))
    _, lines = status(config, ThatBoot(station, 5 * MINUTE))
    assert "  CREAM ON at bed-2 for 6:00, not in the config: nobody times it" in lines


@pytest.mark.meets("CMD-9")
def test_status_says_what_each_bay_is_doing_now(config: Path) -> None:
    station = Outages(load(config).plan())
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.wait(MINUTE)
    station.keep()
    held = JournalLock(written(config, station.rows))
    running, lines = status(config, ThatBoot(station, 5 * MINUTE))
    held.close()
    assert running
    assert lines == [
        "room-1: running, its journal's last row is 5m old",
        "  bed-1  contact 14:00 left, application 1 of 6",
        "  bed-2  ready",
    ]


@pytest.mark.meets("CMD-9")
def test_status_of_a_station_that_does_not_run_says_so(config: Path) -> None:
    station = afternoon(config)
    written(config, station.rows)
    running, lines = status(config, ThatBoot(station, 0))
    assert not running
    assert lines[0].startswith("room-1: not running")
    assert "  bed-1  removal 2:00 left, on at least 1:00, application 2 of 6, alarm sounds" in lines
    assert lines[-1].strip().startswith("nothing is timed")


def test_status_after_the_machine_started_again_says_that_the_journal_is_older(
    config: Path,
) -> None:
    written(config, afternoon(config).rows)
    _, lines = status(config, LateClock(0))
    assert "its journal ends before this machine last started" in lines[0]


def test_reading_changes_nothing(config: Path) -> None:
    station = afternoon(config)
    path = written(config, station.rows)
    before = path.read_bytes()
    told(path)
    status(config, ThatBoot(station, 0))
    assert path.read_bytes() == before
    file = JournalFile(path)
    assert file.past() != Past()
    file.close()


def test_a_wall_clock_may_show_anything(config: Path) -> None:
    station = Outages(load(config).plan(), booted=10**18)
    station.ward.until(MINUTE)
    station.ward.press()
    station.keep()
    assert "applied" in told(written(config, station.rows), as_csv=True)
