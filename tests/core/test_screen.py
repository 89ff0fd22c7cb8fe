"""A screen as data: which of the lines that take turns has its turn, and all lines as text."""

from collections.abc import Callable

import pytest

from station.core.change import replace
from station.core.phase import Phase
from station.core.screen import DARK, HINTED, TOLD, Light, Prompt, Screen, Spoken, Strip

PRESS, HOLD = Prompt("PRESS", "silence"), Prompt("HOLD", "nothing")
STUCK, NUMB = "BUTTON STUCK", "area 1 numb 12 min"
GAUZE, WATER, UNREVIEWED = "gauze or wipes", "rinse with water", "UNREVIEWED"
PLAIN = Screen(
    label="Bed 1",
    phase=Phase.REMOVAL,
    word="WIPE NOW",
    marks="!!",
    inverted=True,
    figure="2:00",
    header=("NOT SAVED", "1 of 6"),
    prompts=(PRESS, HOLD),
    news=(STUCK, NUMB),
    hints=(GAUZE, WATER, UNREVIEWED),
    strip=(
        Strip("Bed 2", "CREAM ON", "12:31", "", Phase.CONTACT),
        Strip("Bed 3", "OVERDUE", "+0:45", "!!!", Phase.OVERDUE),
        Strip("Bed 4", "READY", "", "", Phase.READY),
    ),
)
MIXES = {
    "news and hints": PLAIN,
    "news alone": replace(PLAIN, hints=()),
    "hints alone": replace(PLAIN, news=()),
    "more news than hints": replace(PLAIN, news=(*PLAIN.news, "PANEL 1 LOST"), hints=(GAUZE,)),
    "without prompts": replace(PLAIN, prompts=()),
    "one line": replace(PLAIN, prompts=(), news=(STUCK,), hints=()),
}
Saying = Callable[[Screen], Spoken | None]


def below(screen: Screen) -> Spoken | None:
    return screen.spoken


def beside_prompts(screen: Screen) -> Spoken | None:
    return screen.aside


def turns(saying: Saying, screen: Screen, count: int) -> list[Spoken | None]:
    return [saying(replace(screen, turn=turn)) for turn in range(count)]


def visits(said: list[Spoken | None], share: tuple[int, int]) -> list[str]:
    """The lines, each of which has to have its turns at a stretch; "" is the prompts'."""
    lines = [spoken.line if spoken else "" for spoken in said]
    found = []
    while lines:
        length = share[bool(lines[0])]
        assert lines[:length] == [lines[0]] * length
        found.append(lines[0])
        del lines[:length]
    return found


# What has its turn


def test_prompts_have_two_turns_for_one_of_the_news_and_four_for_two_of_a_hint() -> None:
    assert (TOLD, HINTED) == ((2, 1), (4, 2))
    for turn, spoken in enumerate(turns(below, PLAIN, 60)):
        assert (spoken is None) is (turn % 3 < 2)
    for turn, spoken in enumerate(turns(below, MIXES["hints alone"], 60)):
        assert (spoken is None) is (turn % 6 < 4)


def test_every_third_line_is_a_hint_each_kind_in_its_order() -> None:
    said = visits(turns(below, PLAIN, 3 * 9), TOLD)
    assert said[::2] == [""] * 9
    assert said[1::2] == [*(STUCK, NUMB, GAUZE), *(STUCK, NUMB, WATER), *(STUCK, NUMB, UNREVIEWED)]


def test_one_fault_is_seen_in_the_first_three_turns_however_many_hints_there_are() -> None:
    many = replace(PLAIN, news=(STUCK,), hints=tuple(f"hint {i}" for i in range(5)))
    said = visits(turns(below, many, 3 * 15), TOLD)[1::2]
    assert [line for line in said if line != STUCK] == list(many.hints)
    assert said[:3] == [STUCK, STUCK, "hint 0"]


@pytest.mark.parametrize(("kind", "share"), [("news", TOLD), ("hints", HINTED)])
def test_lines_of_one_kind_take_turns_among_themselves(kind: str, share: tuple[int, int]) -> None:
    lines = ("first", "second", "third")
    bare = replace(PLAIN, news=(), hints=())
    screen = replace(bare, news=lines) if kind == "news" else replace(bare, hints=lines)
    said = visits(turns(below, screen, sum(share) * 4), share)
    assert said[1::2] == [*lines, lines[0]]


def test_without_prompts_lines_follow_one_another() -> None:
    screen = MIXES["without prompts"]
    expected = [*(STUCK, NUMB, GAUZE), *(STUCK, NUMB, WATER), STUCK]
    assert visits(turns(below, screen, 7), TOLD) == expected
    assert turns(below, screen, 40) == turns(beside_prompts, screen, 40)


