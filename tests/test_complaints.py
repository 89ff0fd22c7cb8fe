"""Complaints that nobody hears: a command ends as it would, and says nothing of them elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLE = str(ROOT / "config" / "station.yaml")
FULL = Path("/dev/full")

STATUSES = [
    (["check", "nowhere.yaml"], 2, ""),
    (["check", "nowhere.yaml", EXAMPLE], 2, f"{EXAMPLE}: fine: room-1 with bed-1, bed-2\n"),
    (["run", "-c", "nowhere.yaml"], 2, ""),
    (["status", "-c", "/proc/self/mem"], 1, ""),
    (["fly"], 2, ""),
    (["board", "--make-password", "ann"], 2, ""),
]


def ended(arguments: list[str], *, stderr: int) -> tuple[int, str]:
    """How a command ends, and what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "station", *arguments],
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize(("arguments", "status", "out"), STATUSES)
def test_on_a_full_disk(arguments: list[str], status: int, out: str) -> None:
    with FULL.open("wb") as disk:
        assert ended(arguments, stderr=disk.fileno()) == (status, out)


@pytest.mark.skipif(os.name != "posix", reason="a pipe of Unix's")
@pytest.mark.parametrize(("arguments", "status", "out"), STATUSES)
def test_in_a_pipe_that_nobody_reads(arguments: list[str], status: int, out: str) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        assert ended(arguments, stderr=write) == (status, out)
    finally:
        os.close(write)


@pytest.mark.skipif(os.name != "posix", reason="a shell of Unix's")
@pytest.mark.parametrize(("arguments", "status", "out"), STATUSES)
def test_closed(arguments: list[str], status: int, out: str) -> None:
    program = [sys.executable, "-m", "station", *arguments]
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" 2>&-', "sh", *program],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (status, out)
