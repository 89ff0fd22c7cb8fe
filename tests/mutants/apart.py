"""Trials in processes of their own, which they may ruin: limited in time and memory.

The time is the processor's, so that a trial is not late because the machine is busy, or because
somebody stopped it for a while.
"""

import mmap
import os
import resource
import select
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Generic, TypeVar

MEMORY: Final = 3 << 30
"""Bytes that a trial may map: a mutant that fills the memory fails instead."""
TO_BEGIN: Final = 60
"""Seconds that a trial may take before its first test."""
_SURVIVED, _KILLED, _BROKEN = 0, 1, 70
_T = TypeVar("_T")


class Verdict(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    """A test failed, or the file could not even be imported."""
    ENDLESS = "endless"
    """A test took many times as long as without the mutant: somebody would have noticed."""
    SURVIVED = "survived"


class Watch:
    """What a trial says of itself, seen from outside even if it dies."""

    def __init__(self) -> None:
        self._page = mmap.mmap(-1, mmap.PAGESIZE)

    def begins(self, test: str, seconds: float) -> None:
        """A test begins, and may take so long."""
        self._page.seek(0)
        self._page.write(test.encode()[: mmap.PAGESIZE - 1] + b"\0")
        allow(seconds)

    @property
    def test(self) -> str:
        """The test that began last."""
        return self._page[:].split(b"\0", 1)[0].decode(errors="replace")


Trial = Callable[[Watch], bool]
"""True: no test noticed anything."""


@dataclass(slots=True)
class Trials(Generic[_T]):
    """So many trials at a time, each of something."""

    jobs: int
    _running: dict[int, tuple[_T, Watch, int]] = field(default_factory=dict)
    """By the descriptor of its process."""

    def run(self, trials: Iterable[tuple[_T, Trial]]) -> Iterator[tuple[_T, Verdict, str]]:
        """What became of each, as it does, and the test that was the last."""
        for what, trial in trials:
            if len(self._running) >= self.jobs:
                yield self._end()
            watch = Watch()
            pid = _begin(trial, watch)
            self._running[os.pidfd_open(pid)] = what, watch, pid
        while self._running:
            yield self._end()

    def _end(self) -> tuple[_T, Verdict, str]:
        ended = select.select([*self._running], (), ())[0][0]
        what, watch, pid = self._running.pop(ended)
        os.close(ended)
        return what, _verdict(os.waitpid(pid, 0)[1], what), watch.test


def aside(what: Callable[[], object]) -> None:
    """Do something in a process of its own, so that what it imports stays there.

    RuntimeError: it went wrong, and has said so.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if (pid := os.fork()) == 0:
        status = _BROKEN
        try:
            what()
            status = 0
        except BaseException:  # noqa: BLE001 - it is told, and the other process fails
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    if os.waitpid(pid, 0)[1] != 0:
        raise RuntimeError("no mutant could be tried: see above")


def allow(seconds: float) -> None:
    """Let this process run so much longer, in the processor's time."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def silence() -> None:
    """Say nothing more, and ask nothing."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)


def _begin(trial: Trial, watch: Watch) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    if (pid := os.fork()) != 0:
        return pid
    status = _BROKEN
    complaints = os.fdopen(os.dup(2), "w")
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        watch.begins("", TO_BEGIN)
        silence()
        status = _SURVIVED if trial(watch) else _KILLED
    except BaseException:  # noqa: BLE001 - the trial itself is at fault, whatever it was
        traceback.print_exc(file=complaints)
        complaints.flush()
    os._exit(status)


def _verdict(status: int, what: object) -> Verdict:
    if os.WIFSIGNALED(status):
        endless = os.WTERMSIG(status) in (signal.SIGPROF, signal.SIGKILL)
        return Verdict.ENDLESS if endless else Verdict.KILLED
    code = os.WEXITSTATUS(status)
    if code == _BROKEN:
        raise RuntimeError(f"this could not be tried: {what}")
    return Verdict.SURVIVED if code == _SURVIVED else Verdict.KILLED
