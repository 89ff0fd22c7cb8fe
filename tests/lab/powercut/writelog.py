"""What a disk was told, in order: the log that QEMU's blklogwrites keeps (dm-log-writes' format).

A super block, then for each request a sector that describes it, then what was written. QEMU logs
a request before the guest hears that it is done: whatever the guest did after a flush had come
back stands after that flush.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MAGIC: Final = 0x6A736677736872
VERSION: Final = 1
FLUSH, FUA, DISCARD = 1, 2, 4
_SUPER: Final = struct.Struct("<QQQI")
_ENTRY: Final = struct.Struct("<QQQQ")


class NoWriteLogError(ValueError):
    """A file that is no whole log of writes."""


@dataclass(frozen=True)
class Request:
    """One thing that the disk was told."""

    offset: int
    """Bytes from the disk's beginning."""
    written: bytes = b""
    flush: bool = False
    """All that was written before is to be on the medium first."""
    durable: bool = False
    """What it writes is to be on the medium when it is done (FUA)."""


def read_log(path: Path) -> Iterator[Request]:
    """All requests but discards, which change nothing that can be relied on.

    Raises NoWriteLogError.
    """
    raw = memoryview(path.read_bytes())
    if len(raw) < _SUPER.size:
        raise NoWriteLogError(f"{path} is too short")
    magic, version, count, sector = _SUPER.unpack_from(raw)
    if (magic, version) != (MAGIC, VERSION):
        raise NoWriteLogError(f"{path} begins with {magic:#x}, version {version}")
    at = sector
    for number in range(count):
        if at + sector > len(raw):
            raise NoWriteLogError(f"{path} ends within request {number} of {count}")
        first, sectors, flags, _ = _ENTRY.unpack_from(raw, at)
        at += sector
        length = 0 if flags & DISCARD else sectors * sector
        if at + length > len(raw):
            raise NoWriteLogError(f"{path} ends within request {number} of {count}")
        written = bytes(raw[at : at + length])
        at += length
        if not flags & DISCARD:
            yield Request(first * sector, written, bool(flags & FLUSH), bool(flags & FUA))
