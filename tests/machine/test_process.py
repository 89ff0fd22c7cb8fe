"""Another process, as people are told of it."""

import os
import subprocess
import sys

import pytest

from station.machine.process import process_named


def test_a_process_is_named_with_its_command() -> None:
    assert process_named(os.getpid()).startswith(f"process {os.getpid()} (")


def test_a_command_that_is_no_utf_8_is_told_as_far_as_it_goes() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); input()", b"K\xe4se"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        other.stdout.readline()
        assert process_named(other.pid).endswith("K\ufffdse)")
        other.kill()


@pytest.mark.parametrize("pid", [2**40, 99_999_999_999_999])
def test_one_that_is_gone_is_named_by_its_number(pid: int) -> None:
    assert process_named(pid) == f"process {pid}"
