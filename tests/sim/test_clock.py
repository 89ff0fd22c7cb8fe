"""Simulated time: as fast as somebody wants, but real for whoever has a finger on a button."""

import threading

import pytest

from station.mock.death import Killed
from station.sim.clock import LINGERS, STALE, SimClock

HOUR = 3_600_000


class Real:
    """Real time, as the test has it."""

    def __init__(self) -> None:
        self.now = 50_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def real() -> Real:
    return Real()


def started(real: Real, speed: int = 1) -> SimClock:
    """A clock that nobody has touched yet."""
    return SimClock(speed, real)


def test_it_begins_at_nothing_and_goes_with_real_time(real: Real) -> None:
    clock = started(real)
    assert (clock.time(), clock.now(), clock.rate) == (0, 0, 1)
    real.now += 1234.9
    assert clock.time() == 1234


@pytest.mark.parametrize("speed", [10, 60, 600])
def test_it_goes_as_fast_as_it_should(real: Real, speed: int) -> None:
    clock = started(real, speed)
    real.now += 100
    assert clock.time() == 100 * speed


def test_another_speed_changes_nothing_that_was(real: Real) -> None:
    clock = started(real, 60)
    real.now += 1000
    clock.set_speed(10)
    assert clock.time() == 60_000
    real.now += 1000
    assert clock.time() == 70_000


def test_a_finger_has_real_time_and_a_while_after(real: Real) -> None:
    clock = started(real, 600)
    real.now += 10
    clock.touch(down=True)
    assert clock.rate == 1
    real.now += 5000
    assert clock.time() == 6000 + 5000
    clock.touch(down=False)
    real.now += LINGERS
    assert clock.time() == 11_000 + LINGERS
    assert clock.rate == 600
    real.now += 1
    assert clock.time() == 11_000 + LINGERS + 600


def test_the_last_of_two_fingers_ends_it(real: Real) -> None:
    clock = started(real, 60)
    for down in (True, True, False):
        clock.touch(down=down)
    real.now += 2 * LINGERS
    assert clock.rate == 1
    clock.touch(down=False)
    real.now += LINGERS
    assert clock.rate == 60


def test_small_steps_add_up(real: Real) -> None:
    clock = started(real, 60)
    for _ in range(1000):
        real.now += 0.3
        clock.set_speed(60)
    assert clock.time() == pytest.approx(18_000, abs=1)


def test_the_boot_clock_begins_anew_with_the_power(real: Real) -> None:
    clock = started(real)
    before = clock.boot
    real.now += 90_000
    clock.boot_again(trusted=True)
    real.now += 7
    assert clock.boot != before
    assert (clock.time(), clock.booted, clock.now()) == (90_007, 90_000, 7)


def test_a_clock_that_nobody_set_is_hours_behind_after_a_power_cut(real: Real) -> None:
    clock = started(real)
    wall = clock.wall()
    clock.boot_again(trusted=False)
    assert clock.wall() == wall - STALE
    assert (clock.trusted(), clock.label(0)) == (False, None)
    clock.trust(trusted=True)
    assert clock.wall() == wall
    assert clock.label(0) is not None


def test_a_step_of_the_wall_clock_moves_no_countdown(real: Real) -> None:
    clock = started(real)
    wall = clock.wall()
    clock.step(HOUR)
    assert (clock.now(), clock.wall()) == (0, wall + HOUR)
    clock.boot_again(trusted=True)
    assert clock.wall() == wall + HOUR, "a trusted clock that is set was put right"


def test_buttons_are_looked_at_as_often_as_real_time_asks(real: Real) -> None:
    clock = started(real)
    assert clock.quiet_until(500) == 500
    clock.set_speed(60)
    assert clock.quiet_until(500) == 500 + 590
    clock.touch(down=True)
    assert clock.quiet_until(500) == 500


def test_whoever_sleeps_dies_at_once(real: Real) -> None:
    clock = started(real)
    threading.Timer(0.01, clock.die, [Killed()]).start()
    with pytest.raises(Killed):
        clock.sleep(10 * HOUR)
    clock.sleep(0)  # and the next one lives


def test_a_death_before_the_sleep_is_not_missed(real: Real) -> None:
    clock = started(real)
    clock.die(Killed())
    with pytest.raises(Killed):
        clock.sleep(10 * HOUR)


def test_a_touch_ends_a_sleep() -> None:
    clock = SimClock(600)
    threading.Timer(0.01, clock.touch, kwargs={"down": True}).start()
    clock.sleep(10 * HOUR)  # a minute of real time, were it not for the finger
    assert clock.time() < HOUR


def test_time_that_stands_still_goes_on_from_where_it_stood(real: Real) -> None:
    clock = started(real, 60)
    real.now += 1000
    wall = clock.wall()
    clock.stand_still(still=True)
    real.now += 5000
    clock.touch(down=True)
    clock.touch(down=False)
    clock.set_speed(10)
    real.now += 5000
    assert (clock.time(), clock.rate, clock.wall()) == (60_000, 0, wall)
    assert clock.quiet_until(7) == 7, "and asks for no sleep into the past"
    clock.stand_still(still=False)
    real.now += 100
    assert (clock.time(), clock.rate) == (61_000, 10)
