"""Buttons, lamps and buzzers through gpiozero.

Buttons are sampled and never call back: a backend's callback thread can die unnoticed, and
alarms must not depend on one. On a Pi the backend is lgpio, asked for by name: gpiozero's own
choice falls back in silence to whatever else is there.
"""

import errno
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from importlib.metadata import entry_points
from typing import Any, Final, Protocol

from gpiozero import InputDevice, OutputDevice, PWMOutputDevice
from gpiozero.exc import GPIOZeroError, PinUnknownPi
from gpiozero.pins.local import get_pi_revision
from gpiozero.pins.mock import MockFactory, MockPWMPin

from station.config import BayConfig, BuzzerConfig
from station.core.outputs import PinLevels
from station.core.reports import Part, PinReport
from station.hardware.holder import PinClaim, line_holder
from station.hardware.line import Line

SQUARE: Final = 0.5
"""Duty cycle of a passive buzzer's tone."""
KEPT_STATES: Final = 100
INSTALL_LGPIO: Final = (
    "install it with `sudo apt install python3-lgpio` (and a venv with --system-site-packages),"
    " or with `pip install 'lgpio>=0.2.2'`"
)


class Wired(Protocol):
    """What is on which pin."""

    @property
    def bays(self) -> tuple[BayConfig, ...]:
        """Each with its button, and maybe a lamp."""

    @property
    def buzzers(self) -> tuple[BuzzerConfig, ...]:
        """Whatever kind they are of."""

    @property
    def pins(self) -> tuple[int, ...]:
        """Every pin of the header that is used."""


class PinsRefusedError(Exception):
    """The pins cannot be had; says which one, why, and what to do."""


class PinsBusyError(PinsRefusedError):
    """Somebody else has a pin."""

    def __init__(self, words: str, holder: str | None) -> None:
        super().__init__(words)
        self.holder = holder
        """Which process may be the one; None: none can be seen."""


class MockStationPin(MockPWMPin):  # type: ignore[misc]  # gpiozero ships no types
    """A mock pin that may run for months: gpiozero's keeps every state that it ever had."""

    def _change_state(self, value: float) -> bool:
        changed: bool = super()._change_state(value)
        if len(self.states) > KEPT_STATES:
            del self.states[:-1]
        return changed


def mock_factory() -> MockFactory:
    """Pins that exist only in memory."""
    return MockFactory(pin_class=MockStationPin)


def pin_factory() -> Any:
    """The backend for `station run`: GPIOZERO_PIN_FACTORY's, else lgpio on a Pi, else mock pins.

    Raises PinsRefusedError if it cannot be had.
    """
    name = os.environ.get("GPIOZERO_PIN_FACTORY")
    if not name:
        name = "lgpio" if _on_a_pi() else "mock"
    if name == "mock":
        return mock_factory()
    return _opened(name)


def is_mock(factory: Any) -> bool:
    """Whether these are mock pins."""
    return isinstance(factory, MockFactory)


def _monotonic() -> int:
    return time.monotonic_ns() // 1_000_000


