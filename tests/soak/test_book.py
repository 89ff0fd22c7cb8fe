"""The judge of a journal finds whatever is not as it must be, and nothing else."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.soak.book import Book
from tests.soak.rows import Row
from tests.soak.stories import TERMS, fact, numbered, started, visit

Doctor = Callable[[list[Row]], list[Row]]


def complaints(rows: list[Row]) -> str:
    return "\n".join(Book(TERMS).read(rows))


def without(kind: str) -> Doctor:
    return lambda rows: numbered([row for row in rows if row.kind != kind])


def with_body(kind: str, **body: object) -> Doctor:
    return lambda rows: [
        replace(row, body={**row.body, **body}) if row.kind == kind else row for row in rows
    ]


def twice(kind: str) -> Doctor:
    return lambda rows: numbered([r for row in rows for r in [row] * (1 + (row.kind == kind))])


def test_an_honest_journal_has_no_complaints() -> None:
    assert complaints(visit()) == ""


def test_an_honest_journal_may_end_after_any_row_that_ends_a_commit() -> None:
    story = visit()
    for end in (0, 2, 3, 6, 7, 8, 9, 10):
        assert complaints(story[:end]) == ""


@pytest.mark.parametrize(
    ("doctor", "said"),
    [
        (without("applied"), "removal_due of row 4"),
        (without("removal_due"), "removal_due of 5000 is missing"),
        (without("overdue"), "overdue of 6500 should have been before"),
        (without("numb_over"), "numb_over of 11000 is missing"),
        (without("resumed"), "not resumed at 5200: bed-1"),
        (twice("applied"), "impossible in contact"),
        (twice("removal_due"), "removal_due of row 6"),
        (twice("resumed"), "resumed twice"),
        (with_body("removal_due", at=5001), "removal_due of 5000 should have been before"),
        (with_body("removal_due", at=4999), "removal_due of 5000 should have been before"),
        (with_body("overdue", at=6501, acted=6501), "overdue of 6500 is missing"),
        (with_body("overdue", acted=6400), "too early"),
        (with_body("removal_due", late=False), "late or not"),
        (with_body("removal_due", acted=5300), "not at once"),
        (with_body("overdue", late=True), "late or not"),
        (with_body("resumed", phase="contact"), "the bay was in removal"),
        (with_body("resumed", certain=False), "the bay was in removal"),
        (with_body("applied", application=2), "application 1 was next"),
        (with_body("removed", contact=4999), "of Cream"),
        (with_body("numb_over", application=2), "application 1 was due"),
        (with_body("started", elapsed=7), "away for"),
        (lambda rows: rows[:4] + rows[5:], "row 6 follows upon"),
        (lambda rows: numbered([*rows[:6], rows[7], rows[6], *rows[8:]]), "time runs back"),
        (lambda rows: [*rows, replace(rows[1], number=11, kind="basis")], "never written"),
    ],
)
def test_a_doctored_journal_is_found_out(doctor: Doctor, said: str) -> None:
    assert said in complaints(doctor(visit()))


def test_a_row_that_goes_missing_between_two_looks_is_found_out() -> None:
    book = Book(TERMS)
    assert book.read(visit()[:7]) == []
    assert "gone or changed" in "\n".join(book.read(visit()[:6]))


def test_what_fell_due_before_an_undo_is_told_with_it() -> None:
    story = numbered(
        [
            started(1000, 0),
            fact("applied", 2000, 2150, application=1),
            fact("removal_due", 5000),
            fact("removed", 6000, 6150, application=1, contact=4000, overdue_by=0, certain=True),
            fact("undone", 8000, 8030, of="removed"),
            fact("overdue", 6500, 8030),
        ]
    )
    book = Book(TERMS)
    assert book.read(story) == []
    assert [fired.possible for fired in book.fired] == [5000, 8030]
