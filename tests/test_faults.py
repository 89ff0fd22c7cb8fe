"""The fault table of section 5, through real edges: while any fault lasts, alarms are punctual.

Each fault is injected into a whole station (the runtime of `run` on mock pins, glass and a real
SQLite journal, in virtual time) and lasts while two beds go through all their alarms. What the
buzzer's pin does in removal and overdue, and what is told of the beds, must be as without it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from luma.core.error import DeviceNotFoundError

from station.core.duration import MINUTE, SECOND
from station.core.facts import FactKind
from station.journal.file import JournalFile
from tests.rig import Fault, Rig, afternoon


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Rig:
    """The afternoon without any fault."""
    return afternoon(tmp_path_factory.mktemp("healthy"))


# Panels


def unplugged(rig: Rig, mended: ExitStack) -> None:
    rig.wall.plug(0, plugged=False)
    mended.callback(rig.wall.plug, 0, plugged=True)


def no_power_for_any(rig: Rig, mended: ExitStack) -> None:
    rig.wall.darken()
    mended.callback(rig.wall.light)


def _bus_raises(error: Exception) -> Fault:
    def fault(rig: Rig, mended: ExitStack) -> None:
        bus = rig.wall.buses[1]
        answers = bus.answers

        def refuse(address: int) -> bool:
            if address == 0x3C:
                raise error
            return answers(address)

        bus.answers = refuse  # type: ignore[method-assign]  # the bus itself fails, not our code
        mended.callback(lambda: bus.__dict__.pop("answers"))

    return fault


# The journal


def locked(rig: Rig, _mended: ExitStack) -> None:
    other = sqlite3.connect(rig.journal, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    rig.soon.callback(other.close)


def corrupt(rig: Rig, _mended: ExitStack) -> None:
    for path in rig.folder.glob("journal.db*"):  # its log too, which alone would mend it
        if not path.name.endswith(".lock"):
            with path.open("r+b") as file:
                file.write(b"\xa5" * 40_000)


def deleted(rig: Rig, _mended: ExitStack) -> None:
    for path in rig.folder.glob("journal.db*"):
        path.unlink()


def a_directory_in_its_place(rig: Rig, mended: ExitStack) -> None:
    deleted(rig, mended)
    rig.journal.mkdir()
    mended.callback(rig.journal.rmdir)


# Pins


def _pins_fail(*pins: int) -> Fault:
    def fault(rig: Rig, mended: ExitStack) -> None:
        rig.pins.broken |= set(pins)
        mended.callback(rig.pins.broken.clear)

    return fault


PANEL_FAULTS = {
    "unplugged": unplugged,
    "no power for any": no_power_for_any,
    "bus raises errno 121": _bus_raises(OSError(121, "Remote I/O error")),
    "luma finds no device": _bus_raises(DeviceNotFoundError("I2C device not found")),
}
JOURNAL_FAULTS = {
    "locked": locked,
    "corrupt": corrupt,
    "deleted": deleted,
    "a directory in its place": a_directory_in_its_place,
}
PIN_FAULTS = {
    "a lamp": _pins_fail(27),
    "the other buzzer": _pins_fail(23),
    "both lamps": _pins_fail(27, 6),
}
FAULTS = {**PANEL_FAULTS, **JOURNAL_FAULTS, **PIN_FAULTS}


@pytest.mark.meets("FLT-1", "FLT-5")
@pytest.mark.parametrize("name", FAULTS)
def test_alarms_are_punctual_whatever_fails(tmp_path: Path, healthy: Rig, name: str) -> None:
    rig = afternoon(tmp_path, FAULTS[name])
    assert rig.of_beds() == healthy.of_beds()
    assert rig.alarms() == healthy.alarms()
    assert len(rig.alarms()) > 100


@pytest.mark.meets("FLT-3")
@pytest.mark.parametrize("name", PANEL_FAULTS)
def test_a_panel_that_fails_is_told_and_back_within_two_seconds(tmp_path: Path, name: str) -> None:
    rig = afternoon(tmp_path, PANEL_FAULTS[name])
    lost = [f.acted for f in rig.facts() if f.kind is FactKind.PANEL_LOST and f.panel == 0]
    back = [f.acted for f in rig.facts() if f.kind is FactKind.PANEL_RESTORED and f.panel == 0]
    assert [10 * MINUTE <= at <= 10 * MINUTE + 2 * SECOND for at in lost] == [True]
    assert [29 * MINUTE <= at <= 29 * MINUTE + 2 * SECOND for at in back] == [True]
    if name != "no power for any":
        assert "PANEL 0 LOST" in rig.texts(1)[len(rig.texts(1)) // 2][1]


@pytest.mark.meets("FLT-8")
@pytest.mark.parametrize("name", JOURNAL_FAULTS)
def test_a_journal_that_fails_is_told_and_nothing_is_missing_from_it_in_the_end(
    tmp_path: Path, healthy: Rig, name: str
) -> None:
    rig = afternoon(tmp_path, JOURNAL_FAULTS[name])
    assert FactKind.JOURNAL_LOST in rig.kinds()
    assert rig.kinds()[-2:] == [FactKind.JOURNAL_RESTORED, FactKind.STOPPED] or (
        rig.kinds().index(FactKind.JOURNAL_RESTORED) > rig.kinds().index(FactKind.JOURNAL_LOST)
    )
    assert _remembered(rig) == _remembered(healthy)


def _remembered(rig: Rig) -> list[tuple[object, ...]]:
    """What the journal, read anew, knows of every bay."""
    file = JournalFile(rig.journal)
    past = file.past()
    file.close()
    return [(bay.id, bay.phase, bay.serial, bay.applied, bay.windows) for bay in past.bays.values()]


@pytest.mark.meets("FLT-6")
def test_not_saved_stands_on_the_panels_while_the_journal_is_lost(tmp_path: Path) -> None:
    rig = afternoon(tmp_path, a_directory_in_its_place)
    marked = [at for at, text in rig.texts(1) if "NOT SAVED" in text]
    assert marked[0] <= 11 * MINUTE + SECOND
    assert 29 * MINUTE <= marked[-1] + 5 * SECOND <= 29 * MINUTE + 12 * SECOND


@pytest.mark.meets("FLT-9")
def test_a_corrupt_journal_is_set_aside_and_kept(tmp_path: Path) -> None:
    rig = afternoon(tmp_path, corrupt)
    [aside] = [p for p in rig.folder.glob("*.corrupt-*") if p.name.endswith("Z")]
    assert aside.read_bytes()[:10] == b"\xa5" * 10


@pytest.mark.meets("FLT-12", "FLT-13")
@pytest.mark.parametrize("name", PIN_FAULTS)
def test_a_pin_that_fails_is_shown_and_the_panel_inverts(
    tmp_path: Path, healthy: Rig, name: str
) -> None:
    rig = afternoon(tmp_path, PIN_FAULTS[name])
    panel, says = (1, "BUZZER FAILED") if "buzzer" in name else (0, "LAMP FAILED")
    assert not any(says in text for _, text in healthy.texts(panel))
    shown = [(at, screen) for at, screen in rig.screens(panel) if says in screen.news]
    assert shown
    assert all(screen.inverted for _, screen in shown)
    assert shown[-1][0] <= 29 * MINUTE + 3 * SECOND


@pytest.mark.meets("FLT-14")
def test_the_only_buzzer_that_fails_sounds_again_as_soon_as_it_can(
    tmp_path: Path, healthy: Rig
) -> None:
    rig = afternoon(tmp_path, _pins_fail(22))
    assert rig.of_beds() == healthy.of_beds()
    assert rig.alarms() == []
    assert rig.alarms(pin=23) == healthy.alarms(pin=23)
    assert any("BUZZER FAILED" in text for _, text in rig.texts(0))


@pytest.mark.meets("FLT-11")
def test_a_button_that_cannot_be_read_is_shown_and_the_other_does_not_notice(
    tmp_path: Path, healthy: Rig
) -> None:
    rig = afternoon(tmp_path, _pins_fail(17))
    others = [fact for fact in healthy.of_beds() if fact.bay == "bed-2"]
    assert [fact for fact in rig.of_beds() if fact.bay == "bed-2"] == others
    assert any("BUTTON NOT READ" in text for _, text in rig.texts(0))
    overdue = [fact for fact in rig.of_beds() if fact.bay == "bed-1"][-1]
    assert overdue.kind is FactKind.OVERDUE


@pytest.mark.parametrize(
    ("pin", "panel", "says"), [(27, 0, "LAMP FAILED"), (23, 1, "BUZZER FAILED")]
)
def test_a_pin_that_cannot_be_opened_at_the_start_is_shown_and_the_others_go_on(
    tmp_path: Path, healthy: Rig, pin: int, panel: int, says: str
) -> None:
    rig = afternoon(tmp_path, shut=[pin])
    assert rig.of_beds() == healthy.of_beds()
    assert rig.alarms() == healthy.alarms()
    shown = [(at, screen) for at, screen in rig.screens(panel) if says in screen.text]
    assert shown[0][0] <= SECOND
    assert all(screen.inverted for _, screen in shown)
    assert shown[-1][0] <= 10 * MINUTE + 3 * SECOND
    if says == "BUZZER FAILED":
        assert rig.alarms(pin=23) == healthy.alarms(pin=23)


def test_a_button_that_cannot_be_opened_at_the_start_concerns_its_bed_only(
    tmp_path: Path, healthy: Rig
) -> None:
    rig = afternoon(tmp_path, shut=[17])
    others = [fact for fact in healthy.of_beds() if fact.bay == "bed-2"]
    assert [fact for fact in rig.of_beds() if fact.bay == "bed-2"] == others
    pressed_since = [fact.kind for fact in rig.of_beds() if fact.bay == "bed-1"]
    assert pressed_since == [FactKind.APPLIED, FactKind.REFUSED]
    shown = [at for at, text in rig.texts(0) if "BUTTON NOT READ" in text]
    assert (shown[0] <= SECOND, shown[-1] <= 10 * MINUTE + 3 * SECOND) == (True, True)
    assert not any("BUTTON NOT READ" in text for _, text in rig.texts(1))


@contextmanager
def _many(rig: Rig, faults: Sequence[Fault]) -> Iterator[None]:
    with ExitStack() as mended:
        for fault in faults:
            fault(rig, mended)
        yield


def test_all_of_it_at_once_changes_no_alarm_either(tmp_path: Path, healthy: Rig) -> None:
    def everything(rig: Rig, mended: ExitStack) -> None:
        mended.enter_context(
            _many(rig, [no_power_for_any, a_directory_in_its_place, _pins_fail(23, 27, 6)])
        )

    rig = afternoon(tmp_path, everything)
    assert rig.of_beds() == healthy.of_beds()
    assert rig.alarms() == healthy.alarms()
