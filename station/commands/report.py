"""`station report`: days as pictures, figures and applications, from a station's own journal."""

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from typing import TextIO

from station.arguments import CONFIG
from station.commands.configured import read_config
from station.day.words import (
    APPLICATIONS_HEAD,
    FIGURES_HEAD,
    application_rows,
    figure_rows,
    figures,
)
from station.journal.errors import JournalRefusedError
from station.machine.exitstatus import FAILED, FINE
from station.report.days import between
from station.report.files import saved
from station.report.reading import Report, happened, read_report


def command(arguments: argparse.Namespace) -> int:
    """Days as pictures, figures and applications, from the journal."""
    now = time.time_ns() // 1_000_000
    named = arguments.config is not None or arguments.journal is None
    config = read_config(arguments.config or CONFIG) if named else None
    bay = arguments.bay and arguments.bay.encode(errors="replace").decode()
    period = between(arguments.day, arguments.since, arguments.until, now)
    try:
        found = read_report(config, arguments.journal, *period, bay=bay)
    except JournalRefusedError as refused:
        print(f"station: {refused}", file=sys.stderr)
        return FAILED
    keep = arguments.config or CONFIG
    files = saved(found, now, html=arguments.html, table=arguments.csv, keep=keep)
    if files:
        for note in found.notes:
            print(f"{found.journal}: {note}", file=sys.stderr)
    else:
        print_report(found, sys.stdout)
    for path, what in files:
        if path.is_file():  # what was written to a pipe may be our own output
            print(f"{path}: {what}")
    return FINE


def print_report(report: Report, out: TextIO) -> None:
    """The figures and the applications, for a terminal."""
    out.write(f"{report.station}, {report.period}\n")
    for note in report.notes:
        out.write(f"  {note}\n")
    if not any(happened(day) for day in report.days):
        out.write("nothing\n")
        return
    found = report.burdens
    widest = max(len(name) for name, _ in figures(found.all))
    for name, value in figures(found.all):
        out.write(f"  {name:{widest}}  {value}\n")
    if len(found.bays) > 1:
        _print_table(out, FIGURES_HEAD, figure_rows(found, report.labels))
    for day in report.days:
        applications = sorted(
            (a for bay in day.days for a in bay.applications), key=lambda a: (a.first, a.bay)
        )
        if applications:
            out.write(f"{day.date}{f' ({day.note})' if day.note else ''}\n")
            _print_table(out, APPLICATIONS_HEAD, application_rows(applications, report.labels))


def _print_table(out: TextIO, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        cells = (f"{cell:{width}}" for cell, width in zip(line, widths, strict=True))
        out.write(f"  {'  '.join(cells).rstrip()}\n")
