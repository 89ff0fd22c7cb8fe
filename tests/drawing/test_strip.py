import pytest
from PIL import Image

from station.core.change import replace
from station.core.phase import Phase
from station.core.screen import Screen, Strip
from station.drawing.frame import cut, draw
from station.drawing.lettering import FLAT_BOLD, SMALL_BOLD
from station.drawing.signs import marks, sign
from station.drawing.strip import shown, urgent
from tests.drawing.pixels import dots, rows_of, shows, stands
from tests.drawing.scenes import scene

SIZE = (128, 64)
MARKS = {Phase.OVERDUE: "!!!", Phase.REMOVAL: "!!"}
FIGURES = {
    Phase.OVERDUE: "+0:12",
    Phase.REMOVAL: "1:48",
    Phase.CONTACT: "12:31",
    Phase.NUMB: "58:08",
}


def other(label: str, phase: Phase, figure: str | None = None) -> Strip:
    """Another bay."""
    told = FIGURES.get(phase, "") if figure is None else figure
    return Strip(label, phase.upper(), told, MARKS.get(phase, ""), phase)


def beside(*others: Strip, turn: int = 0) -> Screen:
    """Bed 1 large, with others in its strip."""
    return replace(scene("contact"), label="Bed 1", strip=others, turn=turn)


def cells(image: Image.Image, count: int) -> list[Image.Image]:
    """The strip of a panel of 64 rows, cell by cell."""
    return [image.crop((at * 126 // count, 48, (at + 1) * 126 // count, 64)) for at in range(count)]


@pytest.mark.meets("PAN-18")
def test_label_figure_and_sign_of_every_other_bay_are_shown() -> None:
    bays = other("Bed 2", Phase.REMOVAL), other("Bed 3", Phase.CONTACT), other("Bed 4", Phase.READY)
    first, second, third = cells(draw(beside(*bays), SIZE), 3)
    assert all(shows(first, text) for text in ("Bed 2", "1:48"))
    assert stands(marks("!!", 6), first)
    assert all(shows(second, text) for text in ("Bed 3", "12:31"))
    assert all(shows(third, text) for text in ("Bed 4", "READY"))


def test_phases_are_told_apart_at_a_glance() -> None:
    """A bay that calls is inverted; cream is a full dot, numbness a ring, ready has neither."""
    for phase in Phase:
        first = cells(draw(beside(*[other(f"Bed {n}", phase) for n in (2, 3, 4)]), SIZE), 3)[0]
        assert (dots(first) > 42 * 16 // 2) is (phase in (Phase.REMOVAL, Phase.OVERDUE))
        for signed in (Phase.CONTACT, Phase.NUMB):
            drawn = sign(signed)
            assert drawn is not None
            assert stands(drawn, first) is (signed is phase)
    assert sign(Phase.READY) is None


def test_one_other_bay_has_its_word_too() -> None:
    row = draw(beside(other("Bed 2", Phase.CONTACT)), SIZE).crop((0, 56, 128, 64))
    assert all(shows(row, text) for text in ("Bed 2", "CONTACT", "12:31"))


def test_labels_too_long_lose_what_they_share_and_times_lose_nothing() -> None:
    bays = [other(f"Treatment place {n}", Phase.OVERDUE) for n in (2, 3, 4)]
    screen = replace(beside(*bays), label="Treatment place 1")
    for n, cell in zip((2, 3, 4), cells(draw(screen, SIZE), 3), strict=True):
        assert shows(cell, str(n))
        assert shows(cell, "+0:12")
        assert not shows(cell, "Treatment")


def test_of_too_many_bays_the_urgent_ones_stay_and_the_others_take_turns() -> None:
    many = [other(f"Bed {n}", Phase.CONTACT, f"{n}:00") for n in range(2, 9)]
    many.append(other("Bed 9", Phase.OVERDUE))
    seen = set()
    for turn in range(4):
        image = draw(beside(*many, turn=2 * turn), SIZE)
        assert shows(image, "+0:12")
        seen |= {n for n in range(2, 9) if shows(image, f"{n}:00")}
    assert seen == set(range(2, 9))


def test_if_more_call_than_there_is_place_for_all_have_their_turn_alike() -> None:
    calling = tuple(other(f"Bed {n}", Phase.OVERDUE) for n in range(2, 9))
    quiet = other("Bed 9", Phase.CONTACT)
    seen = [set(shown((*calling, quiet), 3, turn)) for turn in range(7)]
    assert {bay for some in seen[:3] for bay in some} == set(calling)
    assert all(sum(bay in some for some in seen) == 3 for bay in calling)
    assert shown(calling, 7, 0) == calling


def test_an_alarm_is_urgent_and_a_fault_is_not() -> None:
    assert urgent(other("Bed 2", Phase.REMOVAL))
    assert urgent(other("Bed 2", Phase.OVERDUE))
    assert not urgent(replace(other("Bed 2", Phase.CONTACT), marks="!"))


def test_a_low_panel_shows_its_strip_in_turn_with_the_prompts() -> None:
    bays = other("Bed 2", Phase.REMOVAL), other("Bed 3", Phase.CONTACT), other("Bed 4", Phase.READY)
    seen = [draw(beside(*bays, turn=turn), (128, 32)) for turn in range(6)]
    assert [shows(image, "1:48") for image in seen] == [False, False, True] * 2
    assert [shows(image, "PRESS") for image in seen] == [True, False, False] * 2
    assert [shows(image, "HOLD") for image in seen] == [False, True, False] * 2


def test_on_a_low_panel_a_bay_that_calls_keeps_its_name_rather_than_its_marks() -> None:
    late = tuple(other(f"Bed {n}", Phase.OVERDUE, "+12:44") for n in (2, 3, 4))
    image = draw(beside(*late, turn=2), (128, 32))
    assert all(shows(image, str(n)) for n in (2, 3, 4))
    assert shows(image, "+12:44")
    assert cut(beside(*late, turn=2), (128, 32)) == []


def test_what_cannot_wait_covers_the_strip() -> None:
    bays = [other(f"Bed {n}", Phase.CONTACT) for n in (2, 3, 4)]
    for size in (SIZE, (128, 32)):
        for turn in range(4):
            urgent_now = replace(beside(*bays, turn=turn), urgent=True)
            assert not shows(draw(urgent_now, size), "12:31", (FLAT_BOLD, SMALL_BOLD))


def test_a_bay_that_calls_has_round_corners() -> None:
    bays = [other(f"Bed {n}", Phase.OVERDUE) for n in (2, 3, 4)]
    rows = rows_of(cells(draw(beside(*bays), SIZE), 3)[0])
    at = rows[1].index("#")
    assert (rows[0][at], rows[0][at + 1], rows[2][at]) == (" ", "#", "#")
