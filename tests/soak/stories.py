"""A short story as a station's journal would have it, for those who judge one."""

from collections.abc import Sequence

from tests.soak.law import Terms
from tests.soak.rows import Row

TERMS = {"bed-1": Terms(contact=3000, removal=1500, effect=4000)}


def fact(kind: str, at: int, acted: int | None = None, **body: object) -> Row:
    """A fact, not yet numbered; of bed-1 unless it is of no bay."""
    acted = at if acted is None else acted
    bay = None if kind in ("started", "stopped") else "bed-1"
    return Row(0, "boot", acted, kind, bay, {"at": at, "acted": acted, **body})


def started(at: int, elapsed: int) -> Row:
    """A start."""
    return fact("started", at, elapsed=elapsed, certain=True)


def numbered(rows: Sequence[Row]) -> list[Row]:
    """Rows with the numbers that a journal gives them."""
    return [
        Row(number, row.boot, row.instant, row.kind, row.bay, row.body)
        for number, row in enumerate(rows, 1)
    ]


def visit() -> list[Row]:
    """A client's visit: the alarm is due while there is no station, the rest in its second life."""
    return numbered(
        [
            started(1000, 0),
            Row(0, "boot", 1000, "snapshot"),
            fact("applied", 2000, 2150, application=1, today=1),
            started(5200, 3050),
            fact("removal_due", 5000, 5200, late=True),
            fact("resumed", 5200, phase="removal", certain=True),
            fact("overdue", 6500),
            fact(
                "removed",
                7000,
                7150,
                application=1,
                contact=5000,
                overdue_by=500,
                certain=True,
            ),
            fact("numb_over", 11000, application=1),
            fact("stopped", 12000),
        ]
    )
