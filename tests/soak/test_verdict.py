"""What a life promised is held against the journal; what it did not keep is found."""

import pytest

from tests.soak.book import Book
from tests.soak.rows import Row
from tests.soak.said import Line, Said, Status
from tests.soak.stories import TERMS, numbered, visit
from tests.soak.verdict import Promises

FIRST = ["mock pins and panels: nothing", "started", "bed-1 applied: application 1, today 1"]
SECOND = [
    "started",
    "bed-1 removal due: late yes",
    "bed-1 resumed: phase removal, certain yes",
    "bed-1 overdue",
]


def life(lines: list[str], spawned: int, died: int, *statuses: Status) -> Said:
    told = [Line(line, step) for step, line in enumerate(lines)]
    return Said(1, spawned * 1000, lines=told, died=died * 1000, statuses=list(statuses))


def status(text: str, step: int, at: int) -> Status:
    return Status(f"1 bay: bed-1 {text}", step, (at - 5) * 1000, at * 1000)


def held(rows: list[Row], said: Said) -> tuple[Promises, str]:
    book = Book(TERMS)
    book.read(rows)
    promises = Promises(book)
    return promises, "\n".join(promises.hold(said))


def test_kept_promises_are_counted() -> None:
    said = life(FIRST, 900, 2200, status("contact 0:03 left", 3, 2180))
    promises, wrong = held(visit()[:3], said)
    assert wrong == ""
    assert (promises.saved, promises.unsaved, promises.statuses) == (2, 0, 1)


def test_a_fact_that_was_marked_saved_and_is_gone_is_lost() -> None:
    said = life(FIRST, 900, 2200, status("contact 0:03 left", 3, 2180))
    promises, wrong = held(visit()[:2], said)
    assert "marked saved and lost: bed-1 applied" in wrong
    assert len(promises.lost) == 1


def test_a_whole_life_that_was_marked_saved_and_is_gone_is_lost() -> None:
    said = life(SECOND, 5100, 6600, status("overdue +0:00", 9, 6510))
    promises, _ = held(visit()[:3], said)
    assert len(promises.lost) == 4


@pytest.mark.parametrize("text", ["contact 0:03 left; unsaved", "contact 0:03 left; NOT SAVED"])
def test_what_was_not_marked_saved_may_be_gone(text: str) -> None:
    promises, wrong = held(visit()[:2], life(FIRST, 900, 2200, status(text, 3, 2180)))
    assert wrong == ""
    assert promises.unsaved == 2


def test_a_line_that_was_read_with_the_status_or_after_it_is_not_marked_by_it() -> None:
    said = life(FIRST, 900, 2200, status("ready", 2, 1500))
    assert said.saved_lines() == 0


def test_another_order_is_found_out() -> None:
    told = [SECOND[0], SECOND[2], SECOND[1], SECOND[3]]
    _, wrong = held(visit()[:7], life(told, 5100, 6600))
    assert "it told 'bed-1 resumed: " in wrong


def test_a_late_alarm_that_is_not_told_as_late_is_found_out() -> None:
    told = [line.partition(":")[0] for line in SECOND]
    _, wrong = held(visit()[:7], life(told, 5100, 6600))
    assert "it told 'bed-1 removal due'" in wrong


@pytest.mark.parametrize(
    ("text", "at", "fine"),
    [
        ("contact 0:03 left", 2180, True),
        ("contact 0:02 left", 3100, True),
        ("contact 0:02 left", 2180, False),  # a second too little
        ("contact 0:03 left", 3500, False),  # a second too much
        ("removal 0:02 left", 2180, False),
        ("ready", 2600, False),
        ("ready", 1100, True),
    ],
)
def test_another_phase_or_countdown_than_the_facts_say_is_found_out(
    text: str, at: int, fine: bool
) -> None:
    _, wrong = held(visit()[:3], life(FIRST, 900, 4000, status(text, 9, at)))
    assert ("by its facts" not in wrong) is fine


def test_a_start_that_does_not_go_on_where_it_was_is_found_out() -> None:
    rows = numbered(visit()[:6])
    fine = life(SECOND[:3], 5100, 5900, status("removal 0:02 left", 9, 5230))
    assert held(rows, fine)[1] == ""
    forgot = life(SECOND[:3], 5100, 5900, status("ready", 9, 5230))
    assert "by its facts" in held(rows, forgot)[1]
