from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from station.hardware.flush import Addressing, Message, Pages, Region, Windows, messages, packed

WIDTH, HEIGHT = 128, 64
WINDOWS, PAGES = Windows(WIDTH, 0), Pages(WIDTH, 2)
BOTH = pytest.mark.parametrize("addressing", [WINDOWS, PAGES])
BLACK = bytes(WIDTH * HEIGHT // 8)
WHOLE: dict[Addressing, int] = {WINDOWS: 1034, PAGES: 8 * (128 + 7)}


def with_bytes(*changes: tuple[int, int, bytes]) -> bytes:
    """A black frame but for some bytes: page, column, what is there and to the right."""
    frame = bytearray(BLACK)
    for page, column, data in changes:
        at = page * WIDTH + column
        frame[at : at + len(data)] = data
    return bytes(frame)


def cost(sent: list[Message]) -> int:
    return sum(message.cost for message in sent)


@given(st.randoms(use_true_random=False), st.integers(1, 8), st.integers(1, 140))
def test_a_packed_picture_has_eight_rows_of_a_column_in_a_byte(
    chance: Random, pages: int, width: int
) -> None:
    picture = Image.frombytes(
        "1", (width, pages * 8), chance.randbytes(pages * 8 * ((width + 7) // 8))
    )
    wanted = bytearray(pages * width)
    for y in range(pages * 8):
        for x in range(width):
            if picture.getpixel((x, y)):
                wanted[y // 8 * width + x] |= 1 << y % 8
    assert packed(picture) == bytes(wanted)


@BOTH
def test_what_is_there_is_not_sent(addressing: Addressing) -> None:
    assert messages(BLACK, BLACK, addressing) == []


@BOTH
def test_when_nothing_is_known_everything_is_sent(addressing: Addressing) -> None:
    sent = messages(None, BLACK, addressing)
    assert b"".join(message.data for message in sent) == BLACK
    assert cost(sent) == WHOLE[addressing]


def test_one_byte_costs_its_window_or_its_page_and_column() -> None:
    frame = with_bytes((3, 77, b"\x01"))
    window = bytes((0x21, 77, 77, 0x22, 3, 3))
    assert messages(BLACK, frame, WINDOWS) == [Message(window, b"\x01")]
    assert messages(BLACK, frame, PAGES) == [Message(b"\xb3\x14\x0f", b"\x01")]


def test_what_stands_one_above_the_other_is_one_window() -> None:
    frame = with_bytes(*((page, 50, b"\x01\x02\x03") for page in range(1, 7)))
    window = bytes((0x21, 50, 52, 0x22, 1, 6))
    assert messages(BLACK, frame, WINDOWS) == [Message(window, b"\x01\x02\x03" * 6)]


def test_windows_do_not_say_again_what_they_have_in_common() -> None:
    strips = [(page, column, b"\x01") for page in (2, 3) for column in (10, 90)]
    first, second = messages(BLACK, with_bytes(*strips), WINDOWS)
    assert first.commands == bytes((0x21, 10, 10, 0x22, 2, 3))
    assert second.commands == bytes((0x21, 90, 90))
    first, second = messages(BLACK, with_bytes((0, 10, b"\x01"), (7, 10, b"\x01")), WINDOWS)
    assert second.commands == bytes((0x22, 7, 7))


def test_a_page_is_said_once() -> None:
    first, second = messages(BLACK, with_bytes((5, 1, b"\x01"), (5, 90, b"\x02")), PAGES)
    assert first.commands[:1] == b"\xb5"
    assert second.commands == b"\x15\x0c"


@pytest.mark.parametrize("column", range(128))
def test_on_its_way_no_column_is_pointed_at_that_there_is_not(column: int) -> None:
    """The two nibbles come one after the other, whatever was pointed at before."""
    [message] = messages(BLACK, with_bytes((0, column, b"\x01")), PAGES)
    for pointer in range(132):
        for nibble in message.commands[1:]:
            pointer = (  # noqa: PLW2901 - it is what a pointer does
                pointer & 0x0F | (nibble & 0x0F) << 4 if nibble & 0x10 else pointer & 0xF0 | nibble
            )
            assert pointer < 132
        assert pointer == column + 2


@BOTH
def test_a_short_gap_is_bridged_and_a_long_one_is_not(addressing: Addressing) -> None:
    for gap, parts in ((6, 1), (10, 2)):
        frame = with_bytes((4, 10, b"\x01" + bytes(gap) + b"\x01"))
        assert len(messages(BLACK, frame, addressing)) == parts


@BOTH
def test_what_changes_everywhere_is_sent_whole(addressing: Addressing) -> None:
    everywhere = bytes(range(256)) * 4
    assert messages(BLACK, everywhere, addressing) == messages(None, everywhere, addressing)


FRAMES = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 127), st.binary(min_size=1, max_size=30)),
    max_size=12,
).map(lambda changes: with_bytes(*((p, c, d[: WIDTH - c]) for p, c, d in changes)))


@BOTH
@given(FRAMES, FRAMES)
def test_it_never_costs_more_than_the_whole(
    addressing: Addressing, before: bytes, frame: bytes
) -> None:
    sent = messages(before, frame, addressing)
    changed = sum(a != b for a, b in zip(before, frame, strict=True))
    assert changed <= sum(len(message.data) for message in sent)
    assert cost(sent) <= WHOLE[addressing]


def test_a_region_takes_its_pages_one_after_the_other() -> None:
    assert Region(0, 2, 1, 3).of(b"abcdefgh", 4) == b"bcfg"
