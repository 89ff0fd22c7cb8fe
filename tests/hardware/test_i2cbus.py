import errno
import os
from pathlib import Path
from typing import Any

import pytest
from smbus2.smbus2 import I2C_M_RD

from station.hardware.i2cbus import KernelBus

MISSING = 250  # no machine has so many I2C buses


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - counts, looks at nothing


class Adapter:
    """Takes smbus2's place behind a bus, as a PC has no I2C adapter."""

    def __init__(self) -> None:
        self.messages: list[tuple[int, bytes]] = []
        self.transfers: list[int] = []
        """How many messages each had."""
        self.answer = 0
        self.opened: list[str] = []
        self.closed = 0
        self.open_error: OSError | None = None
        self.error: OSError | None = None

    def open(self, node: str) -> None:
        if self.open_error is not None:
            raise self.open_error
        self.opened.append(node)

    def close(self) -> None:
        self.closed += 1

    def i2c_rdwr(self, *messages: Any) -> None:
        if self.error is not None:
            raise self.error
        self.transfers.append(len(messages))
        for message in messages:
            if message.flags & I2C_M_RD:
                message.buf[0] = self.answer
            self.messages.append((message.addr, bytes(message)))


@pytest.fixture
def adapter(monkeypatch: pytest.MonkeyPatch) -> Adapter:
    adapter = Adapter()
    monkeypatch.setattr("smbus2.SMBus", lambda: adapter)
    return adapter


def test_a_missing_bus_says_so_and_names_the_node() -> None:
    with pytest.raises(FileNotFoundError, match=r"no such I2C bus.*'/dev/i2c-250'") as caught:
        KernelBus(MISSING).write(0x3C, b"\x00\xae")
    assert caught.value.errno == errno.ENOENT


def test_a_bus_that_one_may_not_open_says_which_group_may(adapter: Adapter) -> None:
    adapter.open_error = PermissionError(errno.EACCES, "Permission denied")
    with pytest.raises(PermissionError, match=r"group i2c.*'/dev/i2c-1'"):
        KernelBus(1).write(0x3C, b"\x00\xae")


@pytest.mark.parametrize("node", [Path(f"/dev/i2c-{MISSING}"), Path("/dev/null")])
def test_a_thousand_failures_leave_no_file_open(node: Path) -> None:
    # /dev/null can be opened, but is no adapter: smbus2 itself would leave it open.
    bus = KernelBus(1, node)
    before = open_files()
    for _ in range(1000):
        with pytest.raises(OSError, match=r"\[Errno"):
            bus.write(0x3C, b"\x00\xae")
    assert open_files() == before


def test_nothing_is_opened_before_the_first_write(adapter: Adapter) -> None:
    bus = KernelBus(3)
    assert not adapter.opened
    bus.write(0x3C, b"\x00\xae")
    bus.write(0x3D, b"\x00\xaf")
    assert adapter.opened == ["/dev/i2c-3"]


def test_a_payload_of_any_length_is_one_message(adapter: Adapter) -> None:
    payload = b"\x40" + bytes(range(256)) * 4
    KernelBus(1).write(0x3C, payload)
    assert adapter.messages == [(0x3C, payload)]


def test_an_error_closes_the_node_and_the_next_write_opens_it_again(adapter: Adapter) -> None:
    bus = KernelBus(1)
    bus.write(0x3C, b"\x00\xae")
    adapter.error = OSError(errno.EREMOTEIO, "Remote I/O error")
    with pytest.raises(OSError, match="Remote"):
        bus.write(0x3C, b"\x00\xae")
    assert adapter.closed == 1
    adapter.error = None
    bus.write(0x3C, b"\x00\xaf")
    assert len(adapter.opened) == 2
    bus.close()
    bus.close()
    assert adapter.closed == 2


@pytest.mark.parametrize("answer", [0x00, 0x46, 0xFF])
def test_a_byte_is_read_in_one_transfer_with_what_goes_before(
    adapter: Adapter, answer: int
) -> None:
    adapter.answer = answer
    assert KernelBus(1).read(0x3C, b"\x00") == answer
    assert adapter.messages == [(0x3C, b"\x00"), (0x3C, bytes((answer,)))]
    assert adapter.transfers == [2]


def test_a_bus_that_cannot_read_says_so_and_still_writes(adapter: Adapter) -> None:
    bus = KernelBus(1)
    adapter.error = OSError(errno.EOPNOTSUPP, "Operation not supported")
    with pytest.raises(OSError, match="not supported"):
        bus.read(0x3C, b"\x00")
    assert adapter.closed == 1
    adapter.error = None
    bus.write(0x3C, b"\x00\xae")
    assert adapter.messages == [(0x3C, b"\x00\xae")]


def test_a_thousand_failed_reads_leave_no_file_open() -> None:
    bus = KernelBus(1, Path("/dev/null"))
    before = open_files()
    for _ in range(1000):
        with pytest.raises(OSError, match=r"\[Errno"):
            bus.read(0x3C, b"\x00")
    assert open_files() == before
