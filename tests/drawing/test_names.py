"""Which bay calls: names cut so short that they fit are still no other bay's."""

import re
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image

from station.core.change import replace
from station.core.screen import Screen
from station.drawing.frame import confusable, cut, draw, name_rooms
from station.drawing.lettering import (
    LARGE,
    LARGE_BOLD,
    SMALL,
    SMALL_BOLD,
    TEXT,
    TEXT_BOLD,
    Face,
    line,
)
from station.drawing.names import cores, short_name, telling_name
from tests.drawing.pixels import shows
from tests.drawing.scenes import scene
from tests.drawing.sizes import SIZES as MOUNTED

BEDS = ("Left bed", "Right bed", "Front bed", "Back bed")
COUCHES = ("Linke Liege", "Rechte Liege", "Mittlere Liege", "Hintere Liege")
ROOMS = ("Blue room", "Green room", "Orange room", "Yellow room")
SIZES = ((128, 64), (128, 32), (128, 128), (256, 64))
EVERY_SIZE = [*MOUNTED, (128, 256)]
"""With the one that is mounted upright, which the station accepts as well."""


def called(name: str, labels: tuple[str, ...]) -> Screen:
    """The scene, with a clinic's own names for its bays."""
    plain = scene(name, "en", len(labels))
    own = dict(zip([f"Bed {n + 1}" for n in range(len(labels))], labels, strict=True))

    def renamed(text: str) -> str:
        for old, new in own.items():
            text = text.replace(old, new)
        return text

    return replace(
        plain,
        label=own.get(plain.label, ""),
        prompts=tuple(replace(prompt, bay=renamed(prompt.bay)) for prompt in plain.prompts),
        news=tuple(map(renamed, plain.news)),
        strip=tuple(replace(bay, label=own[bay.label]) for bay in plain.strip),
        last_words=tuple(replace(word, label=own[word.label]) for word in plain.last_words),
    )


@pytest.mark.meets("PAN-18")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("labels", [BEDS, COUCHES, ROOMS])
def test_the_bay_that_calls_is_named_by_what_no_other_is_called(
    labels: tuple[str, ...], size: tuple[int, int]
) -> None:
    screen = called("all_at_once", labels)
    image = draw(screen, size)
    assert shows(image, labels[0].split()[0]), "the large one"
    assert not shows(image, "…bed")
    assert not shows(image, "…room")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["all_at_once", "two_late", "stopped", "removal"])
@pytest.mark.parametrize("labels", [BEDS, COUCHES, ROOMS])
def test_two_bays_that_change_places_change_the_glass(
    labels: tuple[str, ...], name: str, size: tuple[int, int]
) -> None:
    def glass(labels: tuple[str, ...]) -> list[bytes]:
        screen = called(name, labels)
        return [draw(replace(screen, turn=turn), size).tobytes() for turn in range(6)]

    before = glass(labels)
    for one, other in combinations(range(len(labels)), 2):
        swapped = list(labels)
        swapped[one], swapped[other] = labels[other], labels[one]
        assert glass(tuple(swapped)) != before, (labels[one], labels[other])


def strip_of(image: Image.Image) -> Image.Image:
    return image.crop((0, image.height - 16, *image.size))


def test_the_strip_says_which_bay_is_to_be_wiped_now() -> None:
    image = strip_of(draw(called("all_at_once", BEDS), (128, 64)))
    assert all(shows(image, name) for name in ("Right", "Front", "Back"))


def test_what_names_share_at_either_end_is_dropped() -> None:
    assert cores(("Bed 1", "Bed 2", "Bed 3")) == ("1", "2", "3")
    assert cores(BEDS) == ("Left", "Right", "Front", "Back")
    assert cores(("Room 2, left bed", "Room 2, right bed")) == ("left", "right")
    assert cores(("bed-1", "bed-2")) == ("1", "2")
    assert cores(("Bett1a", "Bett1b")) == ("1a", "1b")
    assert cores(("Bed 1", "BED 2")) == ("1", "2")


def test_names_that_share_nothing_stay_whole() -> None:
    assert cores(("Window", "Door")) == ("Window", "Door")
    assert cores(("Bed", "Bed 2")) == ("Bed", "Bed 2")
    assert cores(("Bed 1",)) == ("Bed 1",)
    assert cores(("+", "-")) == ("+", "-")
    assert cores(()) == ()


