"""The measuring itself: that it finds what is there. How soon a machine answers is none."""

import pytest

from tests.bench.press import BAYS, LOOP, STATION, Down, answers, measure, told
from tests.bench.rig import BUTTONS, BUZZERS, LAMPS, QUIET
from tests.soak.wires import Edge

DOWNS = [Down(1_000_000, 0), Down(1_170_000, 1), Down(2_400_000, 0)]


def answered(down: Down, tick: int, lamp: int) -> list[Edge]:
    """What a station writes that takes so many us, with what comes after."""
    return sorted(
        [
            Edge(down.at + tick, BUZZERS[down.bay], level=True),
            Edge(down.at + tick + 30_000, BUZZERS[down.bay], level=False),
            Edge(down.at + lamp, LAMPS[down.bay], level=False),
            Edge(down.at + lamp + 100_000, LAMPS[down.bay], level=True),
        ]
    )


def test_an_answer_is_there_once_both_edges_are() -> None:
    edges = answered(DOWNS[0], 35_000, 36_500) + answered(DOWNS[1], 50_000, 41_000)
    edges += answered(DOWNS[2], 30_000, 30_000)
    assert answers(DOWNS, sorted(edges), STATION) == [36.5, 50, 30]


def test_a_press_without_its_lamp_is_no_figure() -> None:
    edges = answered(DOWNS[0], 35_000, 36_500) + answered(DOWNS[2], 30_000, 30_000)
    edges = [edge for edge in edges if edge.pin != LAMPS[0] or edge.at < DOWNS[2].at]
    with pytest.raises(RuntimeError, match=f"bay 1 changed nothing on pin {LAMPS[0]}"):
        answers([DOWNS[0], DOWNS[2]], edges, STATION)


def test_the_next_press_does_not_answer_this_one() -> None:
    with pytest.raises(RuntimeError, match="changed nothing"):
        answers([DOWNS[0]], answered(DOWNS[2], 30_000, 30_000), STATION)


def test_the_loop_answers_with_the_button_itself() -> None:
    assert answers(DOWNS[:1], [Edge(1_034_000, BUTTONS[0], level=False)], LOOP) == [34]


def test_every_bay_has_pins_of_its_own() -> None:
    assert len(STATION) == len(LOOP) == BAYS
    assert len(
        {pin for wanted in (STATION, LOOP) for own in wanted.values() for pin, _ in own}
    ) == (3 * BAYS)


def test_a_station_that_answers_later_than_it_may_is_found() -> None:
    in_time, loop = [40.0] * 98 + [42.0, 60.0], [34.0] * 100
    late = [40.0] * 98 + [42.1, 60.0]
    assert [figure.met for figure in told("load", in_time, loop)] == [None, True, None]
    assert [figure.met for figure in told("load", late, loop)] == [None, False, None]


def test_a_station_is_measured_beside_a_loop() -> None:
    station, loop = measure(1, 3, load=QUIET)
    assert len(station) == len(loop) == 3
    assert min(station) >= 29  # four samples, in whole ms: whoever is faster does not debounce
    assert min(loop) >= 29
