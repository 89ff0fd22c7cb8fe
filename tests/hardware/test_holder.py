"""Pins are claimed by one station at a time, and whoever comes second learns whose they are."""

import os
import socket
import sys
from pathlib import Path

import pytest

from station.hardware.holder import PinClaim, PinHeldError, line_holder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such sockets")
# Numbers that no header has, and no other run of the tests.
PIN, OTHER = 1000 + os.getpid(), 10_000_000 + os.getpid()


def test_a_claimed_pin_is_refused_with_the_process_that_has_it() -> None:
    claim = PinClaim([PIN])
    with pytest.raises(
        PinHeldError, match=rf"pin {PIN} is held by process {os.getpid()} \(.*\): stop"
    ):
        PinClaim([PIN])
    claim.close()


def test_a_pin_let_go_can_be_claimed_again() -> None:
    PinClaim([PIN]).close()
    PinClaim([PIN]).close()


def test_a_claim_that_fails_holds_nothing() -> None:
    first = PinClaim([PIN])
    with pytest.raises(PinHeldError):
        PinClaim([OTHER, PIN])
    PinClaim([OTHER]).close()
    first.close()


def test_a_pin_whose_number_begins_alike_is_another() -> None:
    claim = PinClaim([PIN])
    PinClaim([PIN * 10]).close()
    claim.close()


def test_nobody_holds_a_line_on_a_pc() -> None:
    assert line_holder() is None


def test_who_has_it_may_be_hidden(tmp_path: Path) -> None:
    claim = PinClaim([PIN])
    with pytest.raises(PinHeldError, match=rf"pin {PIN} is held by another station: stop"):
        PinClaim([PIN], tmp_path / "hidden")
    claim.close()


def test_a_stranger_that_has_the_name_is_another_station() -> None:
    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as name,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as owner,
    ):
        name.bind(f"\0station.gpio.{PIN}")
        owner.bind(f"\0station.gpio.{PIN}.me")
        with pytest.raises(PinHeldError, match=rf"pin {PIN} is held by another station: stop"):
            PinClaim([PIN])


def test_where_pins_cannot_be_claimed_the_station_works_without() -> None:
    import resource  # noqa: PLC0415 - not on every system on which this is skipped

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        claim = PinClaim([PIN])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    claim.close()
