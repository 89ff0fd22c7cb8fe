"""The witness in the guest reads what the station draws, and is not taken in by half a frame."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from station.configfile import load
from station.core import step
from station.core.phase import Phase
from station.core.reports import Saved
from station.drawing.frame import draw
from station.hardware.flush import packed
from tests.core.ward import Ward
from tests.lab.guest.panel import Panel
from tests.lab.guest.powercut.glass import Glass, Glimpse

SIZE = (128, 64)
PLAN = load(Path(__file__).parent / "station/station.yaml").plan()
ALONE, SHARED = 0, 1
"""Panels: of the first bay, and of the other two."""
BAYS = {ALONE: (0,), SHARED: (1, 2)}
LABELS = ("Bed 1", "Bed 2", "Bed 3")


class Held:
    """A panel that shows a line."""

    def __init__(self) -> None:
        self.line = b""

    def first_line(self) -> bytes:
        return self.line


def line_of(ward: Ward, panel: int) -> bytes:
    return packed(draw(ward.screen(panel), SIZE))[: SIZE[0]]


def read(line: bytes, glass: Glass, panel: Held) -> Glimpse | None:
    panel.line = line
    return next((seen for seen in (glass.look() for _ in range(120)) if seen is not None), None)


def unsaved(ward: Ward) -> None:
    """The journal has not yet got what was told last."""
    ward.floor = step.written(ward.floor, ward.facts[-1:], rows=len(ward.facts))


def visits(ward: Ward, bay: int) -> Iterator[Phase]:
    """Some visits at a bay, as far as each new phase: it is told, and not yet saved."""
    before = Phase.READY
    for turn in range(300):
        called = ward.phase(bay) in (Phase.READY, Phase.OVERDUE) and turn % 8 == 0
        ward.press(bay) if called else ward.wait(300)
        if ward.phase(bay) is not before:
            before = ward.phase(bay)
            unsaved(ward)
            yield before


@pytest.mark.parametrize(("panel", "bay"), [(p, bay) for p, bays in BAYS.items() for bay in bays])
def test_it_reads_every_phase_and_whether_it_is_saved(panel: int, bay: int) -> None:
    ward, held = Ward(PLAN), Held()
    glass, seen = Glass(cast("Panel", held), LABELS), set()
    for phase in visits(ward, bay):
        marked = read(line_of(ward, panel), glass, held)
        ward.report(Saved(len(ward.facts)))
        plain = read(line_of(ward, panel), glass, held)
        if plain is not None and plain.label == LABELS[bay]:
            assert (marked, plain) == (
                Glimpse(LABELS[bay], phase, saved=False),
                Glimpse(LABELS[bay], phase, saved=True),
            )
            seen.add(phase)
    assert seen | ({Phase.READY} if bay == 2 else set()) == set(Phase)  # Bed 2 stands first


def test_a_line_that_is_only_half_drawn_is_not_taken_as_saved() -> None:
    ward, held = Ward(PLAN), Held()
    glass, before = Glass(cast("Panel", held), LABELS), line_of(ward, ALONE)
    halves = 0
    for phase in visits(ward, 0):
        after = line_of(ward, ALONE)
        for column in range(1, SIZE[0]):
            for half in (after[:column] + before[column:], before[:column] + after[column:]):
                held.line = half
                seen = glass.look()
                halves += half != before
                assert half == before or seen != Glimpse(LABELS[0], phase, saved=True)
        ward.report(Saved(len(ward.facts)))
        before = line_of(ward, ALONE)
    assert halves > 1000
