import pytest
from PIL import Image

from station.drawing import lettering
from station.drawing.lettering import (
    FACES,
    LARGE,
    SMALL,
    SMALL_BOLD,
    TEXT,
    TEXT_BOLD,
    WORDS,
    Face,
    FontMissingError,
    line,
    shortened,
    width_of,
    wrapped,
)
from tests.drawing.pixels import dots, ink, rows_of

LATIN = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿßæøœĄČĘĚŁŃŐŘŚŠŤŮŹŻąčęěłńőřśšťůźż"


@pytest.mark.parametrize("face", FACES, ids=str)
def test_a_line_is_as_high_as_every_line_of_its_face_and_tight_at_its_sides(face: Face) -> None:
    for text in ("Bed 1", "ÜBERFÄLLIG", "gjpqy", "12:31"):
        drawn = line(text, face)
        assert drawn.mode == "1"
        assert drawn.height == face.height
        assert (ink(drawn)[0], ink(drawn)[2]) == (0, drawn.width)
        assert width_of(text, face) == drawn.width


@pytest.mark.parametrize("face", [SMALL, SMALL_BOLD, TEXT, TEXT_BOLD, LARGE, *WORDS], ids=str)
def test_accents_are_made_lower_but_never_cut_off(face: Face) -> None:
    """Each accented letter has more dots, or dots elsewhere, than the letter without its accent."""
    for accented, plain in zip("ÄÉÊÑÖÜÇéàêñöü", "AEENOUCeaenou", strict=True):
        assert line(accented, face).tobytes() != line(plain, face).tobytes()
    for one, other in ("ÉÈ", "ÊÉ", "ÄÀ", "ÑN", "éè", "êé"):
        assert line(one, face).tobytes() != line(other, face).tobytes(), (one, other)


def test_a_lowered_capital_keeps_its_base_line_and_its_accent() -> None:
    high, low = line("Ü", Face("helvR08", 8, 8, 1)), line("Ü", SMALL)
    assert (high.height, low.height) == (9, 8)
    assert rows_of(low)[0] == rows_of(high)[0]  # the dots
    assert rows_of(low)[1].strip() == ""  # the gap under them
    assert rows_of(low)[6] == rows_of(high)[7]  # the foot


def test_letters_do_not_lose_what_reaches_beyond_their_step() -> None:
    alone = dots(line("f", SMALL))
    assert dots(line("of 6", SMALL)) == dots(line("o", SMALL)) + alone + dots(line("6", SMALL))


@pytest.mark.parametrize("face", FACES, ids=str)
def test_digits_and_marks_are_all_different(face: Face) -> None:
    pictures = {line(character, face).tobytes() for character in "0123456789!?+:"}
    assert len(pictures) == 14


def test_ready_does_not_read_as_readv() -> None:
    for face in (SMALL, SMALL_BOLD):
        rows = [row.strip() for row in rows_of(line("Y", face))]
        assert rows.count(rows[-2]) >= 3  # it stands on a stem


def test_the_typeface_has_the_latin_letters() -> None:
    assert lettering.unknown_characters(LATIN) == ""
    assert lettering.unknown_characters("Bed 漢 1 Ж Ж") == "漢Ж"


def test_what_the_typeface_has_not_is_a_question_mark() -> None:
    assert line("漢 1", TEXT).tobytes() == line("? 1", TEXT).tobytes()


def test_spaces_around_a_text_take_no_room() -> None:
    assert line("  Bed   1 ", TEXT).tobytes() == line("Bed 1", TEXT).tobytes()
    assert line(" ", TEXT).size == (0, TEXT.height)
    assert line("", TEXT).width == 0


def test_a_shortened_text_loses_words_before_letters() -> None:
    assert shortened("Prepare solutions and equipment", 105, TEXT) == "Prepare solutions…"
    assert shortened("Desensitisation", 40, TEXT) == "Desen…"
    assert shortened("Bed 1", 40, TEXT) == "Bed 1"
    assert shortened("", 40, TEXT) == ""
    assert shortened("Bed", 0, TEXT) == ""


def test_a_text_is_broken_evenly_and_between_words() -> None:
    said = "PRESS AGAIN TO TIME ANYWAY"
    assert wrapped(said, 126, TEXT) == ("PRESS AGAIN TO", "TIME ANYWAY")
    assert all(width_of(part, SMALL) <= 60 for part in wrapped(said, 60, SMALL))
    long = wrapped("at Krankenhausapotheke", 40, TEXT)
    assert long[0] == "at"
    assert "".join(long[1:]) == "Krankenhausapotheke", "nothing of it is lost"
    assert all(width_of(part, TEXT) <= 40 for part in long)
    assert wrapped("WW", 1, TEXT) == ("W", "W"), "a letter is never broken"
    assert wrapped("", 40, TEXT) == ()


def test_the_largest_face_that_fits_is_taken() -> None:
    faces = (LARGE, TEXT, SMALL)
    assert lettering.largest(("PRESS", "HOLD"), 126, 40, faces) is LARGE
    assert lettering.largest(("PRESS", "HOLD"), 126, 12, faces) is TEXT
    assert lettering.largest(("PRESS", "Wipe off completely"), 80, 40, faces) is SMALL
    assert lettering.largest(("PRESS",), 1, 1, faces) is SMALL


def test_a_word_is_as_large_as_fits() -> None:
    def height_of(text: str, width: int, height: int) -> int:
        word = lettering.word(text, width, height)
        assert word is not None
        assert word.width <= width
        assert ink(word) == (0, 0, *word.size)
        return word.height

    assert height_of("READY", 126, 40) == 25
    assert height_of("READY", 126, 24) == 19
    assert height_of("ANGEHALTEN", 126, 40) == 14
    assert height_of("PRÊT", 126, 40) == 31  # with its accent
    assert lettering.word("READY", 5, 40) is None
    assert lettering.word(" ", 126, 40) is None


def test_a_font_that_is_not_there_is_told_with_a_cure() -> None:
    assert lettering.unreadable() is None
    with pytest.raises(FontMissingError, match=r"font nosuch\.pcf cannot be read .*install"):
        line("x", Face("nosuch", 8, 7, 1))


def test_pictures_are_of_one_bit() -> None:
    drawn = line("Bed 1", TEXT)
    assert set(drawn.convert("L").tobytes()) == {0, 255}
    assert isinstance(drawn, Image.Image)


@pytest.mark.parametrize("face", FACES, ids=str)
def test_every_face_has_every_sign_of_ascii(face: Face) -> None:
    """So nobody looks for them when a station starts."""
    mask = lettering._font(face.file, face.pixels).getmask
    missing = bytes(mask(lettering._MISSING))
    for sign in map(chr, range(ord("!"), ord("~") + 1)):
        assert bytes(mask(sign)) != missing
