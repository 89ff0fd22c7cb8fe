"""The measuring itself: that it finds what is there. How late a busy machine is, is no test."""

from pathlib import Path

import pytest

from tests.bench.figure import Figure
from tests.bench.rig import QUIET, URGENT
from tests.bench.sound import Measured, edges, lateness, measure, measured, told
from tests.soak.bare import ROOT
from tests.soak.wires import Edge

WANTED = edges(1_000, 2_000)
"""Of an alarm that begins at 1 s: its first three pulses."""


def found(*late: float) -> list[Edge]:
    """The wanted edges, each so many ms late, after one of another sound."""
    return [
        Edge(900_000, 14, level=False),
        *(
            Edge(round((at + by) * 1000), 14, level=on)
            for (at, on), by in zip(WANTED, late, strict=False)
        ),
    ]


def test_it_looks_for_the_edges_of_section_3() -> None:
    assert [at for at, _ in WANTED] == [1000, 1150, 1250, 1400, 1500, 1650]
    assert [on for _, on in WANTED] == [True, False] * 3


def test_an_edge_is_as_late_as_it_is_and_a_pulse_as_wrong() -> None:
    late = lateness(WANTED, found(0.1, 0.2, 0.3, 5, 0, 0), 1000)
    assert list(late.values()) == pytest.approx([0.1, 0.2, 0.3, 5, 0, 0])
    assert measured({14: WANTED}, {14: late}).wrong == pytest.approx([0.1, 4.7, 0])


def test_a_lost_edge_is_no_figure() -> None:
    with pytest.raises(RuntimeError, match="6 edges were to be, 5 were"):
        lateness(WANTED, found(0, 0, 0, 0, 0), 1000)


def test_a_station_that_is_later_than_sleep_by_too_much_is_found() -> None:
    punctual, bare = Measured([1] * 98 + [4, 9], [1]), Measured([1] * 98 + [2, 3], [1])
    later = Measured([1] * 98 + [4.5, 9], [1])
    assert judged(told("load", punctual, bare)) == [True]
    assert judged(told("load", later, bare)) == [False]


def judged(figures: list[Figure]) -> list[bool]:
    return [figure.met for figure in figures if figure.met is not None]


def test_the_load_is_as_much_less_urgent_as_the_service_has_it() -> None:
    unit = (Path(ROOT) / "systemd" / "station.service").read_text(encoding="utf-8")
    assert f"\nNice=-{URGENT}\n" in unit


def test_a_station_that_rings_is_measured_beside_a_loop() -> None:
    station, bare = measure(1, 1_000, load=QUIET)
    assert len(station.late) == len(bare.late) > 0
    assert len(station.wrong) == len(bare.wrong) > 0
    assert min(station.late) >= 0
    assert min(bare.late) >= 0
