"""The header is the one that the board has."""

import pytest

from station.hardware.pins import mock_factory
from station.wiring.header import (
    BUSES,
    GROUND,
    PINS,
    POWER3,
    POWER5,
    name_of,
    nearest,
    number_of,
    pulled_up_at_boot,
)


def test_every_pin_is_what_gpiozero_says_it_is() -> None:
    board = mock_factory().board_info.headers["J8"].pins
    for number in PINS:
        theirs = board[number].name.replace("GPIO", "BCM ")
        ours = name_of(number).replace("3.3 V", "3V3").replace("5 V", "5V")
        assert ours == theirs


def test_both_ways_of_counting_lead_to_the_same_pin() -> None:
    assert [name_of(number_of(bcm)) for bcm in range(28)] == [f"BCM {bcm}" for bcm in range(28)]
    signals = {number_of(bcm) for bcm in range(28)}
    assert {*PINS} - signals == {*POWER3, *POWER5, *GROUND}


def test_the_buses_are_on_the_pins_of_their_numbers() -> None:
    pins = {0: (number_of(0), number_of(1)), 1: (number_of(2), number_of(3))}
    assert {port: (bus.data, bus.clock) for port, bus in BUSES.items()} == pins


@pytest.mark.parametrize(("bcm", "up"), [(0, True), (8, True), (9, False), (27, False)])
def test_the_low_numbers_are_pulled_up_while_the_pi_starts(bcm: int, *, up: bool) -> None:
    assert pulled_up_at_boot(bcm) is up


@pytest.mark.parametrize(("to", "expected"), [(11, 9), (13, 14), (29, 30), (31, 30), (40, 39)])
def test_nearest_is_in_the_fewest_rows(to: int, expected: int) -> None:
    assert nearest(to, GROUND) == expected


def test_of_pins_as_near_the_same_column_comes_first_then_the_lower_number() -> None:
    assert nearest(11, (9, 10, 13)) == 9
    assert nearest(12, (9, 10)) == 10
    assert nearest(5, (1, 9)) == 1
    assert nearest(5, ()) is None
