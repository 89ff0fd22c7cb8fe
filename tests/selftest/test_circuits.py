"""What is said of lamps and buzzers that fail is what `station wiring` says of them."""

import re
from pathlib import Path

import pytest

from station.config import StationConfig
from station.selftest import circuits
from station.wiring.connections import Kind, wire_up
from station.wiring.parts import LAMP
from station.wiring.wording import steps
from tests.wiring.stations import ONE, any_station, shipped, station

LEGS = re.compile(r"buzzer [+-](?!\w)|[+-] of|collector|base|emitter|\bleg\b|longer|\bring\b")
"""How legs are called."""


def cures(config: StationConfig) -> list[tuple[Kind, int, circuits.Cures]]:
    """All that can be said of every lamp and buzzer, by its place among its kind."""
    lit = [bay for bay, planned in enumerate(config.bays) if planned.lamp is not None]
    lamps = [
        (Kind.LAMP, at, (*circuits.lamp(config, bay), *circuits.SHORTED_LAMP))
        for at, bay in enumerate(lit)
    ]
    return lamps + [
        (Kind.BUZZER, at, (*circuits.buzzer(config, at), *circuits.SHORTED_BUZZER))
        for at in range(len(config.buzzers))
    ]


@pytest.mark.parametrize("seed", range(20))
def test_no_cure_contradicts_the_wiring(tmp_path: Path, seed: int) -> None:
    config = any_station(tmp_path, seed)
    wiring = wire_up(config)
    for kind, at, said in cures(config):
        wired = steps(wiring.of(kind)[at], wiring)
        told = [line.strip() for line in said]
        assert [line for line in told if line in wired] == list(wired)
        assert not [line for line in told if LEGS.search(line) and line not in wired]


def test_the_wires_of_the_shipped_buzzer_are_its_own() -> None:
    said = "\n".join(circuits.buzzer(shipped("station.yaml"), 0))
    assert "transistor's base: through 1 kΩ to header 15 (BCM 22), orange" in said
    assert "transistor's collector: buzzer -" in said
    assert "buzzer +: header 4 (5 V), violet" in said
    assert "diode across the buzzer, its ring to buzzer +" in said


def test_no_pin_is_said_to_give_more_than_the_wiring_takes_from_it(tmp_path: Path) -> None:
    said = [line for _, _, lines in cures(any_station(tmp_path, 1)) for line in lines]
    currents = [float(figure) for line in said for figure in re.findall(r"([\d.]+) mA", line)]
    assert currents
    assert set(currents) == {round(LAMP)}


def test_nobody_is_sent_to_a_passive_buzzer(tmp_path: Path) -> None:
    said = "\n".join(circuits.buzzer(station(tmp_path, ONE), 0))
    assert "put an active one in its place" in said
    assert "kind: passive" not in said


def test_a_passive_buzzer_has_cures_of_its_own(tmp_path: Path) -> None:
    config = station(tmp_path, ONE.replace("pin: 18", "pin: 18, kind: passive"))
    said = "\n".join(circuits.buzzer(config, 0))
    assert "1 kΩ across the buzzer, to discharge it" in said
    assert "leave `kind:` out" in said
    assert "only a click" not in said


def test_only_where_there_are_several_another_one_can_answer(tmp_path: Path) -> None:
    lonely = station(tmp_path, ONE.replace("button: 17", "button: 17, lamp: 27"))
    said = (*circuits.lamp(lonely, 0), *circuits.buzzer(lonely, 0))
    assert not [line for line in said if "another bay's lamp" in line or "another buzzer" in line]
    assert "another bay's lamp blinked" in circuits.lamp(shipped("station.yaml"), 0)[0]
