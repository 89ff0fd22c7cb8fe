"""Hundreds of power cuts of one recorded run: nothing that a panel showed as saved is missing."""

import json
import time
from pathlib import Path

import pytest

from tests.lab.machine import Machine
from tests.lab.packages import ROOT
from tests.lab.powercut.cuts import Tally, cut_often
from tests.lab.powercut.recording import Recording, Story, read_recording
from tests.lab.powercut.verdict import LOST
from tests.lab.ride import CHECKOUT, PATIENCE, UNPACK, Installed, share_for

CONFIG = ROOT / "tests/lab/powercut/station/station.yaml"
MARKS = 60
"""How often the witness swears; about a second each."""
CUTS = 600
SEED = 20261122
INSTALLED = "/opt/station/lib/python3*/site-packages/station/journal/file.py"
FORGETFUL = (
    f"sed -i 's/PRAGMA synchronous = {{self._synchronous}}/PRAGMA synchronous = OFF/' {INSTALLED}"
    f" && grep -q 'synchronous = OFF' {INSTALLED}"
)
"""A station that says saved without waiting for the disk."""


def recorded(name: str, guest: Installed, marks: int, mutation: str = "true") -> Recording:
    """One run of the guest, with its station as installed, or changed by a command."""
    share = share_for(
        name,
        guest.recipe,
        f"""{UNPACK}
{mutation}
export STATION_LAB=guest PYTHONPATH=/opt/lab/packages:{CHECKOUT}
python3 -B -m tests.lab.guest.powercut.record {marks} >/host/out/report.txt 2>&1""",
    )
    recording = Recording(share / "disk")
    recording.prepare()
    machine = Machine(guest.image, share, extra=recording.devices())
    machine.boot()
    status = machine.wait(PATIENCE)
    assert status == 0, (machine.out / "report.txt").read_text()
    print(name, json.loads((machine.out / "recorded.json").read_text()))
    return recording


def told(story: Story, tally: Tally, seconds: float) -> str:
    """The figures."""
    flushes = sum(request.flush for request in story.requests)
    written = sum(len(request.written) for request in story.requests)
    return (
        f"{len(story.requests)} requests, {flushes} flushes, {written >> 10} KiB written;"
        f" {len(story.rows)} rows, {len(story.marks)} marks;"
        f" {tally.cuts} cuts in {seconds:.0f} s: {tally.promised} after something was shown as"
        f" saved, {tally.empty} before the first row, {tally.ahead} with more than was shown,"
        f" complaints {dict(tally.kinds)}"
    )


@pytest.mark.meets("FLT-18")
def test_what_a_panel_had_shown_as_saved_survives_every_cut(
    guest: Installed, tmp_path: Path
) -> None:
    story = read_recording(recorded("powercuts", guest, MARKS), CONFIG, tmp_path)
    began = time.monotonic()
    tally = cut_often(story, CUTS, SEED)
    print(told(story, tally, time.monotonic() - began))
    assert tally.complaints == []
    assert tally.promised > CUTS / 3
    assert {mark.phase for mark in story.marks} >= {"contact", "removal", "overdue", "numb"}


def test_a_station_that_does_not_wait_for_the_disk_is_found_out(
    guest: Installed, tmp_path: Path
) -> None:
    story = read_recording(recorded("powercuts-off", guest, 20, FORGETFUL), CONFIG, tmp_path)
    began = time.monotonic()
    tally = cut_often(story, 100, SEED)
    print(told(story, tally, time.monotonic() - began))
    assert tally.kinds[LOST] > 0
