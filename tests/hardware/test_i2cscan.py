import errno

import pytest

from station.hardware.glass import RecordingBus, glass_for
from station.hardware.i2cscan import (
    FIRST,
    LAST,
    READ,
    SILENCES,
    BusHangs,
    Census,
    census,
    kernel_census,
    mock_census,
)

MISSING = 250  # no machine has so many I2C buses


class Adapter:
    """An adapter with some devices: by address, the error that asking ends in; None: it answers."""

    def __init__(self, devices: dict[int, int | None], otherwise: int | None) -> None:
        self.devices = devices
        self.otherwise = otherwise
        self.read: list[int] = []
        self.written: list[int] = []

    def write_quick(self, i2c_addr: int) -> None:
        self.written.append(i2c_addr)
        self._answer(i2c_addr)

    def read_byte(self, i2c_addr: int) -> int:
        self.read.append(i2c_addr)
        self._answer(i2c_addr)
        return 0

    def _answer(self, address: int) -> None:
        number = self.devices.get(address, self.otherwise)
        if number is not None:
            raise OSError(number, "as the kernel says it")


@pytest.mark.parametrize("nobody", [errno.EREMOTEIO, errno.ENXIO, errno.EIO])
def test_who_answers_is_found_and_so_is_what_the_kernel_has(nobody: int) -> None:
    adapter = Adapter({0x3C: None, 0x3D: None, 0x68: errno.EBUSY}, nobody)
    assert census(adapter) == Census((0x3C, 0x3D), (0x68,))


def test_each_address_is_asked_once_in_the_way_that_is_safer_for_what_may_be_there() -> None:
    adapter = Adapter({}, errno.EREMOTEIO)
    assert census(adapter) == Census(())
    assert sorted(adapter.read + adapter.written) == list(range(FIRST, LAST + 1))
    assert adapter.read == list(READ)


def test_a_bus_that_hangs_is_not_asked_a_hundred_times() -> None:
    adapter = Adapter({}, errno.ETIMEDOUT)
    with pytest.raises(BusHangs, match="held low"):
        census(adapter)
    assert len(adapter.written) == SILENCES


def test_a_single_address_that_takes_too_long_is_no_hanging_bus() -> None:
    assert census(Adapter({0x3C: None, 0x50: errno.ETIMEDOUT}, errno.EREMOTEIO)).answering == (
        0x3C,
    )


def test_a_data_line_held_low_acknowledges_everything() -> None:
    with pytest.raises(BusHangs, match="SDA is held low"):
        census(Adapter({}, None))


def test_an_adapter_that_fails_otherwise_says_so() -> None:
    with pytest.raises(OSError, match="as the kernel says it") as caught:
        census(Adapter({}, errno.EOPNOTSUPP))
    assert not isinstance(caught.value, BusHangs)


class NeverEmpty(Adapter):
    """An adapter that cannot send an empty message, as some drivers of the kernel's."""

    def write_quick(self, i2c_addr: int) -> None:
        self.written.append(i2c_addr)
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")


def test_where_nothing_empty_can_be_sent_everybody_is_read() -> None:
    adapter = NeverEmpty({0x3C: None, 0x68: errno.EBUSY}, errno.ENXIO)
    assert census(adapter) == Census((0x3C,), (0x68,), by_reading=True)
    assert adapter.written == [FIRST], "it said so once"
    assert adapter.read == list(range(FIRST, LAST + 1))


def test_a_bus_that_hangs_hangs_so_too() -> None:
    with pytest.raises(BusHangs, match="held low"):
        census(NeverEmpty({}, errno.ETIMEDOUT))


def test_a_bus_that_is_not_there_is_a_missing_file() -> None:
    with pytest.raises(FileNotFoundError):
        kernel_census(MISSING)


def test_a_bus_of_glass_is_asked_the_same() -> None:
    bus = RecordingBus({0x3C: glass_for("ssd1306", 128, 64), 0x3D: glass_for("sh1106", 128, 64)})
    bus.unplug(0x3D)
    assert mock_census(bus) == Census((0x3C,))
