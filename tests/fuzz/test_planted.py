"""Bugs that are planted in the station, each of a kind that somebody once wrote: all are found.

What finds nothing where there is something proves nothing where it finds nothing.
"""

import os
import re
import struct
from collections.abc import Callable
from datetime import datetime
from typing import Any

import paho.mqtt.client
import pytest

from station.core import facts, gesture, recovery
from station.fleet import connection
from station.journal.file import JournalFile
from station.readers import (
    durationtext,
    languagefile,
    pinuse,
    problem,
    showable,
    yamlfile,
    yamlvalues,
)
from station.web import guard
from station.web.board import said
from station.web.sim import orders
from tests.fuzz import engine
from tests.fuzz.__main__ import TARGETS
from tests.fuzz.engine import Budget, Fuzz

INPUTS = 4000
"""At most; most are found among the first hundred."""

Plant = Callable[[pytest.MonkeyPatch], None]


def a_float_for_a_length_of_time(patch: pytest.MonkeyPatch) -> None:
    def parse(written: str) -> int:
        return int(float(written.rstrip("mhs")) * 1000)

    patch.setattr(yamlvalues, "parse_duration", parse)


def python_s_own_idea_of_a_number(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(yamlvalues, "_WHOLE", re.compile(r"[-+\w]*[0-9]+"))


def text_that_goes_to_the_terminal_as_it_is(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(yamlvalues, "shown", lambda written: f"'{written}'")


def nesting_without_an_end(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(yamlfile, "MOST_DEPTH", 10**9)


def a_pin_used_twice(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pinuse.PinUses, "check", lambda *_ports: None)


def a_pattern_that_takes_for_ever(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(engine, "MOST_SECONDS", 1.0)
    patch.setattr(yamlfile, "_TAB_INDENT", re.compile("(?:a+)+\t"))


def an_error_without_a_place(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(problem.Problem, "__str__", lambda told: told.message)


def an_error_without_a_cure(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(durationtext, "_NONE", "invalid")


def a_place_that_counts_from_the_end(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(yamlfile, "_line_and_column", lambda mark: (mark.line + 3, mark.column + 1))


def any_braces_in_a_text(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(languagefile, "_phrase", lambda _english: showable.wording(80))


def time_without_power_that_does_not_count(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(recovery, "elapsed_since", lambda *_stamps: (0, True))


def a_damaged_journal_is_deleted(patch: pytest.MonkeyPatch) -> None:
    def delete(file: JournalFile) -> None:
        file.close()
        for other in file.path.parent.glob("journal.db*"):
            other.unlink()
        file._damaged = False

    patch.setattr(JournalFile, "set_aside", delete)


def facts_that_are_always_whole(patch: pytest.MonkeyPatch) -> None:
    def fields(fact: facts.Fact) -> dict[str, object]:
        return {"contact": (fact.contact or 0) / 1000, "by": fact.overdue_by / 1000}  # type: ignore[operator]

    patch.setattr("station.core.telling.fields", fields)


def stuck_one_scan_too_early(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(gesture, "STUCK", gesture.STUCK - 10)


def one_change_more_before_it_chatters(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(gesture, "CHATTER_CHANGES", gesture.CHATTER_CHANGES + 1)


def labels_as_they_come(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(said, "_line", lambda text: text)


def years_that_no_clock_shows(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(said, "_ms", lambda at: None if at is None else said.milliseconds(at))
    patch.setattr(
        said,
        "milliseconds",
        lambda at: (at - datetime(1970, 1, 1, tzinfo=at.tzinfo)).days // (at.year - 1),
    )


def a_library_that_stumbles(patch: pytest.MonkeyPatch) -> None:
    """As paho 2.1 does, over a subscription without any."""

    def stumble(client: Any) -> None:
        struct.unpack("!H", client._in_packet["packet"][:2])

    patch.setattr(paho.mqtt.client.Client, "_handle_suback", stumble)
    patch.setattr(connection._Client, "loop_forever", paho.mqtt.client.Client.loop_forever)


def an_order_that_is_no_text(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(orders, "read", orders._DECODER.decode)
    patch.setattr("station.web.sim.server.read", orders.read)


def a_host_that_is_no_address(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(guard.Guard, "_own", lambda _guard, host: host[host.index(":")] and True)


PLANTED = {
    "config": (
        python_s_own_idea_of_a_number,
        text_that_goes_to_the_terminal_as_it_is,
        nesting_without_an_end,
        a_pin_used_twice,
        a_pattern_that_takes_for_ever,
        an_error_without_a_place,
        a_place_that_counts_from_the_end,
    ),
    "protocol": (
        a_float_for_a_length_of_time,
        an_error_without_a_cure,
        an_error_without_a_place,
    ),
    "language": (any_braces_in_a_text,),
    "scenario": (time_without_power_that_does_not_count,),
    "journal": (a_damaged_journal_is_deleted, facts_that_are_always_whole),
    "levels": (stuck_one_scan_too_early, one_change_more_before_it_chatters),
    "mqtt": (labels_as_they_come, years_that_no_clock_shows),
    "broker": (a_library_that_stumbles,),
    "http": (an_order_that_is_no_text, a_host_that_is_no_address),
}


SLOW = {
    python_s_own_idea_of_a_number,
    text_that_goes_to_the_terminal_as_it_is,
    nesting_without_an_end,
    a_pin_used_twice,
    a_pattern_that_takes_for_ever,
    a_float_for_a_length_of_time,
    an_error_without_a_cure,
}
"""What lies deeper: some hundred inputs, ten seconds and more. In the long profile only."""
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("name", "plant"),
    [
        pytest.param(name, plant, id=f"{name}: {plant.__name__.replace('_', ' ')}")
        for name, plants in PLANTED.items()
        for plant in plants
        if LONG or plant not in SLOW
    ],
)
def test_what_is_planted_is_found(name: str, plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    fuzz = Fuzz(TARGETS[name], seed=3)
    plant(monkeypatch)
    tally = fuzz.run(Budget(inputs=INPUTS), shrink=False, first_only=True)
    assert tally.failures, f"{tally.inputs} inputs, and nothing was found"


def test_every_input_has_something_planted() -> None:
    assert PLANTED.keys() == TARGETS.keys()
