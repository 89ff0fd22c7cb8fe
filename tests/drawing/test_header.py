import pytest

from station.core.change import replace
from station.core.screen import Screen
from station.drawing.frame import draw
from station.drawing.lettering import LARGE_BOLD
from station.drawing.signs import marks
from tests.drawing.pixels import shows, stands
from tests.drawing.scenes import scene

SIZE = (128, 64)


def contact(*header: str, turn: int = 0, label: str = "Bed 1") -> Screen:
    """A screen with these words beside its label."""
    return replace(scene("contact"), header=header, turn=turn, label=label)


def test_what_fits_stands_beside_the_label_all_at_once() -> None:
    for turn in range(4):
        image = draw(contact("2 of 6", turn=turn), SIZE)
        assert all(shows(image, text) for text in ("Bed 1", "CREAM ON", "2 of 6"))


@pytest.mark.meets("PAN-4")
def test_what_does_not_fit_takes_turns() -> None:
    header = ("POWER LOST", "on at least 12:31", "2 of 6?")
    pages = [draw(contact(*header, turn=turn), SIZE) for turn in range(4)]
    seen = [[shows(image, text) for text in ("CREAM ON", *header)] for image in pages]
    assert seen == [
        [True, True, False, False],
        [False, False, True, True],
        [True, True, False, False],
        [False, False, True, True],
    ]


@pytest.mark.meets("PAN-10", "JNL-5")
def test_what_is_not_saved_is_said_in_every_turn() -> None:
    """No turn may look as if all were saved."""
    screen = replace(scene("overdue_long"), header=("2 of 6",))
    pages = [draw(replace(screen, unsaved="unsaved", turn=turn), SIZE) for turn in range(4)]
    seen = [[shows(page, text) for text in ("unsaved", "OVERDUE", "2 of 6")] for page in pages]
    assert seen == 2 * [[True, True, False], [True, False, True]]


def test_marks_that_have_no_room_beside_the_countdown_are_always_there() -> None:
    screen = replace(scene("overdue_long"), header=("2 of 6",), unsaved="NOT SAVED")
    for turn in range(3):
        head = draw(replace(screen, turn=turn), SIZE).crop((0, 0, 128, 8))
        assert stands(marks("!!!", 6), head)


def test_a_label_too_long_keeps_its_end() -> None:
    image = draw(contact("2 of 6", label="Treatment room west 12"), SIZE)
    assert shows(image, "…room west 12")
    assert shows(image, "CREAM ON")


def test_where_nothing_counts_the_word_is_the_large_thing_only() -> None:
    assert not shows(draw(scene("ready"), SIZE).crop((0, 0, 128, 8)), "READY")


def test_a_low_panel_has_label_and_words_under_each_other() -> None:
    screen = replace(contact("2 of 6"), unsaved="NOT SAVED")
    image = draw(screen, (128, 32))
    column = image.crop((75, 0, 128, 24))
    assert all(shows(column, text) for text in ("Bed 1", "CREAM ON", "NOT SAVED"))
    assert shows(draw(replace(screen, turn=1), (128, 32)), "2 of 6")


def test_a_tall_panel_has_a_larger_header() -> None:
    assert shows(draw(contact("2 of 6"), (128, 128)), "CREAM ON", (LARGE_BOLD,))
