"""Complaints that nobody hears: a command ends as it would, and says nothing of them elsewhere."""

import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from station import cli

ROOT = Path(__file__).parent.parent
EXAMPLE = str(ROOT / "config" / "station.yaml")
FULL = Path("/dev/full")

NO_FILE = "no such file or directory"

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


@pytest.mark.skipif(os.name != "posix", reason="a pipe of Unix's")
def test_in_a_pipe_that_does_not_block_everything_is_read_though_late() -> None:
    nowhere = [f"nowhere-{number}-{'x' * 200}.yaml" for number in range(1000)]
    read, write = os.pipe()
    os.set_blocking(write, False)
    checking = subprocess.Popen([sys.executable, "-m", "station", "check", *nowhere], stderr=write)
    try:
        while select.select([], [write], [], 0)[1] and checking.poll() is None:
            time.sleep(0.001)  # until it is full: only then somebody reads
    finally:
        os.close(write)
    with os.fdopen(read) as late:
        told = late.read()
    assert checking.wait(20) == 2
    assert told == "".join(f"{path}: cannot be read: {NO_FILE}\n" for path in nowhere)


@pytest.mark.skipif(os.name != "posix", reason="a pipe of Unix's")
def test_in_one_that_nobody_ever_reads_it_is_waited_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli._Complaints, "_patience", 0.05)
    read, write = os.pipe()
    os.set_blocking(write, False)
    with os.fdopen(read), cli._Complaints(write, "wb") as complaints:
        while select.select([], [write], [], 0)[1]:
            os.write(write, bytes(4096))
        assert complaints.write(b"x") == 1
        assert complaints._patience == 0
        assert complaints.write(b"later") == 5