def test_no_name_becomes_the_one_of_another_bay_by_what_is_dropped() -> None:
    assert cores(("Room Room 2", "Room 2")) == ("Room Room 2", "Room 2")


def shorter(label: str, *others: str, room: int, face: Face = SMALL) -> str:
    return short_name(label, (label, *others), face, room)


def test_of_a_name_stays_what_tells_it_from_the_others() -> None:
    assert shorter("Treatment room west Bed 12", room=70, face=TEXT) == "…west Bed 12"
    assert shorter("Behandlungszimmer", room=40, face=TEXT) == "Behan…"
    assert shorter("Blue room", "Green room", "Laboratory", room=30) == "Blue…"
    assert shorter("1 right", "1 left", "2 right", room=15) == "1 ri"
    assert shorter("Liege 12", "Liege 1", "Fenster", room=20) == "…12"
    assert shorter("Liege 12", "Liege 1", "Fenster", room=15) == "12", "never a part of a number"
    assert shorter("Liege 12", "Fenster", "Liege 13", room=9) == "12"
    assert shorter("Zimmer A", "Zimmer B", room=6) == "A"


@pytest.mark.meets("PAN-18")
def test_no_word_is_left_that_another_name_has_elsewhere() -> None:
    assert shorter("Left front", "Back left", "Right front", room=30) == "Left fr…"
    assert shorter("Back left", "Left front", "Back right", room=30) == "Back l…"
    assert telling_name("Laser 1", ("Laser 1", "1 Window", "Sofa"), SMALL, 14) == "Las"
    assert telling_name("Left", ("Left", "Front left"), SMALL, 60) == "Left", "as it is called"


def test_where_no_word_has_room_each_is_said_in_short() -> None:
    corners = ("Front left", "Front right", "Back left", "Back right")
    assert [shorter(c, *corners, room=24) for c in corners] == [
        *("Front l", "Fro rig"),
        *("Back l", "Back ri"),
    ]
    assert shorter("Bed 12 left", "Bed 12 right", "Bed 13 left", room=14) == "12 l", "whole numbers"
    assert telling_name("Sofa links", ("Sofa links", "Sessel, Flur links"), SMALL, 9) == "So"
    assert telling_name("Sessel links", ("Sessel links", "Sessel, Flur links"), SMALL, 14) is None


def test_a_name_of_which_nothing_is_its_own_is_not_told() -> None:
    labels = ("Altbauost", "Altbauwest", "Neubauost", "Neubauwest")
    assert telling_name("Altbauost", labels, SMALL, 24) is None
    assert shorter(*labels, room=24) == "Altb…"
    assert telling_name("Bed I", ("Bed I", "Bed l"), SMALL, 100) is None, "drawn the same"
    assert telling_name("Bed í", ("Bed í", "Bed ĺ"), SMALL, 100) is None, "drawn the same"
    assert telling_name("Bed A", ("Bed A", "Bed a"), SMALL, 100) is None, "read the same"


def test_of_plain_letters_two_are_drawn_the_same() -> None:
    letters = [chr(code) for code in range(33, 127)]
    same = {
        (one, other)
        for one, other in combinations(letters, 2)
        for face in (SMALL, SMALL_BOLD, TEXT, TEXT_BOLD, LARGE, LARGE_BOLD)
        if line(one, face).size == line(other, face).size
        and line(one, face).tobytes() == line(other, face).tobytes()
    }
    assert same == {("I", "l")}


@pytest.mark.parametrize("size", EVERY_SIZE)
def test_usual_names_are_told_apart_on_every_panel(size: tuple[int, int]) -> None:
    for labels in (BEDS, COUCHES, ROOMS, *(tuple(f"Bed {n}" for n in range(c)) for c in range(17))):
        assert confusable(labels, size) is None, labels


def test_the_two_that_a_panel_would_mix_up_are_named() -> None:
    labels = ("Fenster", "Altbauost", "Neubauwest", "Neubauost", "Altbauwest")
    assert confusable(labels, (128, 64)) == (1, 4)
    assert confusable(labels, (256, 128)) == (1, 4), "drawn as 128x64, twice as large"
    assert confusable(labels[:2], (128, 64)) is None
    assert confusable(("W" * 32,), (128, 32)) is None, "there is no other"


