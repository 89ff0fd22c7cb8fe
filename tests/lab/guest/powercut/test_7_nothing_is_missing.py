"""Boot 7: the power went while the journal was being written all the time."""

import json
import shutil
from pathlib import Path

from station.readers.configfile import load
from tests.lab.guest import service
from tests.lab.guest.powercut.bed import OUT, host_time_at, started, trusted
from tests.lab.guest.powercut.bounds import CLOCKS
from tests.lab.guest.powercut.busy import SWORN
from tests.lab.guest.powercut.ward import STATION
from tests.lab.powercut.expectation import time_known
from tests.lab.powercut.marks import Mark, promises
from tests.lab.powercut.terms import terms_of
from tests.soak.book import Book
from tests.soak.rows import Row, integrity, read

TERMS = terms_of(load(STATION / "station.yaml"))
FEW = 10


def rows() -> tuple[list[Row], list[Row]]:
    """The journal's, before this boot and in it; read from a copy."""
    copy = Path("/tmp/journal.db")  # noqa: S108 - nobody else is in this machine
    for ending in ("", "-wal"):
        shutil.copyfile(f"{service.JOURNAL}{ending}", f"{copy}{ending}")
    assert integrity(copy) == "ok"
    first = started()["number"]
    found = read(copy)
    return found[: first - 1], found[first - 1 :]


def test_nothing_that_a_panel_had_shown_as_saved_is_missing() -> None:
    sworn = [json.loads(line) for line in SWORN.read_text().splitlines()]
    marks = [Mark(0, said["bay"], said["phase"], said["at"]) for said in sworn]
    before, _ = rows()
    found = promises(marks, before, TERMS)  # or a LookupError says what is missing
    print(f"{len(before)} rows, {len(marks)} marks, the last of row {max(p.row for p in found)}")
    assert len(marks) > FEW


def test_every_phase_is_what_the_facts_and_the_clock_say() -> None:
    before, since = rows()
    book = Book(TERMS)
    assert book.read(before) == []
    assert all(trusted())
    start, last = since[0], before[-1].instant
    away = host_time_at(start.at) - (float((OUT / "zero").read_text()) + last / 1e3)
    elapsed = start.whole("elapsed") / 1e3
    assert abs(elapsed - away) < CLOCKS
    resumed = {row.bay: row.body for row in since if row.kind == "resumed"}
    for bay, law in book.laws.items():
        now = time_known(law.now, last, start.whole("elapsed"))
        assert (law.now.phase == "ready") is (bay not in resumed)
        if bay in resumed:
            assert (resumed[bay]["phase"], resumed[bay]["certain"]) == (now.phase, True)
