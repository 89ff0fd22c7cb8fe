"""The log: one line a fact, and never in the way."""

import threading
from dataclasses import replace

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
