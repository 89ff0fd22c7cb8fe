"""Stations that really run, each on mock pins that no other has."""

import os
import random
import subprocess
import sys
from pathlib import Path

from station.hardware.holder import PinClaim, PinHeldError

CONFIG = """
station: room-1
bays: [{{id: bed-1, button: {button}}}]
panels: [{{}}]
buzzers: [{{pin: {buzzer}}}]
journal: journal-{button}.db
"""


def free_pins(count: int) -> list[int]:
    """Pins that no station on this machine has: other test runs may have some."""
    found = []
    for pin in range(4, 28):
        try:
            PinClaim([pin]).close()
        except PinHeldError:
            continue
        found.append(pin)
    return random.sample(found, count)


def station(tmp_path: Path, button: int, buzzer: int) -> Path:
    path = tmp_path / f"station-{button}.yaml"
    path.write_text(CONFIG.format(button=button, buzzer=buzzer))
    return path


def running(config: Path) -> "subprocess.Popen[str]":
    """A real station process on mock pins, once it says that it has started."""
    process = subprocess.Popen(
        [sys.executable, "-m", "station", "run", "-c", str(config)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "GPIOZERO_PIN_FACTORY": "mock"},
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line == "started\n":
            return process
    raise AssertionError(process.communicate())
