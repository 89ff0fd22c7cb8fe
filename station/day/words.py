"""A day of bays in words: clock times, figures, and tables that say what the picture shows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from station.core.duration import HOUR, MINUTE, SECOND, clock_face
from station.core.telling import one_line
from station.lookback.burden import Burden, Burdens, Spread
from station.lookback.span import Application, Gap, Span, SpanKind
from station.lookback.timeline import BayDay
from station.lookback.told import Place

Labels = Mapping[Place, str]
"""What people call the bays; one that is not among them is called by its id."""
NO_LABELS: Final[Labels] = {}
MOST_LETTERS: Final = 40
WORDS: Final[Mapping[SpanKind, str]] = {
    SpanKind.CONTACT: "cream on",
    SpanKind.REMOVAL: "to be wiped",
    SpanKind.OVERDUE: "overdue",
    SpanKind.UNKNOWN: "not known",
    SpanKind.NUMB: "numb",
}
SPANS_HEAD: Final = ("Bay", "What", "From", "To", "How long", "Mind")
APPLICATIONS_HEAD: Final = (
    "Bay", "No.", "Applied", "Removed", "On skin", "Too long by", "Mind",
)  # fmt: skip
FIGURES_HEAD: Final = (
    "Bay", "Applications", "Late", "Missed", "Alarms", "Unanswered", "Answered within, half",
    "Nine in ten", "Longest",
)  # fmt: skip
NONE: Final = "-"


def moment(wall: int, zone: tzinfo | None = None) -> datetime:
    """A wall time in ms since 1970, in a zone; None: this machine's. Never raises."""
    try:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=wall)).astimezone(zone)
    except (OverflowError, ValueError):  # before or after all years
        edge = datetime.max if wall > 0 else datetime.min
        return edge.replace(tzinfo=UTC)


def clock(wall: int, zone: tzinfo | None = None) -> str:
    """The time of day: `09:30`."""
    return moment(wall, zone).strftime("%H:%M")


def called(place: Place, labels: Labels, *, several: bool) -> str:
    """What a bay is called; with its station where there are `several`."""
    name = plain(labels.get(place, place[1]))
    return f"{plain(place[0])} {name}" if several else name


def plain(text: str) -> str:
    """A text of any origin that any page may hold: one line, printable, not too long."""
    shown = one_line(text)
    return shown if len(shown) <= MOST_LETTERS else shown[: MOST_LETTERS - 1] + "…"


def lasted(milliseconds: int) -> str:
    """A length of time: `20:00`, `2h05`."""
    return clock_face(max(0, milliseconds) // SECOND)


def mind(span: Span) -> str:
    """What is to be minded of a span; nothing if it is plain."""
    said = [
        *(["began before"] if span.begins_before else []),
        *(["goes on"] if span.ends_after else []),
        *(["not over when last heard of"] if span.open else []),
        *(["time uncertain"] if not span.certain and span.kind is not SpanKind.UNKNOWN else []),
    ]
    return ", ".join(said)


def several(days: Iterable[BayDay]) -> bool:
    """Whether bays of more than one station are among them."""
    return len({day.station for day in days}) > 1


def span_rows(
    days: Sequence[BayDay], labels: Labels = NO_LABELS, zone: tzinfo | None = None
) -> list[tuple[str, ...]]:
    """What the picture shows, in a table under SPANS_HEAD: for whoever does not see it."""
    rows: list[tuple[str, ...]] = []
    many = several(days)
    for day in days:
        name = called((day.station, day.bay), labels, several=many)
        for span in sorted((*day.track, *day.windows), key=lambda span: span.begin):
            times = (clock(span.begin, zone), clock(span.end, zone))
            rows.append((name, what(span), *times, lasted(span.end - span.begin), mind(span)))
        for gap in day.gaps:
            doubt = "" if gap.certain else "nobody knows for how long"
            away = lasted(gap.end - gap.begin)
            times = (clock(gap.begin, zone), clock(gap.end, zone))
            rows.append((name, away_word(gap), *times, away, doubt))
    return rows


def away_word(gap: Gap) -> str:
    """What a gap is: nobody says of a station that was not heard that it was off."""
    return "not heard" if gap.unheard else "station off"


def what(span: Span) -> str:
    """What a span is: `cream on, no. 2`."""
    number = "" if span.application is None else f", no. {span.application}"
    return WORDS[span.kind] + number


def application_rows(
    applications: Iterable[Application], labels: Labels = NO_LABELS, zone: tzinfo | None = None,
    *, many: bool = False,
) -> list[tuple[str, ...]]:  # fmt: skip
    """The applications, in a table under APPLICATIONS_HEAD."""
    return [
        (
            called((a.station, a.bay), labels, several=many),
            NONE if a.application is None else str(a.application),
            NONE if a.applied is None else clock(a.applied, zone),
            NONE if a.removed is None else clock(a.removed, zone),
            NONE if a.contact is None else lasted(a.contact),
            lasted(a.overdue_by) if a.overdue_by else ("late" if a.late else ""),
            _mind_application(a),
        )
        for a in applications
    ]


def _mind_application(application: Application) -> str:
    end = "cream on when last heard of" if application.open else "nobody said when it came off"
    said = [
        *([end] if application.removed is None else []),
        *(["over the limit"] if application.over_limit else []),
        *(["times uncertain"] if not application.certain and application.removed else []),
    ]
    return ", ".join(said)


def figures(burden: Burden) -> list[tuple[str, str]]:
    """The figures of some bays, each with what it is."""
    per_hour = burden.alarms_per_hour
    rows = [
        ("Applications", str(burden.applications)),
        ("Late: became overdue", str(burden.late)),
        ("Missed: nobody said off, or over an hour too long", str(burden.missed)),
        ("Time with cream on anywhere", _hours(burden.cream_on)),
        ("Alarms", str(burden.alarms)),
        ("Alarms per hour with cream on", NONE if per_hour is None else f"{per_hour:.1f}"),
        ("Most alarms within an hour", str(burden.most_in_an_hour)),
        ("Alarms without an answer told", str(burden.unanswered)),
    ]
    rows += [(f"Answer, {name}", value) for name, value in _spread(burden.answers)]
    rows += [(f"On skin, {name}", value) for name, value in _spread(burden.contacts, least=True)]
    return rows


def _spread(spread: Spread | None, *, least: bool = False) -> list[tuple[str, str]]:
    names = (*(["shortest"] if least else []), "half within", "nine in ten within", "longest")
    if spread is None:
        return [(name, NONE) for name in names]
    lengths = (*([spread.least] if least else []), spread.p50, spread.p90, spread.most)
    return [(name, lasted(length)) for name, length in zip(names, lengths, strict=True)]


def figure_rows(
    found: Burdens, labels: Labels = NO_LABELS, *, many: bool = False
) -> list[tuple[str, ...]]:
    """Each bay's figures, in a table under FIGURES_HEAD; the worst first says so."""
    rows = []
    for place, burden in found.bays:
        name = called(place, labels, several=many)
        answers = [value for _, value in _spread(burden.answers)]
        counts = (burden.applications, burden.late, burden.missed, burden.alarms, burden.unanswered)
        worst = " (worst)" if place == found.worst and len(found.bays) > 1 else ""
        rows.append((name + worst, *map(str, counts), *answers))
    return rows


def _hours(milliseconds: int) -> str:
    hours, rest = divmod(milliseconds, HOUR)
    return f"{hours} h {rest // MINUTE:02d} min"
