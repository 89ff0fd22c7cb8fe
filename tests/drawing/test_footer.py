import pytest

from station.core.change import replace
from station.core.facts import Refusal
from station.core.screen import HINTED, Prompt, Screen
from station.core.words import ENGLISH
from station.drawing.frame import draw
from station.drawing.lettering import LARGE, SMALL, SMALL_BOLD, TEXT, line
from tests.drawing.pixels import shows, stands
from tests.drawing.scenes import scene

SIZE = (128, 64)


def below(screen: Screen, size: tuple[int, int] = SIZE) -> "list[bool]":
    """Whether the prompts of press and hold are shown."""
    image = draw(screen, size)
    return [shows(image, text) for text in ("PRESS", "HOLD")]


@pytest.mark.meets("PAN-6")
def test_press_and_hold_are_shown_at_once() -> None:
    for name in ("ready", "contact", "wiping_early", "numb"):
        assert below(scene(name)) == [True, True]


def test_what_both_do_is_said_once() -> None:
    for name in ("removal", "overdue", "overdue_silenced"):
        image = draw(scene(name), SIZE)
        assert shows(image, "PRESS/HOLD")
        assert shows(image, scene(name).prompts[0].does)


@pytest.mark.meets("PAN-7")
def test_a_bay_is_named_once() -> None:
    image = draw(scene("contact", bays=2), SIZE).crop((0, 40, 128, 56))
    assert below(scene("contact", bays=2)) == [True, True]
    named = line("Bed 1:", SMALL_BOLD)
    assert stands(named, image)
    without = image.copy()
    box = (0, 0, 128, 8)
    without.paste(0, box)
    assert not stands(named, without)


def test_prompts_that_do_not_fit_together_take_turns() -> None:
    four = scene("contact", bays=4)
    assert [below(replace(four, turn=turn)) for turn in range(4)] == [
        [True, False],
        [False, True],
        [True, False],
        [False, True],
    ]


def test_a_prompt_wider_than_the_panel_is_said_in_pieces() -> None:
    wordy = Prompt("PRESS", "and go on to the other side of the bed now", "Bed 1")
    screen = replace(scene("contact", bays=4), prompts=(wordy,), news=(), hints=())
    seen = [draw(replace(screen, turn=turn), SIZE) for turn in range(4)]
    assert any(shows(image, "the other side of the bed now") for image in seen)
    assert any(shows(image, "Bed 1: PRESS and go on to") for image in seen)


@pytest.mark.meets("PAN-4")
def test_other_lines_take_turns_with_the_prompts() -> None:
    screen = scene("contact")
    assert shows(draw(replace(screen, turn=HINTED[0]), SIZE), "Prepare solutions and equipment")
    assert below(replace(screen, turn=HINTED[0])) == [False, False]


def test_a_line_is_as_large_as_fits() -> None:
    def said(line: str) -> Screen:
        return replace(scene("contact"), prompts=(), hints=(), news=(line,))

    assert shows(draw(said("BUTTON STUCK"), SIZE), "BUTTON STUCK", (LARGE,))
    assert shows(draw(said("NOT TAKEN: cream is on"), SIZE), "NOT TAKEN: cream is on", (TEXT,))
    long = "Prepare solutions and equipment"
    assert shows(draw(said(long), SIZE), long, (SMALL,))


def test_a_long_line_is_said_in_pieces_one_after_the_other() -> None:
    screen = replace(scene("removal"), turn=HINTED[0])
    first, second = (draw(replace(screen, turn=HINTED[0] + at), (128, 32)) for at in (0, 1))
    assert shows(first, "Wipe off completely with")
    assert shows(second, "gauze or baby wipes")


def test_where_there_is_room_prompts_and_lines_are_shown_together() -> None:
    for size in ((128, 128), (256, 64)):
        image = draw(scene("contact"), size)
        assert below(scene("contact"), size) == [True, True]
        assert shows(image, "Prepare solutions")


@pytest.mark.parametrize("reason", Refusal)
def test_every_reason_for_a_refusal_is_seen_whole_at_once(reason: Refusal) -> None:
    refused = replace(scene("refused"), news=(ENGLISH.refused[reason],))
    assert {draw(replace(refused, turn=turn), SIZE).tobytes() for turn in range(4)} == {
        draw(refused, SIZE).tobytes()
    }


def test_a_screen_that_says_nothing_below_has_nothing_there() -> None:
    silent = replace(scene("contact"), prompts=(), news=(), hints=())
    assert draw(silent, SIZE).crop((0, 48, 128, 64)).getbbox() is None


@pytest.mark.parametrize("bays", [2, 4])
def test_press_and_hold_of_a_free_bay_have_a_dark_row_between_them(bays: int) -> None:
    image = draw(scene("ready", bays=bays), SIZE)
    foot = SIZE[1] - (8 if bays == 2 else 16)
    between = image.crop((0, foot - 9, SIZE[0], foot - 8))
    assert below(scene("ready", bays=bays)) == [True, True]
    assert between.getbbox() is None
