"""fake-rpi as a true second pin backend, under gpiozero's RPi.GPIO factory.

As it comes it says that every pin is an output, reads inputs at random and drops what is written;
this subclass remembers functions, pulls, levels and tones, and knows nothing of gpiozero's mocks.
"""

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import fake_rpi
from fake_rpi import RPi

fake_rpi.toggle_print(False)
PI_3 = 0xA02082
"""The revision of the Pi that it pretends to be."""


class Tone:
    """Software PWM on one pin."""

    def __init__(self, chip: "FakePi", pin: int, frequency: float) -> None:
        self._chip = chip
        self._pin = pin
        self.frequency = frequency
        self.duty = 0.0

    def start(self, duty: float) -> None:
        self.duty = duty
        self._chip.tones[self._pin] = self

    def stop(self) -> None:
        self._chip.tones.pop(self._pin, None)

    def ChangeDutyCycle(self, duty: float) -> None:  # noqa: N802 - RPi.GPIO's own name
        self._chip.touch(self._pin)
        self.duty = duty

    def ChangeFrequency(self, frequency: float) -> None:  # noqa: N802 - RPi.GPIO's own name
        self.frequency = frequency


class FakePi(RPi._GPIO):  # type: ignore[misc]  # fake-rpi ships no types
    """A chip that remembers, and of which pins can be broken: those in `broken` raise.

    Those in `shut` cannot be set up, and raise what stands there.
    """

    def __init__(self) -> None:
        super().__init__()
        self.functions: dict[int, int] = {}
        self.levels: dict[int, int] = {}
        self.tones: dict[int, Tone] = {}
        self.broken: set[int] = set()
        self.shut: dict[int, Callable[[], Exception]] = {}

    def touch(self, channel: int) -> None:
        if channel in self.broken:
            raise OSError(5, "Input/output error")

    def PWM(self, channel: int, frequency: float) -> Tone:  # noqa: N802 - RPi.GPIO's own name
        return Tone(self, channel, frequency)

    def setup(
        self, channel: int, state: int, pull_up_down: int = 20, initial: int | None = None
    ) -> None:
        if channel in self.shut:
            raise self.shut[channel]()
        self.functions[channel] = state
        if state == self.IN:
            self.levels[channel] = int(pull_up_down == self.PUD_UP)
        else:
            self.levels[channel] = int(initial or 0)

    def gpio_function(self, channel: int) -> int:
        return self.functions[channel]

    def input(self, channel: int) -> int:
        self.touch(channel)
        return self.levels[channel]

    def output(self, channel: int, state: float) -> None:
        self.touch(channel)
        if self.functions[channel] != self.OUT:
            raise RuntimeError("the channel is not an output")
        self.levels[channel] = int(bool(state))

    def cleanup(self, channel: int | None = None) -> None:
        for pin in list(self.functions) if channel is None else [channel]:
            self.functions[pin] = self.IN
            self.levels[pin] = 0


def factory(chip: FakePi) -> Any:
    """gpiozero's factory for RPi.GPIO, on this chip."""
    package, module = ModuleType("RPi"), chip
    package.GPIO = module  # type: ignore[attr-defined]  # a package made here
    before = {name: sys.modules.get(name) for name in ("RPi", "RPi.GPIO")}
    sys.modules["RPi"] = package
    sys.modules["RPi.GPIO"] = module
    sys.modules.pop("gpiozero.pins.rpigpio", None)
    try:
        from gpiozero.pins.rpigpio import RPiGPIOFactory  # noqa: PLC0415 - binds to this chip
    finally:
        sys.modules.pop("gpiozero.pins.rpigpio", None)
        for name, was in before.items():
            if was is None:
                del sys.modules[name]
            else:
                sys.modules[name] = was

    class FakePiFactory(RPiGPIOFactory):  # type: ignore[misc]  # gpiozero ships no types
        def _get_revision(self) -> int:
            return PI_3

    return FakePiFactory()
