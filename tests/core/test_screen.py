"""A screen as data: which of the lines that take turns has its turn, and all lines as text."""

from dataclasses import replace

from station.core.phase import Phase
from station.core.screen import Light, Screen, Strip

PLAIN = Screen(
    label="Bed 1",
    phase=Phase.REMOVAL,
    word="WIPE NOW",
    marks="!!",
    inverted=True,
    figure="2:00",
    header=("NOT SAVED", "1 of 6"),
    footer=("PRESS silence", "HOLD silence", "gauze or wipes", "UNREVIEWED"),
    prompts=2,
    strip=(
        Strip("Bed 2", "12:31", "", Phase.CONTACT),
        Strip("Bed 3", "+0:45", "!!!", Phase.OVERDUE),
    ),
)


def turns(screen: Screen, count: int) -> list[str]:
    return [replace(screen, turn=turn).footer_line for turn in range(count)]


def test_prompts_come_round_again_before_each_of_the_other_lines() -> None:
    press, hold, hint, unreviewed = PLAIN.footer
    assert turns(PLAIN, 7) == [press, hold, hint, press, hold, unreviewed, press]


def test_prompts_alone_take_turns() -> None:
    assert turns(replace(PLAIN, footer=PLAIN.footer[:2]), 3) == [*PLAIN.footer[:2], "PRESS silence"]


def test_lines_without_prompts_take_turns() -> None:
    let_go = replace(PLAIN, footer=("Bed 1: LET GO silence", "Bed 2: LET GO nothing"), prompts=0)
    assert turns(let_go, 3) == [*let_go.footer, let_go.footer[0]]


def test_no_lines_are_an_empty_line() -> None:
    bare = replace(PLAIN, footer=(), header=(), prompts=0)
    assert (bare.footer_line, bare.header_text) == ("", "")


def test_the_headers_words_take_turns() -> None:
    words = [replace(PLAIN, turn=turn).header_text for turn in range(3)]
    assert words == ["NOT SAVED", "1 of 6", "NOT SAVED"]


def test_its_text_is_every_line_by_priority() -> None:
    assert PLAIN.text == (
        "Bed 1",
        "WIPE NOW",
        "2:00",
        "!!",
        "PRESS silence",
        "HOLD silence",
        "gauze or wipes",
        "UNREVIEWED",
        "NOT SAVED",
        "1 of 6",
        "Bed 2 12:31",
        "Bed 3 +0:45 !!!",
    )


def test_what_is_empty_is_no_line() -> None:
    ready = replace(PLAIN, word="READY", figure="", marks="", header=(), footer=(), strip=())
    assert ready.text == ("Bed 1", "READY")


def test_a_blank_panel_has_no_text() -> None:
    assert replace(PLAIN, light=Light.BLANK).text == ()
