"""The header is the one that the board has."""

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.hardware.pins import mock_factory
from station.wiring.header import (
    BUSES,
    GROUND,
    PINS,
    POWER3,
    POWER5,
    name_of,
    number_of,
    pulled_up_at_boot,
    row_of,
    spread,
)


def test_every_pin_is_what_gpiozero_says_it_is() -> None:
    board = mock_factory().board_info.headers["J8"].pins
    for number in PINS:
        theirs = board[number].name.replace("GPIO", "BCM ")
        ours = name_of(number).replace("3.3 V", "3V3").replace("5 V", "5V")
        assert ours == theirs


@pytest.mark.meets("CFG-7")
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


@pytest.mark.parametrize(("near", "expected"), [(11, 9), (13, 14), (29, 30), (31, 30), (40, 39)])
def test_one_alone_has_the_pin_in_the_fewest_rows(near: int, expected: int) -> None:
    assert spread([near], GROUND) == (expected,)


def test_of_pins_as_near_that_of_the_same_column_is_taken() -> None:
    assert spread([11], (9, 10)) == (9,)
    assert spread([12], (9, 10)) == (10,)
    assert spread([], GROUND) == ()


def test_who_comes_first_takes_nobody_s_nearer_pin() -> None:
    assert spread([31, 29], (25, 30, 34)) == (34, 30)
    assert spread([13, 3, 15, 11], (6, 9, 14, 20)) == (14, 6, 20, 9)


def test_pins_that_must_be_shared_are_shared_evenly() -> None:
    pins = spread([3] * 8, POWER3)
    assert [pins.count(pin) for pin in POWER3] == [4, 4]
    pins = spread([7, 8, 10, 11, 12, 13, 15, 16, 18], GROUND)
    assert sorted(pins.count(pin) for pin in GROUND) == [1, 1, 1, 1, 1, 1, 1, 2]


@given(
    st.lists(st.sampled_from(list(PINS)), max_size=5),
    st.sets(st.sampled_from(GROUND), min_size=1, max_size=4),
)
def test_no_other_way_of_sharing_evenly_has_shorter_wires(near: list[int], among: set[int]) -> None:
    def rows(pins: Sequence[int]) -> int:
        return sum(abs(row_of(pin) - row_of(to)) for pin, to in zip(pins, near, strict=True))

    def even(pins: Sequence[int]) -> bool:
        counts = [pins.count(pin) for pin in among]
        return max(counts) - min(counts) <= 1

    found = spread(near, tuple(among))
    assert even(found)
    assert rows(found) == min(rows(way) for way in product(among, repeat=len(near)) if even(way))