def test_one_line_without_prompts_has_all_turns() -> None:
    assert turns(below, MIXES["one line"], 3) == [Spoken(STUCK, step) for step in range(3)]


def test_where_there_is_room_for_the_prompts_as_well_lines_follow_one_another() -> None:
    expected = [*(STUCK, NUMB, GAUZE), *(STUCK, NUMB, WATER), STUCK]
    assert visits(turns(beside_prompts, PLAIN, 7), TOLD) == expected


def test_prompts_alone_have_all_turns() -> None:
    bare = replace(PLAIN, news=(), hints=())
    assert turns(below, bare, 12) == turns(beside_prompts, bare, 12) == [None] * 12


@pytest.mark.parametrize("mix", MIXES)
def test_the_prompts_turns_are_counted(mix: str) -> None:
    counted = 0
    for turn in range(60):
        screen = replace(MIXES[mix], turn=turn)
        if screen.prompts and screen.spoken is None:
            assert screen.prompt_turn == counted
            counted += 1


def test_where_there_is_nothing_to_say_nothing_is_said() -> None:
    bare = replace(PLAIN, prompts=(), news=(), hints=())
    assert turns(below, bare, 12) == turns(beside_prompts, bare, 12) == [None] * 12
    assert [replace(bare, prompts=(PRESS,), turn=n).prompt_turn for n in (0, 1, 7)] == [0, 1, 7]


# A line too long to be said at once


@pytest.mark.parametrize("saying", [below, beside_prompts])
@pytest.mark.parametrize("mix", MIXES)
def test_every_line_goes_on_where_it_left_off(mix: str, saying: Saying) -> None:
    screen = MIXES[mix]
    steps: dict[str, list[int]] = {}
    for spoken in turns(saying, screen, 200):
        if spoken is not None:
            steps.setdefault(spoken.line, []).append(spoken.step)
    assert set(steps) == {*screen.news, *screen.hints}
    assert all(found == list(range(len(found))) for found in steps.values())


@pytest.mark.parametrize(
    ("pieces", "said"),
    [(1, [0, 0, 0, 0, 0, 0]), (2, [0, 1, 0, 1, 0, 1]), (3, [0, 1, 2, 0, 1, 2])],
)
def test_a_long_line_is_said_piece_by_piece(pieces: int, said: list[int]) -> None:
    heard = [spoken for spoken in turns(below, PLAIN, 100) if spoken and spoken.line == STUCK]
    assert [spoken.piece(pieces) for spoken in heard[:6]] == said


# As text


@pytest.mark.meets("PAN-3")
def test_its_text_is_every_line_by_priority() -> None:
    assert PLAIN.text == (
        "Bed 1",
        "WIPE NOW",
        "2:00",
        "!!",
        "PRESS silence",
        "HOLD nothing",
        "BUTTON STUCK",
        "area 1 numb 12 min",
        "gauze or wipes",
        "rinse with water",
        "UNREVIEWED",
        "NOT SAVED",
        "1 of 6",
        "Bed 2 12:31",
        "Bed 3 +0:45 !!!",
        "Bed 4 READY",
    )


def test_its_text_is_the_same_whoevers_turn_it_is() -> None:
    assert {replace(PLAIN, turn=turn).text for turn in range(60)} == {PLAIN.text}


def test_what_is_empty_is_no_line() -> None:
    bare = replace(PLAIN, prompts=(), news=(), hints=(), header=(), strip=())
    assert replace(bare, word="READY", figure="", marks="").text == ("Bed 1", "READY")


def test_a_blank_panel_has_no_text() -> None:
    assert replace(PLAIN, light=Light.BLANK).text == ()


def test_a_prompt_names_its_bed_where_it_has_one() -> None:
    assert PRESS.text == "PRESS silence"
    assert replace(PRESS, bay="Bed 2").text == "Bed 2: PRESS silence"


@pytest.mark.parametrize(
    ("figure", "marks", "text"),
    [
        ("+0:45", "!!!", "Bed 3 +0:45 !!!"),
        ("+0:45", "", "Bed 3 +0:45"),
        ("", "!!!", "Bed 3 OVERDUE !!!"),
        ("", "", "Bed 3 OVERDUE"),
    ],
)
def test_a_strip_says_its_word_only_where_nothing_counts(
    figure: str, marks: str, text: str
) -> None:
    assert Strip("Bed 3", "OVERDUE", figure, marks, Phase.OVERDUE).text == text


def test_a_dark_panel_says_nothing_at_all() -> None:
    nothing = Screen("", Phase.READY, "", "", inverted=False, figure="", header=())
    assert repr(DARK) == repr(replace(nothing, light=Light.BLANK))
