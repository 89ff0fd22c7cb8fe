"""Journals: a real station's, then damaged as disks, crashes and other programs do.

A start is clean, or what is wrong is said: the file is set aside and never deleted, or refused.
"""

import io
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing, redirect_stderr, suppress
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from station.commands.history import print_history
from station.commands.report import print_report
from station.commands.status import print_status
from station.config import StationConfig
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.facts import Fact, FactKind
from station.core.floor import Floor
from station.core.outputs import next_change, outputs
from station.core.panel import screen
from station.core.past import Past
from station.core.recovery import confirm, recover
from station.core.stamp import Row, Stamp
from station.core.step import advance, scan
from station.core.telling import sentence
from station.daemon import _tell_what_is_odd
from station.fleet.payload import fact_payload
from station.journal.errors import JournalRefusedError
from station.journal.file import JournalFile
from station.journal.history import History
from station.journal.lock import JournalLock
from station.journal.round import JournalRound
from station.log import FactLog
from station.lookback.told import from_rows
from station.machine.exitstatus import UsageError
from station.readers.configfile import load
from station.report.files import as_csv, as_page
from station.report.reading import read_report
from tests.engine.written import LateClock
from tests.fuzz.engine import Target, WrongError
from tests.fuzz.targets.damage import DAMAGES, MOST_GROWN, Damage, damage
from tests.fuzz.targets.files import lay_out, workshop
from tests.fuzz.verdict import require_printable
from tests.journal.rows import NOON

CONFIG = b"""station: room-1
bays: [{id: bed-1, button: 17, lamp: 27}, {id: bed-2, button: 5}]
panels: [{}]
buzzers: [{pin: 22}]
journal: journal.db
"""


def judge(drawn: tuple[int, Sequence[Damage]]) -> str:
    """Damage a journal; read it as each of those does who reads it; start a station on it."""
    many, damages = drawn
    folder = workshop("journal")
    for left in folder.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    path = folder / "journal.db"
    damage(path, many, damages)
    before = path.read_bytes() if path.is_file() else b""
    end = f"{_read(folder, path)}; {_start(folder, path, before)}"
    return f"fine: {end}" if end == "read; goes on Saved" else f"told: {end}"


@cache
def _config(folder: Path) -> StationConfig:
    lay_out(folder, {"station.yaml": CONFIG})
    return load(folder / "station.yaml")


def _read(folder: Path, path: Path) -> str:
    """History, report and status: text, or a refusal that names the journal."""
    config = _config(folder)
    out = io.StringIO()
    said = []
    readers: dict[str, Callable[[], object]] = {
        "history": lambda: print_history(path, out, bay=None, since=None, as_csv=False),
        "csv": lambda: print_history(
            path, io.StringIO(), bay="bed-1", since=NOON, as_csv=True, here=["bed-1"]
        ),
        "report": lambda: _report(config, out),
        "status": lambda: print_status(config, LateClock(0, MINUTE), out),
        "facts": lambda: _facts_of(path),
    }
    for name, reads in readers.items():
        try:
            with redirect_stderr(out):
                reads()
        except JournalRefusedError as refused:
            require_printable(str(refused))
            if not str(refused).startswith(f"{path}: "):
                raise WrongError("names no place", refused) from None
            said.append(f"{name} {str(refused).removeprefix(str(path))[:30]}")
    require_printable(out.getvalue())
    return "; ".join(dict.fromkeys(word.partition(" ")[2] for word in said)) or "read"


def _report(config: object, out: io.StringIO) -> None:
    with suppress(UsageError):
        found = read_report(config, None, NOON - 20 * HOUR, NOON + 60 * HOUR)  # type: ignore[arg-type]
        print_report(found, out)
        as_page(found, NOON)
        as_csv(found)


def _facts_of(path: Path) -> None:
    with History(path) as journal:
        for row in journal.rows():
            if row.fact is not None:
                sentence(row.fact)
                fact_payload(row.fact, row.stamp.boot, lambda instant: min(max(0, instant), 10**12))
    with History(path) as journal:
        from_rows("room-1", journal.rows(checkpoints=True))


def _start(folder: Path, path: Path, before: bytes) -> str:
    """As `station run` does: claim, read, recover, write; nothing may be lost on the way."""
    config = _config(folder)
    plan = config.plan()
    with closing(JournalLock(path)):
        file = JournalFile(path)
        try:
            past = file.past()
        except JournalRefusedError as refused:
            require_printable(str(refused))
            if path.is_file() and path.read_bytes()[100:] != before[100:]:
                raise WrongError("changes what it refuses") from refused
            return f"refused {str(refused).removeprefix(str(path))[:40]}"
        said: list[str] = []
        log = FactLog(lambda line: said.append(line.decode()))
        _tell_what_is_odd(past, _floor(plan, past), path, log)
        log.close()
        for line in said:
            require_printable(line)
        work = JournalRound(file, past)
        now = Stamp("boot 99", 5000, NOON + 40 * HOUR, trusted=True)
        work.write([Row(now, Fact(FactKind.STARTED, 5000, 5000, elapsed=0, certain=False))], 5000)
        due = work.attend(5000)
        reports = work.reports(5000)
        file.close()
    _require_kept(folder, path, before)
    aside = "aside" if _asides(folder) else "goes on"
    told = " ".join(sorted({type(report).__name__ for report in reports}))
    return f"{aside}{' gaps' if past.gaps else ''}{' late' if due else ''} {told}"


def _asides(folder: Path) -> list[Path]:
    return [other for other in folder.iterdir() if ".corrupt-" in other.name]


def _require_kept(folder: Path, path: Path, before: bytes) -> None:
    """What there was is there: in a file that was set aside, or where it was."""
    there = sum(other.stat().st_size for other in (*_asides(folder), path) if other.is_file())
    aside = sum(other.stat().st_size for other in _asides(folder))
    # SQLite cuts off what is beyond the end that a database says it has.
    if (aside or there) < len(before) - MOST_GROWN:
        raise WrongError("loses what was there", (len(before), aside, there))


def _floor(plan: object, past: Past) -> Floor:
    """A floor that goes on: it shows something and never stands still."""
    for boot, trusted in (
        ("boot 99", True),
        ("boot 99", False),
        (past.last.boot if past.last else "", True),
    ):
        now = Stamp(boot, MINUTE, NOON + 40 * HOUR, trusted)
        floor, _ = recover(plan, past, now)  # type: ignore[arg-type]
        at = MINUTE
        for _ in range(4):
            for line in screen(floor, 0, at).text:
                require_printable(line)
            outputs(floor, at)
            floor, _ = scan(floor, [at % 20 == 0, False], at)
            following = next_change(floor, at)
            if following is not None and following <= at:
                raise WrongError("stands still", (at, following))
            at = min(following or at + HOUR, at + HOUR) + SECOND
        floor, _ = confirm(floor, Stamp(boot, at, NOON + 41 * HOUR, trusted=True))
        advance(floor, at)
    return floor


def show(drawn: tuple[int, Sequence[Damage]]) -> str:
    return repr(drawn)


JOURNAL = Target(
    "journal",
    st.tuples(st.sampled_from([0, 7, 63, 203]), st.lists(DAMAGES, max_size=3)),
    judge,
    show,
    (
        "journal/*.py",
        "commands/history.py",
        "commands/report.py",
        "report/*.py",
        "commands/status.py",
        "core/past.py",
        "core/recovery.py",
        "core/fold.py",
        "core/shift.py",
        "core/doubt.py",
        "lookback/told.py",
        "lookback/timeline.py",
    ),
)