WORDS_OF_CLINICS = st.lists(
    st.sampled_from(
        ["Bed", "bed-", "Liege", "left", "right", "room", "1", "2", "12", "I", "l", "W"]
    )
    | st.text("Iil1rnmcdoO0Éé- ", min_size=1, max_size=4),
    min_size=1,
    max_size=4,
)
NAMES = WORDS_OF_CLINICS.map("".join) | WORDS_OF_CLINICS.map(" ".join)
LABELS = st.lists(
    NAMES.map(lambda name: " ".join(name.split())[:32].strip()).filter(bool),
    min_size=2,
    max_size=8,
    unique_by=str.casefold,
).map(tuple)


@given(LABELS, st.sampled_from(EVERY_SIZE), st.integers(0, 60))
def test_no_two_names_that_a_panel_may_draw_are_the_same(
    labels: tuple[str, ...], size: tuple[int, int], more: int
) -> None:
    assume(confusable(labels, size) is None)
    for face, least in name_rooms(size, len(labels)):
        drawn = []
        for label in labels:
            forms = {label, *(short_name(label, labels, face, least + px) for px in (0, more))}
            forms.add(dict(zip(labels, cores(labels), strict=True))[label])
            pictures = [line(form, face) for form in forms]
            assert all(pictures)
            drawn.append({(picture.size, picture.tobytes()) for picture in pictures})
        for (one, mine), (other, yours) in combinations(zip(labels, drawn, strict=True), 2):
            assert not mine & yours, (one, other)


def bare(text: str) -> str:
    """As it is read by somebody in a hurry."""
    return text.replace("…", "").strip().casefold()


@given(LABELS, st.sampled_from(EVERY_SIZE), st.integers(0, 60))
def test_no_name_is_cut_to_words_of_another(
    labels: tuple[str, ...], size: tuple[int, int], more: int
) -> None:
    assume(confusable(labels, size) is None)
    for face, least in name_rooms(size, len(labels)):
        for label in labels:
            said = short_name(label, labels, face, least + more)
            if said in (label, *cores(labels)):
                continue
            for other in labels:
                words = re.split(r"[^\w]+", bare(other))
                runs = {" ".join(words[at:end]) for at in range(9) for end in range(at + 1, 10)}
                assert other == label or bare(said) not in runs, (said, other)


@given(
    st.lists(NAMES.map(lambda name: name[:32].strip()), min_size=4, max_size=4).map(tuple),
    st.sampled_from(EVERY_SIZE),
    st.sampled_from(["all_at_once", "two_late", "stopped"]),
)
def test_whoever_calls_the_glass_says_who(
    labels: tuple[str, ...], size: tuple[int, int], name: str
) -> None:
    assume(all(labels) and len({" ".join(each.casefold().split()) for each in labels}) == 4)
    assume(confusable(labels, size) is None)

    def glass(labels: tuple[str, ...]) -> list[bytes]:
        screen = called(name, labels)
        return [draw(replace(screen, turn=turn), size).tobytes() for turn in range(6)]

    turned = (*labels[1:], labels[0])
    assert glass(labels) != glass(turned)


def test_where_there_is_room_for_one_of_both_the_name_stays() -> None:
    labels = ("1 left", "1 right", "2 left", "2 right")
    image = draw(replace(called("two_late", labels), turn=2), (128, 32))
    assert shows(image, "1 right")
    assert not shows(image, "+13:59")


def test_last_words_too_many_for_their_times_name_the_bays_that_have_cream_on() -> None:
    labels = tuple(f"Saal {letter}{n}" for n in (11, 22) for letter in "ABCDEFGH")
    screen = called("stopped", labels)
    image = draw(screen, (128, 32))
    assert all(shows(image, label.split()[1]) for label in labels)
    assert not shows(image, screen.last_words[0].least)


@pytest.mark.parametrize("size", EVERY_SIZE)
def test_a_name_of_one_word_wider_than_the_panel_is_said_to_its_end(size: tuple[int, int]) -> None:
    """A refused press is of the one bed or of the other."""
    plain = scene("contact", "en", 2)
    seen = []
    for n in (1, 2):
        news = (f"Behandlungszimmerliegefenster {n}".replace(" ", "") + ": cream is on",)
        screen = replace(plain, prompts=(), hints=(), news=news, urgent=True)
        seen.append([draw(replace(screen, turn=turn), size).tobytes() for turn in range(4)])
        assert cut(screen, size) == []
    assert seen[0] != seen[1]
