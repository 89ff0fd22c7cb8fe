"""Looking back, from the facts that the board has seen: a day as a picture, and what alarms asked.

What the board did not hear it does not know: whoever looks back is told when it was deaf.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

import anyio
import anyio.to_thread
import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from station.day.picture import draw_days
from station.day.published import published
from station.day.style import DAY_CSS
from station.day.words import FIGURES_HEAD, SPANS_HEAD, figure_rows, figures, span_rows
from station.lookback.burden import Burdens, burdens
from station.lookback.span import Gap
from station.lookback.timeline import BayDay, days
from station.lookback.told import Told
from station.web.board.record import Kept, Record
from station.web.board.said import RefusedError, milliseconds, place
from station.web.board.table import Table

MARGIN: Final = 2 * 86_400_000
"""Milliseconds before and after a day in which what matters at its edges may have happened."""
PERIODS: Final = (1, 7, 30, 90)
"""Days that figures may be of."""
MOST_FACTS: Final = 200_000
MOST_LANES: Final = 64
MOST_ROWS: Final = 500
AT_ONCE: Final = 1
"""Figures may take seconds: they are made one after another, beside all that is live."""


class WrongQuestionError(Exception):
    """What was asked for is not there; says what could be."""


class Asked(Struct, frozen=True):
    """Which time, and of whom."""

    begin: int
    end: int
    station: str | None
    bay: str | None


class Past(Struct, frozen=True):
    """What is known of it."""

    facts: Sequence[Told]
    days: Sequence[BayDay]
    labels: Mapping[tuple[str, str], str]
    notes: Sequence[str]


class Lookback:
    """What the pages may ask about what was."""

    def __init__(self, record: Record, table: Table, now: Callable[[], int]) -> None:
        self._record = record
        self._table = table
        self._now = now
        self._limiter = anyio.CapacityLimiter(AT_ONCE)

    def routes(self) -> list[Route]:
        """Where they ask."""
        return [
            Route("/back/day.css", self.style),
            Route("/back/day.svg", self.picture),
            Route("/back/day.json", self.words),
            Route("/back/figures.json", self.figures),
        ]

    async def style(self, _request: Request) -> Response:
        """`/back/day.css`: how a day's picture is coloured."""
        return Response(DAY_CSS, media_type="text/css")

    async def picture(self, request: Request) -> Response:
        """`/back/day.svg?station=&bay=&day=`: a day of a station's bays, or of one of them.

        400 with a reason where the question is wrong, 503 where the record cannot be read.
        """
        return await self._answer(request, self._draw)

    async def words(self, request: Request) -> Response:
        """`/back/day.json`, asked and refused in the same way: that day as a table."""
        return await self._answer(request, self._tell)

    async def figures(self, request: Request) -> Response:
        """`/back/figures.json?days=`: what alarms asked of the staff, up to and with `day`.

        Of a station, a bay, or all of them; refused in the same way.
        """
        return await self._answer(request, self._count)

    async def _answer(
        self, request: Request, made: Callable[[Mapping[str, str]], Response]
    ) -> Response:
        query = dict(request.query_params)
        try:
            return await anyio.to_thread.run_sync(made, query, limiter=self._limiter)
        except WrongQuestionError as wrong:
            return PlainTextResponse(f"{wrong}\n", 400)
        except OSError:
            return PlainTextResponse("the history cannot be read\n", 503)

    def _draw(self, query: Mapping[str, str]) -> Response:
        past = self._past(asked(query, (1,), need_station=True))
        now = self._now()
        svg = draw_days(past.days[:MOST_LANES], labels=past.labels, now=now, name="lanes")
        return Response(svg, media_type="image/svg+xml")

    def _tell(self, query: Mapping[str, str]) -> Response:
        past = self._past(asked(query, (1,), need_station=True))
        rows = span_rows(past.days[:MOST_LANES], past.labels)
        return JSONResponse({"head": SPANS_HEAD, "rows": rows, "notes": past.notes})

    def _count(self, query: Mapping[str, str]) -> Response:
        wanted = asked(query, PERIODS, need_station=False)
        past = self._past(wanted)
        found = burdens(past.facts, past.days)
        ordered = _worst_first(found)
        rows = figure_rows(ordered, past.labels, many=wanted.station is None)
        worst = None if found.worst is None else _name(found.worst, past.labels)
        notes = list(past.notes)
        if len(rows) > MOST_ROWS:
            notes.append(f"of {len(rows)} bays the {MOST_ROWS} with the most alarms are listed")
        return JSONResponse(
            {
                "figures": figures(found.all),
                "worst": worst,
                "head": FIGURES_HEAD,
                "rows": rows[:MOST_ROWS],
                "notes": notes,
            }
        )

    def _past(self, wanted: Asked) -> Past:
        where = (wanted.station, wanted.bay)
        kept = self._record.between(
            wanted.begin - MARGIN, min(wanted.end + MARGIN, self._now()), where, MOST_FACTS
        )
        facts = [one for each in kept if (one := told(each)) is not None]
        deaf = [
            Gap(*gap, certain=True, unheard=True)
            for gap in self._record.deaf(wanted.begin, min(wanted.end, self._now()))
        ]
        labels = self._table.labels(wanted.station)
        stations = {fact.station for fact in facts} | {station for station, _ in labels}
        there = [p for p in labels if wanted.bay in (None, p[1])]
        found = days(
            facts,
            wanted.begin,
            wanted.end,
            heard=self._table.heard(self._now()),
            gaps=dict.fromkeys(stations, tuple(deaf)),
            bays=there,
        )
        notes = ["This is what the board has seen: each station's own journal has all of it."]
        if deaf:
            notes.append(
                "For some of the time the board heard nothing: what happened then is not here."
            )
        if len(kept) >= MOST_FACTS:
            notes.append(
                f"There is more than can be counted: only the latest {MOST_FACTS} facts are."
            )
        within = [each.fact for each in kept if wanted.begin <= each.heard < wanted.end]
        untimed = sum(fact.time is None for fact in within)
        if untimed:
            many = "fact" if untimed == 1 else "facts"
            notes.append(f"{untimed} {many} came from a clock that was not to be trusted.")
        return Past(facts, found, labels, notes)


