"""Keys that are no text, as of a keyboard or an SSH connection with another encoding."""

import os
import subprocess
import sys
from pathlib import Path

from tests.running import free_pins, station


def test_a_stray_key_is_asked_about_and_does_not_end_the_test(tmp_path: Path) -> None:
    config = station(tmp_path, *free_pins(2))
    done = subprocess.run(
        [sys.executable, "-m", "station", "selftest", "-c", str(config)],
        input=b"y\n\xe4\ns\ns\n",
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, "GPIOZERO_PIN_FACTORY": "mock", "PYTHONUTF8": "1"},
    )
    out = done.stdout.decode()
    assert "please type one of these, then Enter" in out
    assert "the input has ended" not in out
    assert "INCOMPLETE: 1 ok, 2 skipped, 1 left out" in out
    assert done.returncode == 1
