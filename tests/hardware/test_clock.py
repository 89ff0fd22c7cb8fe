import os
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from station.hardware.clock import LOOK, BootClock, Machine, Trust

NS = 1_000_000
NOON = 1_750_075_200_000
"""2025-06-16 12:00 UTC, in ms since 1970."""
LONG_AGO = 1_000_000_000_000
"""2001."""


class Pi:
    """A machine in a folder, with a wall clock to set and an uptime that passes when told."""

    def __init__(self, folder: Path) -> None:
        self.boot_id = folder / "boot_id"
        self.boot_id.write_text("5c4a9f3e-0000-4000-8000-000000000001\n")
        self.clocks = folder / "rtc"
        self.clocks.mkdir()
        self.synchronized = folder / "synchronized"
        self.up = 40_000
        self.wall = NOON

    def clock(self, trust: Trust = "auto") -> BootClock:
        machine = Machine(
            self.boot_id,
            self.clocks,
            self.synchronized,
            uptime=lambda: self.up * NS + 999_999,
            wall=lambda: self.wall * NS + 999_999,
        )
        return BootClock(trust, machine)

    def real_time_clock(self, seconds: int | str, *, hctosys: str = "1") -> None:
        clock = self.clocks / f"rtc{len(list(self.clocks.iterdir()))}"
        clock.mkdir()
        (clock / "hctosys").write_text(f"{hctosys}\n")
        (clock / "since_epoch").write_text(f"{seconds}\n")


@pytest.fixture
def pi(tmp_path: Path) -> Pi:
    return Pi(tmp_path)


@pytest.fixture
def in_london() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TZ", "GMT0BST,M3.5.0/1,M10.5.0")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.meets("INS-1")
def test_it_counts_from_the_boot(pi: Pi) -> None:
    clock = pi.clock()
    assert clock.now() == 40_000
    pi.up += 7
    assert clock.now() == 40_007
    assert clock.boot == "5c4a9f3e-0000-4000-8000-000000000001"


def test_where_the_boot_has_no_id_it_counts_from_its_own_start(pi: Pi) -> None:
    pi.boot_id.unlink()
    first = pi.clock()
    pi.up += 5_000
    second = pi.clock()
    assert (first.now(), second.now()) == (5_000, 0)
    assert first.boot
    assert second.boot
    assert first.boot != second.boot


def test_this_machine_has_a_boot_clock_that_does_not_stand_still() -> None:
    clock = BootClock()
    start = clock.now()
    clock.sleep(start + 2)
    assert clock.now() >= start + 2
    clock.sleep(start)  # long past
    assert abs(clock.wall() - time.time_ns() // NS) < 10_000


def test_a_button_can_be_pressed_at_any_moment(pi: Pi) -> None:
    assert pi.clock().quiet_until(123) == 123


@pytest.mark.meets("CLK-2")
def test_the_wall_clock_is_not_trusted_of_itself(pi: Pi) -> None:
    assert pi.clock().wall() == NOON
    assert not pi.clock().trusted()


@pytest.mark.meets("CLK-2")
def test_it_is_trusted_once_the_time_service_has_synchronised(pi: Pi) -> None:
    clock = pi.clock()
    assert not clock.trusted()
    pi.synchronized.touch()
    pi.up += LOOK
    assert clock.trusted()


def test_the_time_service_is_asked_no_more_than_once_a_second(pi: Pi) -> None:
    clock = pi.clock()
    assert not clock.trusted()
    pi.synchronized.touch()
    pi.up += LOOK - 1
    assert not clock.trusted()
    pi.up += 1
    assert clock.trusted()


def test_trusted_once_is_trusted_for_the_boot(pi: Pi) -> None:
    """The file goes when the service is stopped; the time that it set does not."""
    pi.synchronized.touch()
    clock = pi.clock()
    assert clock.trusted()
    pi.synchronized.unlink()
    pi.up += 10 * LOOK
    assert clock.trusted()


@pytest.mark.meets("CLK-1")
@pytest.mark.parametrize("off", [-5, -1, 0, 5])
def test_it_is_trusted_if_a_real_time_clock_set_it(pi: Pi, off: int) -> None:
    pi.real_time_clock(NOON // 1000 + off)
    assert pi.clock().trusted()


@pytest.mark.meets("CLK-1")
@pytest.mark.parametrize("off", [-6, 6, 3600])
def test_a_real_time_clock_that_disagrees_says_nothing(pi: Pi, off: int) -> None:
    """As on a Pi 5 without a battery, once the saved time is restored."""
    pi.real_time_clock(NOON // 1000 + off)
    assert not pi.clock().trusted()


def test_a_real_time_clock_from_which_the_time_was_not_set_says_nothing(pi: Pi) -> None:
    pi.real_time_clock(NOON // 1000, hctosys="0")
    assert not pi.clock().trusted()


@pytest.mark.parametrize("broken", ["", "half past two"])
def test_a_broken_real_time_clock_is_passed_over(pi: Pi, broken: str) -> None:
    pi.real_time_clock(broken)
    (pi.clocks / "rtc9").mkdir()
    assert not pi.clock().trusted()
    pi.real_time_clock(NOON // 1000)
    assert pi.clock().trusted()


def test_a_machine_without_any_of_this_is_not_trusted(pi: Pi) -> None:
    pi.clocks.rmdir()
    assert not pi.clock().trusted()


def test_a_date_before_the_first_station_is_not_trusted_whoever_says_so(pi: Pi) -> None:
    pi.wall = LONG_AGO
    pi.real_time_clock(LONG_AGO // 1000)
    pi.synchronized.touch()
    clock = pi.clock()
    assert not clock.trusted()
    pi.wall = NOON
    assert clock.trusted()  # by the time service


def test_an_agreement_on_1970_is_none_once_the_wall_clock_is_moved(pi: Pi) -> None:
    pi.wall = 3_000
    pi.real_time_clock(3)
    clock = pi.clock()
    pi.wall = NOON
    assert not clock.trusted()


@pytest.mark.meets("CLK-3")
def test_it_can_be_forced(pi: Pi) -> None:
    assert pi.clock("trusted").trusted()
    pi.wall = LONG_AGO
    assert pi.clock("trusted").trusted()
    pi.wall = NOON
    pi.synchronized.touch()
    pi.real_time_clock(NOON // 1000)
    assert not pi.clock("untrusted").trusted()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look everywhere")
def test_a_file_that_may_not_be_looked_at_is_not_there(pi: Pi, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0)
    pi.synchronized = locked / "synchronized"
    assert not pi.clock().trusted()


@pytest.mark.usefixtures("in_london")
def test_an_instant_is_labelled_with_the_local_time_of_day(pi: Pi) -> None:
    clock = pi.clock("trusted")
    assert clock.label(clock.now()) == "13:00"
    assert clock.label(clock.now() - 20 * 60_000) == "12:40"
    assert clock.label(clock.now() + 60 * 60_000) == "14:00"
    pi.up += 60_000
    pi.wall += 60_000
    assert clock.label(40_000) == "13:00"


def test_without_trust_an_instant_has_no_label(pi: Pi) -> None:
    assert pi.clock().label(0) is None


@pytest.mark.meets("INS-2")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such a clock")
def test_it_counts_through_sleep_where_the_machine_can() -> None:
    """The other clock of Linux, monotonic, stands still while a machine sleeps."""
    read = Machine().uptime
    assert isinstance(read, partial)
    assert (read.func, read.args) == (time.clock_gettime_ns, (time.CLOCK_BOOTTIME,))
    assert read() <= time.clock_gettime_ns(time.CLOCK_BOOTTIME)
