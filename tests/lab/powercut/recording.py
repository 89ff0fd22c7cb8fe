"""What one recorded run has left: the disk before it, the log of its writes, and the end of it."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from station.config import StationConfig
from station.readers.configfile import load
from tests.lab.powercut.disk import CutDisk
from tests.lab.powercut.marks import Mark, Promise, marks, promises
from tests.lab.powercut.salvage import make_disk, salvage
from tests.lab.powercut.terms import terms_of
from tests.lab.powercut.writelog import Request, read_log
from tests.soak.rows import Row, read

SIZE: Final = "40M"
BLOCKS: Final = "8192"
"""Of the file system, of 4 KiB each; what is behind it is the witness's."""
COUNTED: Final = "log=state-log,log-super-update-interval=64"
"""Requests from one count of them in the log to the next."""
BEYOND: Final = 33 * 2**20
"""Where the witness writes, in bytes: behind the file system."""


@dataclass(frozen=True)
class Recording:
    """A folder with a run's files."""

    folder: Path

    @property
    def blank(self) -> Path:
        """The disk before the run."""
        return self.folder / "blank.img"

    @property
    def disk(self) -> Path:
        """The disk that the run writes to."""
        return self.folder / "disk.img"

    @property
    def log(self) -> Path:
        """What it was told."""
        return self.folder / "writes.log"

    def prepare(self) -> None:
        """Make the disk, and room for the log."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        make_disk(self.blank, SIZE, BLOCKS)
        shutil.copyfile(self.blank, self.disk)
        self.log.touch()

    def devices(self) -> list[str]:
        """What QEMU is told to have the disk, as the guest's second, and to keep the log."""
        return [
            "-blockdev", f"driver=file,node-name=state-file,filename={self.disk}",
            "-blockdev", f"driver=file,node-name=state-log,filename={self.log}",
            "-blockdev", f"driver=blklogwrites,node-name=state,file=state-file,{COUNTED}",
            "-device", "virtio-blk-pci,drive=state,addr=0x1e",  # the last slot: vdb, not vda
        ]  # fmt: skip


@dataclass(frozen=True)
class Story:
    """A recording as it was read."""

    config: StationConfig
    blank: Path
    requests: list[Request]
    rows: list[Row]
    """The journal in the end."""
    marks: list[Mark]
    promises: list[Promise]

    def promised(self, count: int) -> int:
        """The last row that had been shown as saved once the disk was told `count` requests."""
        return max((p.row for p in self.promises if p.request <= count), default=0)


def read_recording(recording: Recording, config: Path, work: Path) -> Story:
    """Read it. `config`: the station's, with its protocols beside it. `work`: room for a disk."""
    requests = list(read_log(recording.log))
    end = work / "end.img"
    CutDisk(recording.blank, [*requests, Request(0, flush=True)], work / "medium.img").cut(
        len(requests) + 1, Random(), end
    )
    journal = salvage(end, work / "end")
    assert journal is not None, "the run has left no journal"
    rows = read(journal)
    station = load(config)
    found = list(marks(requests, BEYOND))
    shown = promises(found, rows, terms_of(station))
    return Story(station, recording.blank, requests, rows, found, shown)
