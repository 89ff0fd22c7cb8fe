"""From a disk that lost its power to the journal on it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.lab.powercut.salvage import BLOCK, JOURNAL, BrokenFileSystemError, make_disk, salvage

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("mke2fs", "e2fsck", "debugfs"))), reason="e2fsprogs is not here"
)
SUPERBLOCK = 1024
"""Bytes from the beginning of a disk."""


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """One with a journal on it."""
    path, journal = tmp_path / "disk.img", tmp_path / "written"
    journal.write_text("all that happened")
    make_disk(path, "16M", "4096")
    subprocess.run(["debugfs", "-w", "-R", f"write {journal} {JOURNAL}", path], check=True)
    return path


def spoil(disk: Path, at: int, length: int) -> None:
    with disk.open("r+b") as medium:
        medium.seek(at)
        medium.write(b"?" * length)


def test_a_sound_disk_gives_its_journal(disk: Path, tmp_path: Path) -> None:
    found = salvage(disk, tmp_path / "found")
    assert found is not None
    assert found.read_text() == "all that happened"


def test_an_empty_one_has_none(tmp_path: Path) -> None:
    make_disk(tmp_path / "empty.img", "16M", "4096")
    assert salvage(tmp_path / "empty.img", tmp_path / "found") is None


def test_a_torn_superblock_costs_nothing(disk: Path, tmp_path: Path) -> None:
    spoil(disk, SUPERBLOCK + 512, 512)
    found = salvage(disk, tmp_path / "found")
    assert found is not None
    assert found.read_text() == "all that happened"


def test_what_is_no_file_system_any_more_is_said_to_be_none(disk: Path, tmp_path: Path) -> None:
    spoil(disk, 0, 1025 * int(BLOCK))
    with pytest.raises(BrokenFileSystemError):
        salvage(disk, tmp_path / "found")
