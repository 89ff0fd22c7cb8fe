"""What a station says at its start of a journal that is not whole."""

from pathlib import Path

from station.core.change import replace
from station.core.duration import HOUR, SECOND
from station.core.floor import Floor
from station.core.past import Past
from station.daemon import _tell_what_is_odd
from station.log import FactLog
from tests.core.outage import Outages, cream_on
from tests.core.ward import plan

JOURNAL = Path("journal.db")


def said(past: Past, floor: Floor) -> str:
    lines: list[str] = []
    log = FactLog(lambda line: lines.append(line.decode()))
    _tell_what_is_odd(past, floor, JOURNAL, log)
    log.close()
    return "".join(lines)


def damaged() -> Outages:
    """A station of two beds, one with cream on, that could not read all of its journal."""
    station = cream_on(60 * SECOND, beds=2)
    station.keep()
    station.past = replace(station.past, gaps=True)
    station.kill()
    return station


def test_a_journal_that_was_whole_is_not_worth_a_word() -> None:
    station = Outages(plan())
    assert said(station.past, station.ward.floor) == ""


def test_staff_are_asked_at_every_start_until_they_have_answered_at_every_bed() -> None:
    station = damaged()
    told = said(station.past, station.ward.floor)
    assert told.startswith(f"{JOURNAL}: not all of it could be read: press the button of a bay")
    station.ward.press(0)
    station.kill()
    assert said(station.past, station.ward.floor) == told
    station.ward.hold(1)
    station.cut(HOUR)
    assert said(station.past, station.ward.floor) == ""


def test_facts_that_cannot_have_happened_are_counted() -> None:
    station = Outages(plan())
    past = replace(station.past, strange=3)
    told = said(past, station.ward.floor)
    assert told.startswith(f"{JOURNAL}: 3 of its facts cannot have happened")
