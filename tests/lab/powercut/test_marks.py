"""Which row it was that a panel had shown as saved."""

import json

import pytest

from tests.lab.powercut.marks import Mark, marks, promises
from tests.lab.powercut.writelog import Request
from tests.soak.stories import TERMS, visit

BEYOND = 1 << 20


def sworn(bay: str, phase: str, at: int) -> Request:
    said = json.dumps({"bay": bay, "phase": phase, "at": at}).encode()
    return Request(BEYOND, said.ljust(4096, b"\0"))


def row(phase: str, at: int) -> int:
    """The row that this mark promises, in a visit: contact 2150, removal and late 5200, overdue
    6500, numb 7150, over 11000."""
    [promise] = promises([Mark(7, "bed-1", phase, at)], visit(), TERMS)
    assert promise.request == 7
    return promise.row


def test_marks_are_the_writes_beyond_the_file_system() -> None:
    requests = [Request(0, b"x" * 4096), sworn("bed-1", "contact", 9), Request(0, flush=True)]
    assert list(marks(requests, BEYOND)) == [Mark(2, "bed-1", "contact", 9)]


@pytest.mark.parametrize(
    ("phase", "at", "number"),
    [
        ("ready", 1500, 0),
        ("contact", 2200, 3),
        ("contact", 5150, 3),
        ("removal", 5300, 5),
        ("overdue", 6600, 7),
        ("numb", 7200, 8),
        ("ready", 11_500, 9),
    ],
)
def test_a_mark_promises_the_fact_that_began_the_phase(phase: str, at: int, number: int) -> None:
    assert row(phase, at) == number


def test_a_glass_may_be_behind_but_never_ahead() -> None:
    assert row("contact", 5200 + 1000) == 3
    with pytest.raises(LookupError):
        row("numb", 7100)
    with pytest.raises(LookupError):
        row("contact", 9000)


def test_of_two_that_it_may_have_been_the_earlier_is_promised() -> None:
    """It was ready until 2150, and is so again from 11000."""
    assert row("ready", 4000) == 0
    assert row("ready", 11_001) == 9