class StationPins:
    """All pins of a station, safe (off) from the moment they are opened.

    One that fails, be it at once, is reported and tried again, and the others do not notice.
    Raises PinsBusyError if one is held by somebody else, PinsRefusedError if one cannot be used
    like that on this machine, or if none can be opened; what was opened until then is closed again.
    """

    def __init__(self, config: Wired, factory: Any, clock: Callable[[], int] = _monotonic) -> None:
        """`clock` in milliseconds: it says when to try again."""
        self._factory = factory
        self._clock = clock
        self._reports: list[PinReport] = []
        self._failing = False
        """Whether any did at the last look."""
        self._lines: list[Line] = []
        try:
            # Buzzers first: whatever they were left at, they are silent now.
            self._buzzers = [self._buzzer(i, buzzer) for i, buzzer in enumerate(config.buzzers)]
            self._lamps = [
                None if bay.lamp is None else self._output(Part.LAMP, i, bay.lamp)
                for i, bay in enumerate(config.bays)
            ]
            self._buttons = [self._button(i, bay.button) for i, bay in enumerate(config.bays)]
            self._require_any()
        except BaseException:
            self.close()
            raise

    def levels(self) -> list[bool | None]:
        """The raw level of every bay's button; True is down, None cannot be read now."""
        return [button.read() for button in self._buttons]

    def drive(self, levels: PinLevels) -> None:
        """Set lamps and buzzers; only what changed is written, and what failed the last time."""
        wanted = (*levels.buzzers, *levels.lamps)
        for line, level in zip((*self._buzzers, *self._lamps), wanted, strict=True):
            if line is not None and level is not None:
                line.write(level=level)

    def reports(self) -> list[PinReport]:
        """What failed or works again since the last call, in order.

        To be called at every scan: it is here that an output which failed is set to what it
        should be by now, once a second, whether or not anything else changes.
        """
        if not (self._reports or self._failing):
            return []
        for line in self._lines:
            if line.failing:
                line.mend()
        reports = self._reports[:]
        self._reports.clear()
        self._failing = any(line.failing for line in self._lines)
        return reports

    def astray(self) -> list[PinReport]:
        """Outputs that read otherwise than they were set, now. Nothing is written."""
        found = [(line, line.astray()) for line in (*self._buzzers, *self._lamps) if line]
        return [PinReport(line.part, line.index, why) for line, why in found if why is not None]

    def rest(self) -> None:
        """Everything off, whatever it was last set to."""
        for line in (*self._buzzers, *self._lamps):
            if line is not None:
                line.rest()

    def close(self) -> None:
        """Let go of the pins. lgpio's lines are free once the factory is closed as well.

        What cannot be let go is in the last reports.
        """
        for line in self._lines:
            line.close()

    def _require_any(self) -> None:
        """Where none works, the machine or its settings are at fault, as another start may find."""
        if all(line.failing for line in self._lines):
            raise PinsRefusedError(f"no pin can be had: {self._reports[0].reason}")

    def _buzzer(self, index: int, buzzer: BuzzerConfig) -> Line:
        """A buzzer, silent. An active one follows the pin, so its pulses are as exact as it is.

        A passive one's square wave is made by a thread of lgpio's (lgPthTx.c), which takes up
        another duty only where a period begins: a pulse begins, and its line comes to rest, up to
        one period late. A write that the kernel refuses is then not told. The thread runs while
        the buzzer is silent too, and dies with the process: one in two kills in a pulse leaves
        the line high (no tone, but current through an electromagnetic buzzer), as any output
        stays; opening it here, for `station run` or `station off`, drives it low at once.
        """
        if buzzer.kind == "passive":
            tone = partial(PWMOutputDevice, frequency=buzzer.frequency)
            return self._open(Part.BUZZER, index, buzzer.pin, tone, on=SQUARE)
        return self._output(Part.BUZZER, index, buzzer.pin)

    def _output(self, part: Part, index: int, pin: int) -> Line:
        return self._open(part, index, pin, OutputDevice)

    def _button(self, index: int, pin: int) -> Line:
        return self._open(Part.BUTTON, index, pin, partial(InputDevice, pull_up=True))

    def _open(
        self, part: Part, index: int, pin: int, device: Callable[..., Any], *, on: float = 1
    ) -> Line:
        opened = partial(device, pin, pin_factory=self._factory)
        line = Line(part, index, pin, opened, on=on, clock=self._clock, reports=self._reports)
        try:
            line.open(_is_refusal)
        except Exception as error:
            holder = line_holder()
            held = f"; {holder} holds a line: stop it first" if holder else ""
            words = f"pin {pin} cannot be had: {error}{held}"
            if _is_busy(error):
                raise PinsBusyError(words, holder) from error
            raise PinsRefusedError(words) from error
        self._lines.append(line)
        return line


def _is_refusal(error: Exception) -> bool:
    """Whether a pin was not to be had, rather than failed: then another start must try it.

    gpiozero's own errors say that it is in use in this process, or of no such use on this
    machine. Who else has a line, another process or the kernel, makes the system say EBUSY; lgpio
    gives no number, only the words "GPIO busy".
    """
    return _is_busy(error) or (isinstance(error, GPIOZeroError) and not isinstance(error, OSError))


def _is_busy(error: Exception) -> bool:
    """Whether another process or the kernel has it."""
    if isinstance(error, OSError):
        return error.errno == errno.EBUSY
    return not isinstance(error, GPIOZeroError) and "busy" in str(error).lower()


def _on_a_pi() -> bool:
    try:
        get_pi_revision()
    except (PinUnknownPi, FileNotFoundError):
        return False
    except OSError as error:  # better no station than one on mock pins that looks well
        raise PinsRefusedError(
            f"cannot tell whether this is a Raspberry Pi: {error};"
            " name the pins: GPIOZERO_PIN_FACTORY=lgpio (or mock)"
        ) from error
    return True


def _opened(name: str) -> Any:
    known = {point.name: point for point in entry_points(group="gpiozero_pin_factories")}
    if name not in known:
        raise PinsRefusedError(
            f"GPIOZERO_PIN_FACTORY={name}: gpiozero has no such pin factory;"
            f" it has {', '.join(sorted(known))}"
        )
    try:
        return known[name].load()()
    except ImportError as error:
        cure = INSTALL_LGPIO if name == "lgpio" else f"install what gpiozero's {name} needs"
        raise PinsRefusedError(
            f"the pins need {name}, which is missing ({error}): {cure}"
        ) from None
    except Exception as error:
        raise PinsRefusedError(f"the pins cannot be had through {name}: {error}") from error


def open_pins(
    config: Wired, opened: ExitStack, backend: Callable[[], Any] = pin_factory
) -> tuple[StationPins, Any]:
    """Claim and open every pin; with the factory that they are from. To be closed by `opened`.

    Raises PinHeldError or PinsRefusedError if one cannot be had.
    """
    opened.callback(PinClaim(config.pins).close)
    factory = backend()
    opened.callback(factory.close)
    pins = StationPins(config, factory)
    opened.callback(pins.close)
    return pins, factory
