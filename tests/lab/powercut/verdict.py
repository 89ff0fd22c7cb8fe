"""A journal that a power cut has left, held against what was written and what was promised."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from station.config import StationConfig
from station.core.facts import FactKind
from station.core.floor import Floor
from station.core.past import Past
from station.core.recovery import recover
from station.core.stamp import Stamp
from station.journal.file import JournalFile
from tests.lab.powercut.expectation import Expected, time_known, time_unknown
from tests.lab.powercut.terms import terms_of
from tests.soak.book import Book
from tests.soak.rows import Row, integrity, read

AWAY: Final = (300, 9_000)
"""Milliseconds for which a machine was off and came up: a whole visit may pass, or nothing."""
LOST, BROKEN, WRONG, FORGOT = "lost", "broken", "wrong phase", "false alarm"


@dataclass
class Verdict:
    """What is wrong with one cut, by kind; nothing, if all is well."""

    complaints: list[tuple[str, str]] = field(default_factory=list)
    rows: int = 0
    """How many the journal had."""
    promised: int = 0
    """The last of them that a panel had shown as saved."""

    def complain(self, kind: str, why: str) -> None:
        """Note it."""
        self.complaints.append((kind, why))


@dataclass(frozen=True)
class Judge:
    """Judges what cuts have left of one recorded run."""

    config: StationConfig
    story: Sequence[Row]
    """The whole journal, as it was in the end."""

    def judge(self, journal: Path | None, promised: int, chance: Random) -> Verdict:
        """`journal`: what is left of it, alone in a folder. `promised`: the last row shown."""
        verdict = Verdict(promised=promised)
        if journal is None:
            if promised:
                verdict.complain(LOST, f"no journal, and row {promised} was shown as saved")
            return verdict
        rows = self._read(journal, verdict)
        if rows is None:
            return verdict
        verdict.rows = len(rows)
        if list(rows) != list(self.story[: len(rows)]):
            verdict.complain(BROKEN, "its rows are not those that were written")
        if len(rows) < promised:
            verdict.complain(
                LOST, f"{promised - len(rows)} rows: {self.story[len(rows) : promised]}"
            )
        self._recover(journal, rows, chance, verdict)
        return verdict

    def _read(self, journal: Path, verdict: Verdict) -> Sequence[Row] | None:
        """The rows by SQLite's own word, from a copy: who opens it mends it."""
        copy = journal.parent / "read" / journal.name
        copy.parent.mkdir(exist_ok=True)
        for ending in ("", "-wal"):
            left, to = Path(f"{journal}{ending}"), Path(f"{copy}{ending}")
            to.unlink(missing_ok=True)
            if left.exists():
                shutil.copyfile(left, to)
        try:
            said = integrity(copy)
            rows = read(copy)
        except Exception as error:  # noqa: BLE001 - whatever a broken file makes Python say
            verdict.complain(BROKEN, repr(error))
            return None
        if said != "ok":
            verdict.complain(BROKEN, said)
        return rows

    def _recover(
        self, journal: Path, rows: Sequence[Row], chance: Random, verdict: Verdict
    ) -> None:
        file = JournalFile(journal)
        try:
            past = file.past()
        except Exception as error:  # noqa: BLE001 - a station that does not start is the hazard
            verdict.complain(BROKEN, f"the station does not start: {error!r}")
            return
        finally:
            file.close()
        if past.gaps or past.strange or file.incidents():
            verdict.complain(FORGOT, f"gaps {past.gaps}, strange {past.strange}")
        book = Book(terms_of(self.config))
        for wrong in book.read(rows):
            verdict.complain(WRONG, wrong)
        away = chance.randint(*AWAY)
        uptime = chance.randint(AWAY[0], away)
        last = rows[-1].instant if rows else 0
        for trusted in (True, False):
            now = Stamp("next", uptime, (past.last.wall if past.last else 0) + away, trusted)
            expected = {
                bay: time_known(law.now, last, away)
                if trusted
                else time_unknown(law.now, last, uptime)
                for bay, law in book.laws.items()
            }
            for wrong in _recovered_otherwise(self.config, past, now, expected):
                verdict.complain(WRONG, f"clock trusted {trusted}, away {away}: {wrong}")


def _recovered_otherwise(
    config: StationConfig, past: Past, now: Stamp, expected: dict[str, Expected]
) -> list[str]:
    """What the station makes of a past, where that is not what is expected."""
    floor, facts = recover(config.plan(), past, now)
    resumed = {fact.bay: fact for fact in facts if fact.kind is FactKind.RESUMED}
    wrong = []
    for bay, found in _found(floor, now).items():
        if found != expected[bay]:
            wrong.append(f"{bay} is {found}, not {expected[bay]}")
        said = resumed.get(bay)
        if said is not None and (said.phase, said.certain) != (found.phase, found.certain):
            wrong.append(f"{bay} is {found}, and it says {said}")
        if said is None and found.phase != "ready":
            wrong.append(f"{bay} is {found}, and it does not say so")
    return wrong


def _found(floor: Floor, now: Stamp) -> dict[str, Expected]:
    bays = (place.bay for place in floor.places)
    return {
        bay.id: Expected(
            str(bay.phase),
            bay.certain,
            None if bay.cream is None else now.instant - bay.cream.applied,
        )
        for bay in bays
    }
