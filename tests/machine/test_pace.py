"""What keeps Python from standing between a deadline and its buzzer."""

import gc
import os
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from station.machine import pace
from station.machine.pace import (
    FAR,
    GIVES_WAY,
    GOES_ON,
    MOST_STEPS,
    STEP_ASIDE,
    STEP_BACK,
    Bell,
    after_you,
    giving_way,
    keep_pace,
    nap,
    set_out,
    step_back,
    taking,
    under_way,
    uptime,
)

MICROSECOND = 1e-6


@pytest.fixture(autouse=True)
def _pace() -> Iterator[None]:
    before = sys.getswitchinterval()
    yield
    pace._Engine.interval = before
    sys.setswitchinterval(before)
    gc.unfreeze()


def test_what_was_imported_is_not_looked_through_for_garbage() -> None:
    imported = len(gc.get_objects())
    keep_pace()
    assert len(gc.get_objects()) < imported / 100
    assert gc.get_freeze_count() >= imported - 100


def test_the_engine_is_not_cut_up_but_soon_goes_on_once_it_has_waited() -> None:
    keep_pace()
    for _ in range(1000):  # as often as in 10 s
        with giving_way():
            assert sys.getswitchinterval() == pytest.approx(GIVES_WAY, abs=MICROSECOND)
    assert sys.getswitchinterval() == pytest.approx(GOES_ON, abs=MICROSECOND)


def test_whoever_fails_while_it_gives_way_goes_on_as_before() -> None:
    keep_pace()
    with pytest.raises(OSError, match="gone"), giving_way():
        raise OSError("gone")
    assert sys.getswitchinterval() == pytest.approx(GOES_ON, abs=MICROSECOND)


@pytest.mark.skipif(sys.platform != "linux", reason="niceness is the whole process's there")
def test_a_thread_that_steps_back_leaves_the_others_where_they_are() -> None:
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    found: list[int] = []

    def work() -> None:
        step_back()
        found.append(os.getpriority(os.PRIO_PROCESS, 0))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [min(19, mine + STEP_BACK)]
    assert os.getpriority(os.PRIO_PROCESS, 0) == mine


def took() -> float:
    """How long a thread steps aside now."""
    begin = time.monotonic()
    after_you()
    return time.monotonic() - begin


def test_a_thread_works_on_while_the_engine_sleeps() -> None:
    engine = threading.Thread(target=lambda: nap(uptime(), 300_000_000))
    engine.start()
    while pace._Engine.wants == FAR:
        time.sleep(STEP_ASIDE)
    assert took() < STEP_ASIDE
    engine.join()
    assert pace._Engine.wants == FAR


def test_it_steps_aside_once_the_engine_should_be_awake_but_not_for_ever() -> None:
    with giving_way():
        assert took() >= STEP_ASIDE * MOST_STEPS


def test_an_engine_that_has_slept_is_not_cut_up() -> None:
    keep_pace()
    for _ in range(1000):
        nap(uptime(), 0)
    assert sys.getswitchinterval() == pytest.approx(GOES_ON, abs=MICROSECOND)


def test_nobody_steps_aside_while_no_engine_waits() -> None:
    begin = time.monotonic()
    for _ in range(1000):
        after_you()
    assert time.monotonic() - begin < STEP_ASIDE * MOST_STEPS


def test_a_bell_wakes_whoever_waits_and_whoever_waits_next_and_once() -> None:
    bell = Bell()
    bell.ring()
    bell.ring()
    bell.wait()  # it was rung before
    began = time.monotonic()
    bell.wait(0.05)  # both rings were one
    assert time.monotonic() - began >= 0.04
    woken: list[float] = []

    def sleep() -> None:
        bell.wait()
        woken.append(time.monotonic())

    waiting = threading.Thread(target=sleep)
    waiting.start()
    bell.ring()
    waiting.join(10)
    assert woken


def test_a_bell_that_nobody_hears_takes_no_room() -> None:
    bell = Bell()
    for _ in range(1000):
        bell.ring()
    assert bell._rung.qsize() == 1


def test_whoever_has_a_lock_of_the_engine_s_gets_python_before_all_others() -> None:
    keep_pace()
    lock = threading.Lock()
    held, seen = threading.Event(), []

    def hold() -> None:
        with lock:
            held.set()
            end = time.monotonic() + 10
            while sys.getswitchinterval() > 2 * GIVES_WAY and time.monotonic() < end:
                time.sleep(STEP_ASIDE)  # until the engine waits for it
            began = time.monotonic()
            after_you()
            seen.append(time.monotonic() - began)

    other = threading.Thread(target=hold)
    other.start()
    held.wait()
    with taking(lock):
        assert sys.getswitchinterval() == pytest.approx(GOES_ON, abs=MICROSECOND)
        assert lock.locked()
    other.join()
    assert not lock.locked()
    assert seen[0] >= MOST_STEPS * STEP_ASIDE, "others step aside meanwhile"


def test_no_garbage_is_looked_for_while_a_station_starts() -> None:
    for arrive in (under_way, keep_pace):
        set_out()
        assert not gc.isenabled()
        arrive()
        assert gc.isenabled()
