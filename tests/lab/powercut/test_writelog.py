"""A log of writes is read as QEMU writes it, or refused."""

import struct
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.lab.powercut.writelog import (
    DISCARD,
    FLUSH,
    FUA,
    MAGIC,
    VERSION,
    NoWriteLogError,
    Request,
    read_log,
)

SECTOR = 512


def log_of(entries: Sequence[tuple[int, int, bytes]], sector: int = SECTOR) -> bytes:
    """Such a log: of each entry its first sector, its flags, and what it writes."""
    whole = struct.pack("<QQQI", MAGIC, VERSION, len(entries), sector).ljust(sector, b"\0")
    for first, flags, written in entries:
        head = struct.pack("<QQQQ", first, len(written) // sector, flags, len(written))
        whole += head.ljust(sector, b"\0") + (b"" if flags & DISCARD else written)
    return whole


@pytest.mark.parametrize("sector", [512, 4096])
def test_requests_come_in_order_with_what_they_write(tmp_path: Path, sector: int) -> None:
    one, two = b"1" * sector, b"2" * 2 * sector
    path = tmp_path / "log"
    path.write_bytes(log_of([(3, 0, one), (0, FLUSH, b""), (9, FUA, two)], sector))
    assert list(read_log(path)) == [
        Request(3 * sector, one),
        Request(0, flush=True),
        Request(9 * sector, two, durable=True),
    ]


def test_a_discard_has_no_bytes_in_the_log_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(log_of([(3, DISCARD, b"x" * SECTOR), (4, 0, b"y" * SECTOR)]))
    assert list(read_log(path)) == [Request(4 * SECTOR, b"y" * SECTOR)]


@pytest.mark.parametrize("left", [0, 100, 2 * SECTOR, 3 * SECTOR + 1])
def test_a_log_that_is_cut_off_is_refused(tmp_path: Path, left: int) -> None:
    path = tmp_path / "log"
    path.write_bytes(log_of([(3, 0, b"1" * SECTOR), (4, 0, b"2" * SECTOR)])[:left])
    with pytest.raises(NoWriteLogError):
        list(read_log(path))


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"\7" * 4096)
    with pytest.raises(NoWriteLogError, match="begins with"):
        list(read_log(path))
