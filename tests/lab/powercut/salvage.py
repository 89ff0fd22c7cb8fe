"""From a disk that lost its power to the journal on it: as the next boot would, but without one."""

import subprocess
from pathlib import Path
from typing import Final

JOURNAL: Final = "journal.db"
FILES: Final = (JOURNAL, f"{JOURNAL}-wal")
"""The rest beside it is made anew by whoever opens it."""
MENDED: Final = 1
"""The greatest status of e2fsck's that leaves a sound file system."""
BLOCK: Final = "4096"
GROUP: Final = "1024"
"""Blocks; the second group begins with a copy of the superblock."""
UNPOSTPONED: Final = ("-E", "lazy_itable_init=0")


class BrokenFileSystemError(Exception):
    """What is on the disk is no file system any more."""


def make_disk(path: Path, size: str, blocks: str) -> None:
    """A disk of `size` bytes with an empty ext4 of so many blocks of 4 KiB at its beginning.

    As on an SD card of a Pi: with a journal, and nothing left to be initialised later.
    """
    path.unlink(missing_ok=True)
    subprocess.run(["truncate", "--size", size, path], check=True)
    subprocess.run(
        ["mke2fs", "-qF", "-t", "ext4", "-b", BLOCK, "-g", GROUP, *UNPOSTPONED, path, blocks],
        check=True,
    )


def salvage(disk: Path, folder: Path) -> Path | None:
    """Replay the file system's journal, and copy the station's out. Where; None: there is none.

    A superblock is two sectors, and may have been torn. e2fsck looks for its copies where disks of
    an ordinary size have them; on one as small as ours it must be told. Raises
    BrokenFileSystemError.
    """
    copied = ("-B", BLOCK, "-b", GROUP)
    for superblock in ((), copied):
        command = ["e2fsck", "-fy", *superblock, disk]
        checked = subprocess.run(command, capture_output=True, text=True, check=False)
        if checked.returncode <= MENDED:
            break
    else:
        raise BrokenFileSystemError(checked.stdout + checked.stderr)
    folder.mkdir(exist_ok=True)
    for name in FILES:
        (folder / name).unlink(missing_ok=True)
    copies = "\n".join(f"dump /{name} {folder / name}" for name in FILES)
    subprocess.run(
        ["debugfs", "-f", "-", disk], input=copies.encode(), capture_output=True, check=True
    )
    return folder / JOURNAL if (folder / JOURNAL).exists() else None
