"""A station that people play with: pressed, killed, unplugged, without power, its disk full."""

from pathlib import Path

import pytest

from station.core.facts import FactKind
from tests.sim.theatre import press, staged

K = FactKind
MINUTE = 60_000
REFLEX = 15_000
"""Milliseconds after which a press is meant, and not the answer to a new alarm."""


def test_a_press_applies(tmp_path: Path) -> None:
    with staged(tmp_path) as (stage, audience):
        press(stage)
        assert audience.told(K.APPLIED).bay == "bed-1"


def test_a_whole_visit_at_speed_takes_its_twenty_minutes(tmp_path: Path) -> None:
    with staged(tmp_path, speed=600) as (stage, audience):
        press(stage)
        applied = audience.told(K.APPLIED)
        overdue = audience.told(K.OVERDUE)  # at this speed nobody comes in time
        assert overdue.at - applied.at == 22 * MINUTE
        stage.clock.set_speed(10)
        press(stage)  # the alarm is answered
        silenced = audience.told(K.SILENCED)
        audience.until(lambda: stage.clock.time() > silenced.at + REFLEX)  # its lamp flashes
        press(stage)
        removed = audience.told(K.REMOVED)
        stage.clock.set_speed(600)
        assert audience.told(K.NUMB_OVER).at - removed.at == 60 * MINUTE


def test_a_held_button_is_a_hold_whatever_the_speed(tmp_path: Path) -> None:
    with staged(tmp_path, speed=600) as (stage, audience):
        stage.press(1, down=True)
        audience.until(lambda: stage.clock.rate == 1)
        begun = stage.clock.time()
        audience.until(lambda: any(pin == 13 for at, pin, _ in audience.edges if at > begun + 1900))
        stage.press(1, down=False)
        assert audience.told(K.REFUSED).gesture == "hold"


def test_a_second_down_without_an_up_is_nothing(tmp_path: Path) -> None:
    with staged(tmp_path) as (stage, _):
        stage.press(0, down=True)
        stage.press(0, down=True)
        stage.press(0, down=False)
        stage.press(0, down=False)
        assert stage.down == [False, False, False]


def test_a_killed_station_goes_on_to_the_millisecond(tmp_path: Path) -> None:
    with staged(tmp_path, speed=600) as (stage, audience):
        press(stage)
        applied = audience.told(K.APPLIED)
        stage.kill()
        resumed = audience.told(K.RESUMED)
        assert resumed.certain
        assert audience.told(K.REMOVAL_DUE).at - applied.at == 20 * MINUTE


def test_without_power_all_is_dark_and_after_it_time_has_gone_on(tmp_path: Path) -> None:
    with staged(tmp_path, speed=600) as (stage, audience):
        press(stage)
        applied = audience.told(K.APPLIED)
        stage.cut_power()
        audience.until(lambda: "dark" in audience.lives)
        assert stage.picture(0).getbbox() is None
        lit = {pin: level for _, pin, level in audience.edges}
        assert not any(lit.values())
        stage.kill()  # nothing to kill
        stage.restore_power(trusted=True)
        audience.told(K.RESUMED)
        assert audience.told(K.REMOVAL_DUE).at - applied.at == pytest.approx(20 * MINUTE, abs=2)


def test_after_a_cut_with_a_clock_that_nobody_set_it_says_so(tmp_path: Path) -> None:
    with staged(tmp_path) as (stage, audience):
        press(stage)
        audience.told(K.APPLIED)
        stage.cut_power()
        audience.until(lambda: "dark" in audience.lives)
        stage.restore_power(trusted=False)
        assert not audience.told(K.RESUMED).certain
        stage.clock.trust(trusted=True)
        audience.told(K.TIME_CONFIRMED)


def test_a_pulled_plug_is_told_and_forgiven(tmp_path: Path) -> None:
    with staged(tmp_path) as (stage, audience):
        stage.plug(1, plugged=False)
        assert audience.told(K.PANEL_LOST).panel == 1
        assert stage.picture(1).getbbox() is None
        stage.plug(1, plugged=True)
        assert audience.told(K.PANEL_RESTORED).panel == 1


def test_a_plug_pulled_in_the_dark_stays_out_when_the_power_is_back(tmp_path: Path) -> None:
    with staged(tmp_path) as (stage, audience):
        stage.cut_power()
        audience.until(lambda: "dark" in audience.lives)
        stage.plug(0, plugged=False)
        stage.restore_power(trusted=True)
        assert audience.told(K.PANEL_LOST).panel == 0


def test_a_full_disk_is_told_and_everything_is_there_in_the_end(tmp_path: Path) -> None:
    with staged(tmp_path) as (stage, audience):
        stage.turn_disk("full")
        press(stage)
        assert audience.told(K.JOURNAL_LOST).reason == "full"
        stage.turn_disk("ok")
        audience.told(K.JOURNAL_RESTORED)
        stage.kill()
        audience.told(K.RESUMED)


def test_one_that_cannot_start_says_why(tmp_path: Path) -> None:
    with staged(tmp_path) as (stage, audience):
        (tmp_path / "folder").mkdir()
        (tmp_path / "link").symlink_to("folder")
        # At once: where there is none, the station that still runs makes a new one.
        (tmp_path / "link").replace(tmp_path / "journal.db")
        stage.kill()
        audience.until(lambda: "failed" in audience.lives)
        assert stage.failure
