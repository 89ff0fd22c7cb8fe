"""What keeps Python from standing between a deadline and its buzzer.

One thread at a time runs Python. Whoever waits for it asks the one who has it to let go after the
switch interval, 5 ms of Python's own; and whoever lets go, as for a system call, waits again.
"""

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Final

GIVES_WAY: Final = 0.001
"""Seconds after which the engine, once it wakes, has the panels' and the journal's threads let go:
a tenth of a scan."""
GOES_ON: Final = 0.05
"""Seconds after which they may have the engine let go: longer than any of its turns, even on a slow
board. A turn that is cut up by threads that draw takes several times as long."""
STEP_ASIDE: Final = 0.0005
"""Seconds for which a thread lets go of Python when the engine should have it."""
MOST_STEPS: Final = 100
"""After so many it goes on: the engine may wait for something else."""
STEP_BACK: Final = 5
"""By how much nicer the other threads are than the engine: of a processor that both want it gets
three quarters (setpriority(2), sched(7))."""
FAR: Final = 2**63
uptime: Final[Callable[[], int]] = (
    partial(time.clock_gettime_ns, time.CLOCK_BOOTTIME)
    if hasattr(time, "CLOCK_BOOTTIME")
    else time.monotonic_ns
)
"""Nanoseconds since boot, those asleep included where the system counts them."""


class _Engine:
    """When the engine next wants Python, as it has said itself; of `uptime`."""

    wants = FAR
    interval = sys.getswitchinterval()
    """How long others may be kept waiting while it works."""


def set_out() -> None:
    """Call it before the most is imported: none of that is ever garbage.

    The collector would look through it again and again; `under_way` lets it work again.
    """
    gc.disable()


def under_way() -> None:
    """Call it once all is imported: from now on there is garbage to be found."""
    gc.enable()


def keep_pace() -> None:
    """Call it once all is imported and opened, before the first scan.

    What was imported stays for good. Unless it is told so, the collector of cyclic garbage looks
    through all of it now and then, and no line can change meanwhile: 18 ms on the PC on which this
    was measured (`gc.collect()` after importing the station), ten times that on a slow board.
    """
    gc.freeze()
    under_way()
    _Engine.interval = GOES_ON
    sys.setswitchinterval(GOES_ON)


def nap(now: int, left: int) -> None:
    """The engine sleeps for `left` nanoseconds from `now`, of `uptime`, and soon goes on after.

    `giving_way` written out, and with nothing that can be spared: this is done at every scan, and
    what is run after a sleep is in no cache.
    """
    sys.setswitchinterval(GIVES_WAY)
    _Engine.wants = now + left
    try:
        time.sleep(left / 1e9)
    finally:
        _Engine.wants = FAR
        sys.setswitchinterval(_Engine.interval)


@contextmanager
def giving_way() -> Iterator[None]:
    """Around what the engine calls the system for, so that it soon goes on after."""
    sys.setswitchinterval(GIVES_WAY)
    _Engine.wants = uptime()
    try:
        yield
    finally:
        _Engine.wants = FAR
        sys.setswitchinterval(_Engine.interval)


class Bell:
    """Wakes another thread. Whoever rings it waits for nobody.

    Not threading.Event: that has a lock, and a thread may lose Python while it holds it. Whoever
    rings would wait for it, and for all who have Python before it does.
    """

    def __init__(self) -> None:
        self._rung: SimpleQueue[None] = SimpleQueue()

    def ring(self) -> None:
        """Wake whoever waits, or waits next."""
        if self._rung.empty():
            self._rung.put(None)

    def wait(self, seconds: float | None = None) -> None:
        """Wait until it is rung, or was since the last time; None: however long that takes."""
        with suppress(Empty):
            self._rung.get(timeout=seconds)
            while True:
                self._rung.get_nowait()


@contextmanager
def taking(lock: Lock) -> Iterator[None]:
    """The engine takes a lock that another thread may hold, for a moment.

    That one may just have lost Python: it must get it again before all others.
    """
    if not lock.acquire(blocking=False):
        with giving_way():
            lock.acquire()
    try:
        yield
    finally:
        lock.release()


def after_you() -> None:
    """Called by other threads between two steps of their work: the engine goes first.

    Whoever only lets go of Python when asked may hand it to a third thread, again and again: the
    lab has seen the engine wait for 80 ms while panels and journal took turns.
    """
    for _ in range(MOST_STEPS):
        if uptime() < _Engine.wants:
            return
        time.sleep(STEP_ASIDE)


def step_back() -> None:
    """Called by a thread whose work may wait while the engine has something to do.

    To Linux each thread has a niceness of its own; elsewhere it would be the whole process's.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.nice(STEP_BACK)
