"""Work that goes on beside a test, in a process of its own: no lock of Python's is shared."""

import multiprocessing
import os
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Final, Generic, TypeVar

Found = TypeVar("Found")
Ended = Callable[[], bool]
"""Whether it is time to come to an end."""
URGENT: Final = 10
_FORK: Final = multiprocessing.get_context("fork")  # a fresh Python takes a second in the guest


class Meanwhile(Generic[Found]):
    """One child at work, from now until `result` is asked for or it is done."""

    def __init__(self, work: Callable[[Ended], Found], *, urgent: bool = False) -> None:
        """`urgent` comes before every other program of the machine, as a finger does."""
        self._end = _FORK.Event()
        self._result, sends = _FORK.Pipe(duplex=False)
        self._child = _FORK.Process(target=self._do, args=(work, sends, urgent), daemon=True)
        self._child.start()
        sends.close()

    def result(self) -> Found:
        """Have it end, and take what it found. Raises RuntimeError with its error, if it failed."""
        self._end.set()
        try:
            found, error = self._result.recv()
        except EOFError:
            raise RuntimeError("it died without a word") from None
        self._child.join()
        if error:
            raise RuntimeError(error)
        return found  # type: ignore[no-any-return]  # what went through a pipe has no type

    def _do(
        self, work: Callable[[Ended], Found], sends: "Connection[Any, Any]", urgent: bool
    ) -> None:
        try:
            if urgent:
                os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(URGENT))
            sends.send((work(self._end.is_set), None))
        except BaseException:  # noqa: BLE001 - whatever it is, the test is to hear of it
            sends.send((None, traceback.format_exc()))
