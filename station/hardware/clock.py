"""The machine's boot clock: it counts through sleep, and nobody can set it."""

import time

_NANOSECONDS = 1_000_000


class BootClock:
    """Milliseconds since boot; since some fixed instant where there is no CLOCK_BOOTTIME."""

    def now(self) -> int:
        """The present instant."""
        return _read() // _NANOSECONDS

    def sleep(self, until: int) -> None:
        """Sleep until an instant; a signal handler may run meanwhile."""
        left = until * _NANOSECONDS - _read()
        if left > 0:
            time.sleep(left / 1e9)

    def quiet_until(self, since: int) -> int:
        """No later: a button can be pressed at any moment."""
        return since


if hasattr(time, "CLOCK_BOOTTIME"):

    def _read() -> int:
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)

else:

    def _read() -> int:
        return time.monotonic_ns()
