"""Nothing is cut off: every scene in every turn, layout and language, and every cream's hints."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

import station
from station.core.change import replace
from station.core.screen import Prompt, Screen
from station.drawing.frame import cut, draw
from station.drawing.layout import layout
from station.drawing.lettering import unknown_characters
from station.drawing.sheet import ProofSheet
from tests.drawing.scenes import LANGUAGES, SCENES, clinic, scene, turns
from tests.drawing.sizes import SIZES

CREAMS = sorted(path.stem for path in (Path(station.__file__).parent / "protocols").glob("*.yaml"))


@pytest.mark.meets("SIZ-2")
@pytest.mark.parametrize("bays", [1, 2, 4, 8])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_room_on_every_panel(language: str, bays: int) -> None:
    for name in SCENES:
        for size in SIZES:
            for turned in turns(scene(name, language, bays)):
                assert cut(turned, size) == [], (name, size, turned.turn)


@pytest.mark.parametrize("cream", CREAMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_hint_of_every_cream_has_room(language: str, cream: str) -> None:
    for name in ("ready", "contact", "removal", "overdue", "numb"):
        screen = SCENES[name](clinic(language, 1, cream))
        for size in ((128, 32), (128, 64)):
            for turned in turns(screen):
                assert cut(turned, size) == [], (size, turned.spoken)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_typeface_has_every_letter_of_every_text(language: str) -> None:
    for cream in CREAMS:
        plan = clinic(language, 1, cream)
        hints = plan.bays[0].protocol.hints.values()
        assert unknown_characters(" ".join(line for lines in hints for line in lines)) == ""
    for name in SCENES:
        assert unknown_characters(" ".join(scene(name, language, 2).text)) == ""


def urgent_screens(language: str, bays: int) -> Iterator[Screen]:
    """Every refusal, and everything that letting go may do."""
    words = clinic(language, bays).words
    plain = scene("contact", language, bays)
    label = plain.label if bays > 1 else ""
    bare = replace(plain, prompts=(), news=(), hints=(), urgent=True)
    for refused in words.refused.values():
        yield replace(bare, news=(f"{label}: {refused}" if label else refused,))
    for does in (*words.becomes.values(), *words.undoes.values(), words.limit, words.anyway):
        yield replace(bare, prompts=(Prompt(words.let_go, does, label),))


@pytest.mark.parametrize("bays", [1, 2, 4])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_wait_is_seen_at_once_or_in_two_pieces_within_five_seconds(
    language: str, bays: int
) -> None:
    for screen in urgent_screens(language, bays):
        for size in SIZES[:-1]:  # the last is drawn as its half
            first, second, third = (below(replace(screen, turn=at), size) for at in range(3))
            assert first == third, (size, screen.text)
            if size[1] >= 64:
                assert first == second, (size, screen.text)


def below(screen: Screen, size: tuple[int, int]) -> bytes:
    """What a panel shows where its footer and its strip are."""
    box = layout(size, 1 + len(screen.strip), counting=True).footer
    return draw(screen, size).crop((box.left, box.top, *size)).tobytes()


def test_what_has_no_room_is_told() -> None:
    def with_label(label: str) -> Screen:
        return replace(scene("contact"), label=label)

    assert cut(with_label("Bed 12 west"), (128, 64)) == []
    assert cut(with_label("Treatment room west 12"), (128, 64)) == ["Treatment room west 12"]
    long = "UNBESCHREIBLICH LANG UND LÄNGER"
    assert cut(replace(scene("ready"), word=long), (128, 64)) == [long]


def test_what_lies_on_something_else_is_told() -> None:
    sheet = ProofSheet((20, 10))
    sheet.put(Image.new("1", (5, 5), 255), 0, 0)
    sheet.put(Image.new("1", (5, 5), 255), 5, 0)
    assert sheet.cut == []
    sheet.put(Image.new("1", (5, 5), 255), 4, 4)
    sheet.put(Image.new("1", (5, 5), 255), 16, 0)
    assert sheet.cut == ["5x5 px at 4, 4 on something else", "5x5 px at 16, 0"]
