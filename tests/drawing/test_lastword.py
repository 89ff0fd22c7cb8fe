import pytest

from station.core.change import replace
from station.core.screen import LastWord, Screen
from station.drawing.frame import cut, draw
from station.drawing.lettering import SMALL, TEXT, wrapped
from tests.drawing.pixels import shows
from tests.drawing.scenes import scene
from tests.drawing.sizes import SIZES


def last(count: int) -> Screen:
    """The last words of so many bays."""
    words = tuple(
        LastWord(
            f"Bed {n}",
            f"CREAM ON since 14:0{n}, wipe by 14:2{n}",
            f"14:0{n} wipe 14:2{n}",
            f"14:2{n}",
        )
        for n in range(1, count + 1)
    )
    return replace(scene("stopped"), label="" if count > 1 else "Bed 1", last_words=words)


@pytest.mark.meets("LST-1")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", range(1, 9))
def test_until_when_to_wipe_is_said_of_every_bay_and_never_cut_short(
    count: int, size: tuple[int, int]
) -> None:
    image = draw(last(count), size)
    if size == (256, 128):
        image = image.resize((128, 64))
    assert all(shows(image, f"14:2{n}") for n in range(1, count + 1))
    assert cut(last(count), size) == []


def test_one_bay_has_a_sentence() -> None:
    image = draw(last(1), (128, 64))
    for line in wrapped("CREAM ON since 14:01, wipe by 14:21", 126, TEXT):
        assert shows(image, line)
    assert shows(image, "STOPPED")
    assert shows(image, "Bed 1")


def test_several_bays_are_named() -> None:
    image = draw(last(2), (128, 64))
    assert shows(image, "Bed 1: CREAM ON since")
    four = draw(last(4), (128, 64))
    assert all(shows(four, f"Bed {n} 14:0{n} wipe 14:2{n}") for n in range(1, 5))


def test_bays_too_many_for_sentences_keep_the_time() -> None:
    eight = draw(last(8), (128, 32))
    assert all(shows(eight, f"{n} 14:2{n}", (SMALL,)) for n in range(1, 9))


def test_a_long_label_gives_way_to_the_time() -> None:
    screen = last(2)
    words = tuple(replace(word, label="Behandlungszimmer im Westen") for word in screen.last_words)
    image = draw(replace(screen, last_words=words), (128, 32))
    assert shows(image, "14:01 wipe 14:21")
