"""One pin with what is wired to it: what fails is told, never raised."""

from collections.abc import Callable
from typing import Any, Final

from station.core.reports import Part, PinReport

RETRY: Final = 1_000
"""Milliseconds from a failure to the next attempt that nobody asked for; and how long a pin must
not have failed before it is said to work again, or one that comes and goes would fill the log."""
ATTEMPTS: Final = 3
"""How often in a row it is tried to let go of a pin, or to leave it off."""
_LEVEL: Final = {True: "on", False: "off"}


class Line:
    """One pin of the station. `index` counts bays, for a buzzer buzzers.

    `reports` gets one report when it fails and one when it works again. `clock` in milliseconds;
    it is read only while something fails.
    """

    def __init__(
        self,
        part: Part,
        index: int,
        pin: int,
        device: Callable[[], Any],
        *,
        on: float,
        clock: Callable[[], int],
        reports: list[PinReport],
    ) -> None:
        """`device` makes gpiozero's for `pin`; `on` is the value that turns an output on."""
        self.part = part
        self.index = index
        self._pin = pin
        self._make = device
        self._device: Any = None
        """None: it could not be opened."""
        self._on = on
        self._clock = clock
        self._reports = reports
        self._wanted: bool | None = None
        """What it is to be, once it has been written."""
        self._written: bool | None = None
        """What it is; None if nobody knows."""
        self._works = True
        self._failed = 0
        """When it last failed."""
        self.failing = False
        """Told to fail, and not yet told to work again."""

    def open(self, refused: Callable[[Exception], bool]) -> None:
        """Open it, off. Raises what is `refused`; else it fails, and is opened once it can be."""
        try:
            self._opened()
        except Exception as error:
            if refused(error):
                raise
            self._fail("opened", error)

    def read(self) -> bool | None:
        """Whether it is active; None if it cannot be read now."""
        device = self._device
        if device is None and self._clock() - self._failed < RETRY:
            return None
        try:
            active: bool = (device or self._opened()).is_active
        except Exception as error:  # noqa: BLE001 - every backend has its own; it is reported
            self._fail("read", error)
            return None
        self._works = True
        return active

    def write(self, *, level: bool) -> bool:
        """Turn it on or off, unless it is so already. False if that cannot be done now."""
        self._wanted = level
        if self._written is level:
            return True
        self._written = None
        try:
            self._opened().value = level * self._on
        except Exception as error:  # noqa: BLE001 - every backend has its own; it is reported
            self._fail("set", error)
            return False
        self._written = level
        self._works = True
        return True

    def astray(self) -> str | None:
        """In what it reads otherwise than it was set; None: in nothing that can be seen.

        A line that is shorted reads what it is shorted to. A tone cannot be read back: it is
        taken for what was set. Nothing is written.
        """
        if self._written is None:
            return None
        try:
            active = bool(self._device.value)
        except Exception as error:  # noqa: BLE001 - every backend has its own; it is told
            return f"pin {self._pin} cannot be read: {_said(error)}"
        if active is self._written:
            return None
        return f"pin {self._pin} reads {_LEVEL[active]} and was set {_LEVEL[self._written]}"

    def rest(self) -> None:
        """Turn it off, whatever it is thought to be; more than one attempt if need be."""
        self._written = None
        for _ in range(ATTEMPTS):
            if self.write(level=False):
                self._tell_if_it_works()
                return

    def mend(self) -> None:
        """Write again what could not be written, once it is time, and tell if it works again.

        A button needs no attempt of its own: it is read all the time, an unopened one each second.
        """
        if self._clock() - self._failed < RETRY:
            return
        if self._wanted is not None:
            self.write(level=self._wanted)
        self._tell_if_it_works()

    def close(self) -> None:
        """Let the pin go: it is an input again, and whatever was on is off."""
        for _ in range(ATTEMPTS if self._device is not None else 0):
            try:
                self._device.close()
            except Exception as error:  # noqa: BLE001 - every backend has its own; it is reported
                self._fail("let go", error)
            else:
                return

    def _tell_if_it_works(self) -> None:
        if self.failing and self._works:
            self.failing = False
            self._reports.append(PinReport(self.part, self.index, None))

    def _opened(self) -> Any:
        if self._device is None:
            self._device = self._make()
        return self._device

    def _fail(self, what: str, error: Exception) -> None:
        self._works = False
        self._failed = self._clock()
        if not self.failing:
            self.failing = True
            reason = f"pin {self._pin} cannot be {what}: {_said(error)}"
            self._reports.append(PinReport(self.part, self.index, reason))


def _said(error: Exception) -> str:
    said = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return said or type(error).__name__
