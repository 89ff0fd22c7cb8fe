"""The log: one line a fact, and never in the way."""

import io
import threading

from station.core.facts import Fact, FactKind
from station.log import FactLog

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


def test_one_line_a_fact() -> None:
    out = io.StringIO()
    log = FactLog(out)
    log.record([APPLIED, REMOVED])
    log.close()
    assert out.getvalue().splitlines() == [
        "bed-1 applied: application 1, today 1",
        "bed-1 removed: application 1, contact 20:15, overdue by 0:00, certain yes",
    ]


def test_a_reader_that_hangs_holds_up_neither_facts_nor_the_end() -> None:
    reads_again = threading.Event()

    class Stuck(io.StringIO):
        def write(self, text: str) -> int:
            reads_again.wait(30)
            return len(text)

    log = FactLog(Stuck())
    log.record([APPLIED] * 1000)
    log.close()
    assert not reads_again.is_set()
    reads_again.set()


def test_a_reader_that_went_away_is_no_failure() -> None:
    class Gone(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    log = FactLog(Gone())
    log.record([APPLIED, REMOVED])
    log.close()
    log.record([APPLIED])
