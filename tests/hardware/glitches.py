"""A bus whose panel loses its power, or whose messages are lost, at any point of any of them."""

import errno
from collections.abc import Callable
from enum import StrEnum

from station.hardware.controller import ReadGlass
from station.hardware.glass import RecordingBus, glass_for

ADDRESS = 0x3C


class Trouble(StrEnum):
    """What may befall one message."""

    POWER_BEFORE = "the panel loses its power before it"
    POWER_WITHIN = "the panel loses its power within it, and acknowledges the rest"
    POWER_AFTER = "the panel loses its power after it"
    REFUSED = "it is not acknowledged"
    TORN = "it is not acknowledged any more from its middle on"
    UNSURE = "it arrives, and is reported as an error"


Answer = Callable[[ReadGlass, bytes], int]
"""What a panel sends when it is read, given what was written to it last."""


def nothing(_glass: ReadGlass, _last: bytes) -> int:
    raise OSError(errno.EREMOTEIO, "Remote I/O error")


def ram(glass: ReadGlass, _last: bytes) -> int:
    registers = glass.registers
    return glass._ram[registers.page][registers.column]


ANSWERS: dict[str, Answer] = {
    "status": lambda glass, _: glass.status(),
    "on": lambda _glass, _last: 0x06,
    "off": lambda _glass, _last: 0x46,
    "idle bus": lambda _glass, _last: 0xFF,
    "stuck bus": lambda _glass, _last: 0x00,
    "upside down": lambda glass, _: glass.status() ^ 0x40,
    "echo": lambda _, last: last[-1],
    "RAM": ram,
    "nothing": nothing,
}
"""Panels as they should be, and as they may be."""


class GlitchBus(RecordingBus):
    """A bus with one panel, which can be told what befalls the nth message from now."""

    def __init__(self, driver: str, answer: Answer) -> None:
        glass = glass_for(driver, 128, 64)
        assert isinstance(glass, ReadGlass)
        self.glass = glass
        self.answer = answer
        self.troubles: dict[int, Trouble] = {}
        """By how many messages it is still away."""
        self.strikes: Callable[[], None] = lambda: None
        """Told of each trouble at its instant."""
        self.messages = 0
        self._last = b"\x00"
        super().__init__({ADDRESS: glass})

    def write(self, address: int, payload: bytes) -> None:
        self._befalls(self._next(), address, payload)

    def read(self, address: int, payload: bytes) -> int:
        self._befalls(self._next(), address, payload)
        self.sent += 2
        trouble = self._next()
        if trouble is Trouble.POWER_BEFORE:
            self.power_cycle(address)
        answer = self.answer(self.glass, self._last)
        if trouble in (Trouble.POWER_WITHIN, Trouble.POWER_AFTER):
            self.power_cycle(address)
        elif trouble is not None and trouble is not Trouble.POWER_BEFORE:
            raise OSError(errno.EREMOTEIO, "Remote I/O error")
        return answer

    def _next(self) -> Trouble | None:
        self.messages += 1
        self.troubles = {left - 1: trouble for left, trouble in self.troubles.items()}
        trouble = self.troubles.pop(-1, None)
        if trouble is not None:
            self.strikes()
        return trouble

    def _befalls(self, trouble: Trouble | None, address: int, payload: bytes) -> None:
        half = len(payload) // 2
        match trouble:
            case Trouble.POWER_BEFORE:
                self.power_cycle(address)
            case Trouble.POWER_WITHIN:
                super().write(address, payload[:half])
                self.power_cycle(address)
                return
            case Trouble.TORN:
                super().write(address, payload[:half])
        if trouble not in (Trouble.TORN, Trouble.REFUSED):
            super().write(address, payload)
            self._last = payload
        if trouble is Trouble.POWER_AFTER:
            self.power_cycle(address)
        elif trouble in (Trouble.TORN, Trouble.REFUSED, Trouble.UNSURE):
            raise OSError(errno.EREMOTEIO, "Remote I/O error")
