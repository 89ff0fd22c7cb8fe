"""Ctrl-C before there is anything to interrupt: it ends in silence, as it does later on."""

import subprocess
import sys
from pathlib import Path

import pytest

from station.machine.exitstatus import FAILED

ROOT = Path(__file__).parent.parent
INTERRUPTED = """
import signal, sys

class Finger:
    def find_spec(self, name, path=None, target=None):
        if name == {at!r}:
            signal.raise_signal(signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may ignore it
sys.modules.pop({at!r}, None)
sys.meta_path.insert(0, Finger())
from station.__main__ import main
sys.exit(main(["check", "config/station.yaml"]))
"""
BEFORE_MAIN = """
import sys
before = set(sys.modules)
import station.__main__
print(*sorted(set(sys.modules) - before))
"""


def ended(script: str) -> subprocess.CompletedProcess[str]:
    called = [sys.executable, "-c", script]
    return subprocess.run(called, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.mark.parametrize(
    "at",
    [
        "station.machine.pace",
        "typing",
        "argparse",
        "station.cli",
        "station.arguments",
        "station.commands.check",
        "msgspec",
    ],
)
def test_while_it_imports_it_ends_without_a_traceback(at: str) -> None:
    end = ended(INTERRUPTED.format(at=at))
    assert (end.returncode, end.stdout, end.stderr) == (FAILED, "", "")


def test_nothing_is_imported_where_it_would_be_a_traceback() -> None:
    assert ended(BEFORE_MAIN).stdout.split() == ["station", "station.__main__"]
