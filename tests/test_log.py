"""The log: one line a fact, and never in the way."""

import threading

from station.core.change import replace
from station.core.facts import Fact, FactKind
from station.core.floor import Absent
from station.core.step import opened
from station.log import MOST_WAITING, FactLog
from tests.core.ward import plan

APPLIED = Fact(FactKind.APPLIED, 5000, 5180, bay="bed-1", application=1, today=1)
REMOVED = Fact(
    FactKind.REMOVED,
    9,
    9,
    bay="bed-1",
    application=1,
    contact=1_215_200,
    overdue_by=0,
    certain=True,
)
LOST = Fact(FactKind.PANEL_LOST, 9, 9, panel=0, reason="ssd1306 at 0x3C: no answer")


def test_one_line_a_fact() -> None:
    lines: list[bytes] = []
    log = FactLog(lines.append)
    log.record([APPLIED, REMOVED])
    log.record([LOST])
    log.close()
    assert b"".join(lines).decode().splitlines() == [
        "bed-1 applied: application 1, today 1",
        "bed-1 removed: application 1, contact 20:15, overdue by 0:00, certain yes",
        "panel lost: panel 0: ssd1306 at 0x3C: no answer",
    ]


def test_it_says_when_cream_at_a_bay_that_is_gone_is_told_no_more() -> None:
    lines: list[bytes] = []
    log = FactLog(lines.append)
    empty = opened(plan(), 0)
    beds = [Absent(f"bed-{n}", -n, sure=True, until=n) for n in (7, 8)]
    for absent in (beds, beds, beds[1:], beds[1:]):
        log.attend(replace(empty, absent=tuple(absent)), 0)
    log.close()
    told = "bed-7, which the config no longer has: nobody said that the cream was wiped"
    assert [line.decode().rstrip() for line in lines] == [f"{told}; told no more"]


def test_a_reader_that_hangs_holds_up_neither_facts_nor_the_end() -> None:
    reads_again = threading.Event()
    log = FactLog(lambda _line: reads_again.wait(30))
    log.record([APPLIED] * (3 * MOST_WAITING))
    log.close()
    assert not reads_again.is_set()
    reads_again.set()


def test_words_that_cannot_be_encoded_end_nothing() -> None:
    lines: list[bytes] = []
    log = FactLog(lines.append)
    log.say("disk \udce4 full")
    log.say("and on it goes")
    log.close()
    assert lines == [b"disk ? full\n", b"and on it goes\n"]


def test_whatever_fails_in_writing_the_next_line_is_tried() -> None:
    lines: list[bytes] = []

    def write(line: bytes) -> None:
        lines.append(line)
        if len(lines) == 1:
            raise ValueError("closed")

    log = FactLog(write)
    log.record([APPLIED, LOST])
    log.close()
    assert len(lines) == 2


def test_lines_for_which_there_was_no_room_are_counted() -> None:
    reads, stalled = threading.Event(), threading.Event()
    lines: list[bytes] = []

    def write(line: bytes) -> None:
        stalled.set()
        reads.wait(30)
        lines.append(line)

    log = FactLog(write)
    log.record([LOST])
    assert stalled.wait(30)
    log.record([APPLIED] * (MOST_WAITING + 7))
    reads.set()
    log.close()
    assert len(lines) == 1 + MOST_WAITING + 1
    assert lines[-1] == b"7 lines were dropped here: whoever reads them was too slow\n"


def test_a_line_that_cannot_be_written_is_lost_and_the_next_is_not() -> None:
    lines: list[bytes] = []
    full = iter([True, False, False])

    def write(line: bytes) -> None:
        if next(full):
            raise OSError("no space left on device")
        lines.append(line)

    log = FactLog(write)
    log.record([APPLIED, REMOVED, LOST])
    log.close()
    assert len(lines) == 2
