"""What can be tested without a person, without a sound and without a flash."""

from functools import partial
from pathlib import Path
from typing import Final

from station.core.reports import Part
from station.journal.errors import JournalRefusedError
from station.journal.history import open_read_only
from station.journal.room import no_place, short_of_room
from station.selftest.bench import Bench
from station.selftest.buttons import AT_REST, LOOK, STUCK, button_name
from station.selftest.lamps import lamp_name
from station.selftest.panels import TYPEFACE, check_typeface, find, panel_name
from station.selftest.report import Outcome, Result, Test
from station.selftest.sounds import buzzer_name

LOOKS: Final = AT_REST // LOOK


def silent_tests(bench: Bench) -> list[Test]:
    """Every part, by what its own bus, pin or disk says of it."""
    config = bench.config
    lamps = [bay for bay, planned in enumerate(config.bays) if planned.lamp is not None]
    lamp, buzzer = partial(_output, bench, Part.LAMP), partial(_output, bench, Part.BUZZER)
    kinds = (
        (range(len(config.panels)), panel_name, partial(_panel, bench)),
        (lamps, lamp_name, lamp),
        (range(len(config.buzzers)), buzzer_name, buzzer),
        (range(len(config.bays)), button_name, partial(_button, bench)),
    )
    return [
        (TYPEFACE, partial(check_typeface, bench)),
        *(
            (name(bench, index), partial(test, index, name(bench, index)))
            for indexes, name, test in kinds
            for index in indexes
        ),
        (journal_name(bench), partial(_journal, bench)),
    ]


def journal_name(bench: Bench) -> str:
    """Such as `journal (/var/lib/station/journal.db)`."""
    return f"journal ({bench.config.journal})"


def _panel(bench: Bench, index: int, name: str) -> Result:
    missing = find(bench, index)
    return Result(name, Outcome.FAILED if missing else Outcome.FINE, missing)


def _output(bench: Bench, part: Part, index: int, name: str) -> Result:
    bench.drive()
    return _result(name, bench.complaint(part, index))


def _button(bench: Bench, bay: int, name: str) -> Result:
    """All its levels within a moment."""
    levels = set()
    for _ in range(LOOKS):
        levels.add(bench.pins.levels()[bay])
        bench.clock.pause(LOOK)
    if None in levels:
        return _result(name, bench.complaint(Part.BUTTON, bay) or "the pin cannot be read")
    if levels == {True}:
        return Result(name, Outcome.FAILED, STUCK)
    return Result(name, Outcome.FINE)


def _journal(bench: Bench) -> Result:
    """Readable, with room: to write to it as somebody else could keep the station from it."""
    path, name = bench.config.journal, journal_name(bench)
    try:
        with open_read_only(path) as journal:
            journal.past()
    except JournalRefusedError as refused:
        if isinstance(refused.__cause__, FileNotFoundError):
            return _journal_to_come(path, name)
        return _result(name, str(refused))
    return _result(name, short_of_room(path))


def _journal_to_come(path: Path, name: str) -> Result:
    """Whether one can be made. Nothing says whether there ever was one."""
    trouble = no_place(path) or short_of_room(path)
    if trouble is not None:
        return _result(name, f"there is none yet; {trouble}")
    return Result(name, Outcome.LEFT_OUT, ("there is none yet",))


def _result(name: str, trouble: str | None) -> Result:
    if trouble is None:
        return Result(name, Outcome.FINE)
    return Result(name, Outcome.FAILED, (trouble,))
