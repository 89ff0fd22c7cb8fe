"""The report as a page that needs nothing but itself: no network, no script; it prints on A4."""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from msgspec import Struct

from station.day.picture import busy, draw_days
from station.day.style import DAY_CSS
from station.day.words import (
    APPLICATIONS_HEAD,
    FIGURES_HEAD,
    SPANS_HEAD,
    Labels,
    application_rows,
    figure_rows,
    figures,
    plain,
    span_rows,
)
from station.lookback.burden import Burdens
from station.lookback.timeline import BayDay

CSS: Final = """
:root { --paper: #f5f3ef; --card: #fffdfa; --ink: #1e2a2c; --quiet: #58676a; --line: #d9d5cc;
  --accent: #0f5c63; font: 100%/1.5 system-ui, sans-serif; color-scheme: light dark; }
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #12181a; --card: #1a2224; --ink: #e6ecec; --quiet: #a3b1b3; --line: #324043;
    --accent: #66c4cb; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: clamp(1rem, 3vw, 2.5rem);
  background: var(--paper); color: var(--ink); }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p { margin: .25rem 0; } .quiet { color: var(--quiet); }
.wide { overflow-x: auto; background: var(--card); border: 1px solid var(--line);
  border-radius: .75rem; padding: .75rem; }
.wide:focus-visible, summary:focus-visible { outline: 3px solid var(--accent);
  outline-offset: 2px; }
.wide .day { min-width: 46rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }
thead th { color: var(--quiet); font-weight: 600; font-size: .875rem; white-space: nowrap; }
tbody th { font-weight: 600; white-space: nowrap; } td:last-child { min-width: 8rem; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 9.5rem), 1fr));
  gap: .75rem 1.5rem; margin: 0; }
dl div { border-top: 1px solid var(--line); padding-top: .35rem; }
dt { color: var(--quiet); font-size: .875rem; } dd { margin: 0; font-size: 1.25rem;
  font-variant-numeric: tabular-nums; }
summary { cursor: pointer; padding: .6rem 0; color: var(--accent); }
@page { size: A4 landscape; margin: 12mm; }
@media print {
  :root { --paper: #fff; --card: #fff; --ink: #000; --quiet: #444; --line: #bbb; font-size: 10pt; }
  body { max-width: none; padding: 0; } .wide { overflow: visible; border: 0; padding: 0; }
  .wide .day { min-width: 0; } h2, h3 { break-after: avoid; }
  svg, tr, dl div { break-inside: avoid; }
  .day { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  details { display: none; }
}
"""
ON_A_SHEET: Final = 10
"""More bays than that are too high for a page of paper."""
STYLE: Final = CSS + DAY_CSS


class PageDay(Struct, frozen=True):
    """One day of the page."""

    date: str
    days: Sequence[BayDay]
    note: str = ""
    """What is special about it."""


def page(
    station: str,
    period: str,
    days: Iterable[PageDay],
    found: Burdens,
    *,
    labels: Labels,
    notes: Iterable[str],
    made: str,
) -> str:
    """The whole page. `notes`: what is to be minded of all of it; `made`: when and from what."""
    title = escape(f"{plain(station)}, {period}")
    policy = f"default-src 'none'; style-src 'sha256-{_digest(STYLE)}'; base-uri 'none'"
    head = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{title}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        f"<header><h1>{title}</h1>",
        f'<p class="quiet">{escape(made)}</p>',
        *(f"<p><strong>{escape(note)}</strong></p>" for note in notes),
        "</header>",
        "<main>",
        "<h2>Figures</h2>",
        _list(figures(found.all)),
    ]
    if len(found.bays) > 1:
        rows = figure_rows(found, labels)
        head += ["<h3>Bay by bay</h3>", _table("Figures of each bay", FIGURES_HEAD, rows)]
    body = [part for number, day in enumerate(days) for part in _day(day, number, labels)]
    return "\n".join([*head, *body, "</main>", "</body>", "</html>", ""])


def _day(day: PageDay, number: int, labels: Labels) -> Iterable[str]:
    yield f'<section aria-labelledby="date-{number}"><h2 id="date-{number}">{escape(day.date)}</h2>'
    if day.note:
        yield f"<p>{escape(day.note)}</p>"
    if not any(each.track or each.windows or each.applications for each in day.days):
        yield '<p class="quiet">Nothing happened.</p></section>'
        return
    hours = busy(day.days)
    for first in range(0, len(day.days), ON_A_SHEET):
        bays = day.days[first : first + ON_A_SHEET]
        name = f"day-{number}-{first}"
        picture = draw_days(bays, labels=labels, name=name, hours=hours)
        yield _wide(f"Picture of {day.date}, from {plain(bays[0].bay)} on", picture)
    applications = [a for each in day.days for a in each.applications]
    rows = application_rows(sorted(applications, key=lambda a: (a.first, a.bay)), labels)
    yield "<h3>Applications</h3>"
    yield _table(f"Applications on {day.date}", APPLICATIONS_HEAD, rows)
    spans = _table(f"Spans of {day.date}", SPANS_HEAD, span_rows(day.days, labels))
    yield f"<details><summary>The picture as a table</summary>{spans}</details></section>"


def _list(figures: Iterable[tuple[str, str]]) -> str:
    rows = (
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in figures
    )
    return f"<dl>{''.join(rows)}</dl>"


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    columns = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines = (_row(row) for row in rows)
    table = f"<table><thead><tr>{columns}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return _wide(caption, table)


def _row(row: Sequence[str]) -> str:
    first, *rest = (escape(cell) for cell in row)
    return f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{c}</td>" for c in rest) + "</tr>"


def _wide(name: str, content: str) -> str:
    """What may be wider than the window: it scrolls by itself, by keyboard too."""
    return (
        f'<div class="wide" role="region" aria-label="{escape(name)}" tabindex="0">{content}</div>'
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
