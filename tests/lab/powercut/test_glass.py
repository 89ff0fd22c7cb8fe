"""The witness in the guest reads what the station draws, and is not taken in by half a frame."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PIL import Image

from station.core import step
from station.core.phase import Phase
from station.core.reports import Saved
from station.drawing.frame import draw
from station.hardware.flush import packed
from station.readers.configfile import load
from tests.core.ward import Ward
from tests.lab.guest.panel import Panel, decoded
from tests.lab.guest.powercut.glass import Glass, Glimpse

SIZE = (128, 64)
PLAN = load(Path(__file__).parent / "station/station.yaml").plan()
ALONE, SHARED = 0, 1
"""Panels: of the first bay, and of the other two."""
BAYS = {ALONE: (0,), SHARED: (1, 2)}
LABELS = ("Bed 1", "Bed 2", "Bed 3")
ON = dict.fromkeys(("on", "pump", "remap", "flip"), "1")
UPRIGHT = {**ON, **dict.fromkeys(("all_on", "line", "offset", "invert"), "0")}
"""What a chip says of itself that shows its RAM as it is."""


class Held:
    """A panel that holds a frame, as its controller does."""

    def __init__(self) -> None:
        self.ram = b""

    def first_line(self) -> bytes:
        return self.ram[: SIZE[0]]

    def picture(self) -> Image.Image:
        return decoded(self.ram, UPRIGHT, SIZE)


def frame_of(ward: Ward, panel: int) -> bytes:
    return packed(draw(ward.screen(panel), SIZE))


def glass_of(panel: int, held: Held) -> Glass:
    return Glass(cast("Panel", held), tuple(LABELS[bay] for bay in BAYS[panel]))


def read(frame: bytes, glass: Glass, panel: Held) -> Glimpse | None:
    panel.ram = frame
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
    glass, seen = glass_of(panel, held), set()
    for phase in visits(ward, bay):
        marked = read(frame_of(ward, panel), glass, held)
        ward.report(Saved(len(ward.facts)))
        plain = read(frame_of(ward, panel), glass, held)
        if plain is not None and plain.label == LABELS[bay]:
            assert (marked, plain) == (
                Glimpse(LABELS[bay], phase, saved=False),
                Glimpse(LABELS[bay], phase, saved=True),
            )
            seen.add(phase)
    assert seen | ({Phase.READY} if bay == 2 else set()) == set(Phase)  # Bed 2 stands first


def test_a_line_that_is_only_half_drawn_is_not_taken_as_saved() -> None:
    ward, held = Ward(PLAN), Held()
    glass, before = glass_of(ALONE, held), frame_of(ward, ALONE)
    halves = 0
    for phase in visits(ward, 0):
        after = frame_of(ward, ALONE)
        for column in range(1, SIZE[0]):
            for half in (after[:column] + before[column:], before[:column] + after[column:]):
                held.ram = half
                seen = glass.look()
                halves += half != before
                assert half == before or seen != Glimpse(LABELS[0], phase, saved=True)
        ward.report(Saved(len(ward.facts)))
        before = frame_of(ward, ALONE)
    assert halves > 1000


def test_no_turn_of_a_panel_that_is_not_saved_reads_as_saved() -> None:
    ward, held = Ward(PLAN), Held()
    glass = glass_of(ALONE, held)
    for phase in visits(ward, 0):
        seen = set()
        for _ in range(20):
            seen.add(read(frame_of(ward, ALONE), glass, held))
            ward.wait(1_000 if phase is Phase.OVERDUE else 100)
            unsaved(ward)
        assert Glimpse(LABELS[0], phase, saved=False) in seen
        assert not any(glimpse.saved for glimpse in seen if glimpse)


def test_a_line_without_a_phase_is_no_end_of_a_visit() -> None:
    """A word may be wiped before the next is drawn: large, it stands where nothing counts down."""
    ward, held = Ward(PLAN), Held()
    glass = glass_of(ALONE, held)
    for phase in visits(ward, 0):
        ward.report(Saved(len(ward.facts)))
        if phase is Phase.READY:
            break
    ready = frame_of(ward, ALONE)
    assert read(ready, glass, held) == Glimpse(LABELS[0], Phase.READY, saved=True)
    ward.press(0)
    ward.report(Saved(len(ward.facts)))
    counting = frame_of(ward, ALONE)
    assert read(ready[: SIZE[0]] + counting[SIZE[0] :], glass, held) is None
