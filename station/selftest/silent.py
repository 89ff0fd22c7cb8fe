"""What can be tested without a person, without a sound and without a flash."""

from functools import partial
from typing import Final

from station.core.reports import Part
from station.journal.errors import JournalRefusedError
from station.journal.history import open_read_only
from station.journal.room import short_of_room
from station.selftest.bench import Bench
from station.selftest.buttons import AT_REST, LOOK, STUCK, button_name
from station.selftest.lamps import lamp_name
from station.selftest.panels import TYPEFACE, check_typeface, find, panel_name
from station.selftest.report import Outcome, Result, attempt
from station.selftest.sounds import buzzer_name

LOOKS: Final = AT_REST // LOOK


def check_in_silence(bench: Bench) -> list[Result]:
    """Every part, by what its own bus, pin or disk says of it."""
    config = bench.config
    results = [attempt(TYPEFACE, partial(check_typeface, bench))]
    results += [
        attempt(panel_name(bench, index), partial(_panel, bench, index))
        for index in range(len(config.panels))
    ]
    bench.drive()
    outputs = [
        (Part.LAMP, bay, lamp_name(bench, bay))
        for bay, planned in enumerate(config.bays)
        if planned.lamp is not None
    ]
    outputs += [(Part.BUZZER, i, buzzer_name(bench, i)) for i in range(len(config.buzzers))]
    results += [_result(name, bench.complaint(part, index)) for part, index, name in outputs]
    levels = _look(bench)
    results += [_button(bench, bay, levels) for bay in range(len(config.bays))]
    return [*results, attempt("journal", partial(_journal, bench))]


def _panel(bench: Bench, index: int) -> Result:
    missing = find(bench, index)
    outcome = Outcome.FAILED if missing else Outcome.FINE
    return Result(panel_name(bench, index), outcome, missing)


def _look(bench: Bench) -> list[set[bool | None]]:
    """All levels of each button within a moment."""
    levels: list[set[bool | None]] = [set() for _ in bench.config.bays]
    for _ in range(LOOKS):
        for seen, level in zip(levels, bench.pins.levels(), strict=True):
            seen.add(level)
        bench.clock.pause(LOOK)
    return levels


def _button(bench: Bench, bay: int, levels: list[set[bool | None]]) -> Result:
    name = button_name(bench, bay)
    if None in levels[bay]:
        return _result(name, bench.complaint(Part.BUTTON, bay) or "the pin cannot be read")
    if levels[bay] == {True}:
        return Result(name, Outcome.FAILED, STUCK)
    return Result(name, Outcome.FINE)


def _journal(bench: Bench) -> Result:
    """Readable, with room: to write to it as somebody else could keep the station from it."""
    path = bench.config.journal
    name = f"journal ({path})"
    if not path.exists():
        return Result(name, Outcome.LEFT_OUT, ("there is none yet: the station has not run",))
    try:
        with open_read_only(path) as journal:
            journal.past()
    except JournalRefusedError as refused:
        return _result(name, str(refused))
    return _result(name, short_of_room(path))


def _result(name: str, trouble: str | None) -> Result:
    if trouble is None:
        return Result(name, Outcome.FINE)
    return Result(name, Outcome.FAILED, (trouble,))
