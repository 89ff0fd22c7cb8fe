"""The bedside's story in virtual time: its judges find nothing wrong, and what it tells is true.

In the guest the same judges hold real lines to the same tables.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.lab import replayed
from tests.lab.guest.bedside.story import END, WARD
from tests.lab.guest.bedside.told import FACTS, STATION, Told, lamps, sounds
from tests.lab.guest.lamps import MOST_FLASHES, disagreements, flashes
from tests.lab.guest.patterns import Allowed, heard
from tests.lab.guest.tracer import Edge

EXACTLY = Allowed(late=0, length=0)
Played = tuple[Sequence[Mapping[str, Any]], Mapping[int, Sequence[Edge]]]


@pytest.fixture(scope="module")
def played() -> Played:
    return replayed.facts_and_edges()


@pytest.mark.parametrize("bed", FACTS)
def test_a_bed_s_facts_are_those_told(played: Played, bed: str) -> None:
    got = [fact for fact in played[0] if fact["bay"] == bed]
    assert [(f["kind"], f["at"]) for f in got] == [(k, round(1000 * at)) for at, k, _ in FACTS[bed]]
    for fact, (_, _, fields) in zip(got, FACTS[bed], strict=True):
        assert {name: fact[name] for name in fields} == fields


def test_the_station_s_are_too(played: Played) -> None:
    assert tuple(f["kind"] for f in played[0] if f["bay"] is None) == STATION


@pytest.mark.parametrize("pin", [horn.pin for horn in WARD.horns])
def test_a_buzzer_says_to_the_millisecond_what_the_design_has_it_say(
    played: Played, pin: int
) -> None:
    facts, edges = played
    assert not heard(edges[pin], sounds(Told(facts))[pin], EXACTLY).wrong


@pytest.mark.parametrize("pin", [bed.lamp for bed in WARD.beds])
def test_a_lamp_shows_its_phase_to_the_millisecond(played: Played, pin: int) -> None:
    facts, edges = played
    assert not disagreements(lamps(Told(facts))[pin], edges[pin], 0, 1000 * END, 0)
    assert flashes(edges[pin]) <= MOST_FLASHES