def told(kept: Kept) -> Told | None:
    """A fact as those understand it who look back; None: it is of a kind that they do not know."""
    fields = msgspec.to_builtins(kept.fact)
    return published(kept.station, fields)


def asked(query: Mapping[str, str], periods: Sequence[int], *, need_station: bool) -> Asked:
    """What a page asks for. Raises WrongQuestionError."""
    station, bay = query.get("station") or None, query.get("bay") or None
    try:
        place(f"station/{station or 'any'}/bay/{bay or 'any'}")
    except RefusedError:
        raise WrongQuestionError("a station or a bay is 1 to 32 of a-z, 0-9 and -") from None
    if station is None and (need_station or bay is not None):
        raise WrongQuestionError("which station?")
    written = query.get("days", "1")
    if written not in map(str, periods):
        raise WrongQuestionError(f"days: one of {', '.join(map(str, periods))}")
    try:
        last = date.fromisoformat(query["day"]) if query.get("day") else moment_today()
        begin = _midnight(last - timedelta(days=int(written) - 1))
        end = _midnight(last + timedelta(days=1))
    except (ValueError, OverflowError, OSError):
        raise WrongQuestionError("a day is written as in 2026-05-01") from None
    return Asked(begin, end, station, bay)


def moment_today() -> date:
    """Today, where this machine is."""
    return datetime.now().astimezone().date()


def _midnight(day: date) -> int:
    return milliseconds(datetime(day.year, day.month, day.day).astimezone())


def _name(where: tuple[str, str], labels: Mapping[tuple[str, str], str]) -> str:
    return f"{labels.get(where, where[1])}, {where[0]}"


def _worst_first(found: Burdens) -> Burdens:
    bays = sorted(found.bays, key=lambda each: (each[0] != found.worst, -each[1].alarms, each[0]))
    return Burdens(found.all, tuple(bays), found.worst)
