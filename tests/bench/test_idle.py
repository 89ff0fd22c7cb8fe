"""The measuring itself: that it finds what is there."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest

from tests.bench.idle import BAYS, LOOP, SCRIPT, Used, in_turns, percent, processor_time, told
from tests.bench.rig import looked_after


def test_it_is_the_processor_time_of_all_threads() -> None:
    before = time.process_time_ns()
    assert before <= processor_time(os.getpid()) <= time.process_time_ns()


def test_a_process_that_works_is_found_among_those_that_do_not() -> None:
    with ExitStack() as opened:
        running = {
            code: looked_after(subprocess.Popen([sys.executable, "-c", code]), opened)
            for code in ("while True: pass", "import time\ntime.sleep(60)")
        }
        time.sleep(0.2)
        works, sleeps = in_turns(running, 2, 0.2).values()
    assert works.ns > 10 * sleeps.ns
    assert works.seconds >= 0.2
    assert percent(works) > 10 * percent(sleeps)


def test_it_is_told_in_percent_of_a_core() -> None:
    assert percent(Used(500_000_000, 10)) == 5


def test_whoever_ends_is_no_figure() -> None:
    with ExitStack() as opened:
        ends = looked_after(subprocess.Popen([sys.executable, "-c", ""]), opened)
        ends.wait()
        with pytest.raises(RuntimeError, match="loop has ended"):
            in_turns({"loop": ends}, 1, 0.01)


def test_a_station_that_takes_more_than_it_may_is_found() -> None:
    loop, script = 2.0, 4.0
    shares = {("loop", bays): loop for bays in BAYS} | {("script", bays): script for bays in BAYS}
    most = {("station", 1): LOOP * loop, ("station", 8): SCRIPT * script}
    assert [figure.met for figure in told(shares | most)] == [True, True, False, True]
    assert [figure.met for figure in told(shares | dict.fromkeys(most, 4.1))] == [False] * 4
