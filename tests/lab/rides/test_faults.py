"""What goes wrong at a bed and in its cupboard, on a real kernel's lines, bus, disk and clocks."""

import os
from pathlib import Path
from typing import Final

from tests.lab.machine import disk_over
from tests.lab.ride import Installed, run_tests

STATE_DISK: Final = 64 * 2**20
"""Bytes; less would be told as a disk that is nearly full before anything is wrong."""


def test_panels(guest: Installed) -> None:
    run_tests("panels", guest, ["faults/test_panels.py"], idle=True, urgent=True)


def test_lines_and_clocks(guest: Installed) -> None:
    tests = ["faults/test_lines.py", "faults/test_clocks.py", "faults/test_urgency.py"]
    run_tests("lines", guest, tests, idle=True, urgent=True)


def test_disks(guest: Installed, tmp_path: Path) -> None:
    disk = tmp_path / "state.img"
    disk.touch()
    os.truncate(disk, STATE_DISK)
    extra = ("-drive", f"file={disk},if=virtio,format=raw,cache=unsafe")
    run_tests("disks", guest, ["faults/test_disks.py"], extra=extra, idle=True, urgent=True)


def test_a_boot_in_1970(guest: Installed, tmp_path: Path) -> None:
    disk = disk_over(guest.image, tmp_path / "root.qcow2")
    run_tests("1970-before", guest, ["faults/two_boots/test_before.py"], disk=disk, idle=True)
    run_tests("1970-after", guest, ["faults/two_boots/test_after.py"], disk=disk)
