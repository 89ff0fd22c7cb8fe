"""What a journal holds, whatever happened: bays and times, in the order of the station's acts."""

import json
import sqlite3
from pathlib import Path

import pytest

from station.core.duration import MINUTE, SECOND
from station.core.facts import FactKind
from station.journal.file import JournalFile
from tests.core.outage import Outages, folded
from tests.journal.stories import eventful

COLUMNS = ["number", "boot", "instant", "wall", "trusted", "kind", "bay", "body", "crc"]
OF_A_FACT = {
    *("at", "acted", "late"),
    *("application", "today", "over_limit", "of", "contact", "overdue_by", "certain"),
    *("gesture", "reason", "phase", "elapsed"),
    *("terms", "protocol", "removal", "effect", "onset", "silence_first"),
    *("corrections", "until", "by", "at_least"),
}
"""How much of which cream for how long, and what somebody's finger did: nothing of anybody."""


def names(body: object) -> set[str]:
    """All the names in a row's body, however deep."""
    if isinstance(body, dict):
        return set(body).union(*map(names, body.values()))
    return set().union(*map(names, body)) if isinstance(body, list) else set()


@pytest.mark.meets("STA-4")
def test_it_holds_bays_and_times_and_nothing_of_anybody(tmp_path: Path) -> None:
    file = JournalFile(tmp_path / "journal.db", synchronous="OFF")
    file.append(eventful())
    file.close()
    db = sqlite3.connect(file.path)
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    columns = [column for _, column, *_ in db.execute("PRAGMA table_info(rows)")]
    bays = {bay for (bay,) in db.execute("SELECT DISTINCT bay FROM rows WHERE bay IS NOT NULL")}
    bodies = [json.loads(body) for (body,) in db.execute("SELECT body FROM rows") if body]
    db.close()
    assert (tables, columns) == ({"rows", "meta", "sqlite_sequence"}, COLUMNS)
    assert bays == {"bed-1", "bed-2"}
    assert names(bodies) <= OF_A_FACT


@pytest.mark.meets("DUE-4")
def test_facts_are_folded_in_the_order_in_which_the_station_acted(tmp_path: Path) -> None:
    """A removal begun just before `removal_soon` would be due, and taken back just after."""
    station = Outages()
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.until(20 * MINUTE - 10 * SECOND)
    station.ward.hold()
    station.ward.wait(20 * SECOND)
    undone, soon = station.ward.hold()
    assert (undone.kind, soon.kind) == (FactKind.UNDONE, FactKind.REMOVAL_SOON)
    assert soon.at < undone.at
    station.keep()
    file = JournalFile(tmp_path / "journal.db")
    file.append(station.rows)
    past = file.past()
    file.close()
    assert (past.strange, past.bays) == (0, station.past.bays)
    told = [row for row in station.rows if row.fact is not None]
    by_their_own_instants = sorted(told, key=lambda row: row.fact.at if row.fact else 0)
    assert folded(by_their_own_instants).bays != past.bays
