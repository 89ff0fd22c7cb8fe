"""A day at two beds with all that a picture can show."""

from pathlib import Path

from station.core.duration import HOUR, MINUTE
from station.lookback.span import Gap, Span, SpanKind
from station.lookback.timeline import BayDay

PICTURE = Path(__file__).parent / "pictures" / "day.svg"
MORNING = 1_777_622_400_000
"""2026-05-01, 8:00 UTC."""
MIDNIGHT = MORNING - 8 * HOUR


def span(kind: SpanKind, begin: int, end: int, application: int | None = 1, **more: bool) -> Span:
    """In minutes from the morning."""
    at, until = MORNING + begin * MINUTE, MORNING + end * MINUTE
    return Span(kind, at, until, application, **more)


def full_day() -> tuple[BayDay, ...]:
    gap = Gap(MORNING + 190 * MINUTE, MORNING + 205 * MINUTE, certain=False)
    first = BayDay(
        "room-1", "bed-1", MIDNIGHT, MIDNIGHT + 24 * HOUR,
        track=(
            span(SpanKind.CONTACT, 5, 25),
            span(SpanKind.REMOVAL, 25, 26),
            span(SpanKind.CONTACT, 40, 60, 2),
            span(SpanKind.REMOVAL, 60, 62, 2),
            span(SpanKind.OVERDUE, 62, 80, 2),
            span(SpanKind.CONTACT, 185, 190, 3),
            span(SpanKind.UNKNOWN, 190, 205, 3, certain=False),
            span(SpanKind.REMOVAL, 205, 207, 3, certain=False, open=True),
        ),
        windows=(span(SpanKind.NUMB, 26, 86), span(SpanKind.NUMB, 80, 140, 2)),
        gaps=(gap,),
    )  # fmt: skip
    return first, BayDay("room-1", "bed-2", MIDNIGHT, MIDNIGHT + 24 * HOUR, gaps=(gap,))
