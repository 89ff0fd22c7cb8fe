"""The bus that the mock panels are on: what it counts, and who answers."""

import pytest
from PIL import Image

from station.hardware.glass import RecordingBus
from tests.hardware.controllers import ON, glass, upright


def test_the_bus_counts_bytes_with_those_of_addresses_and_keeps_a_log() -> None:
    bus = RecordingBus({0x3C: glass()}, log=True)
    bus.write(0x3C, ON)
    assert bus.sent == 1 + len(ON)
    assert bus.log == [(0x3C, ON)]
    bus.close()


def test_a_byte_is_read_after_a_message_and_counted() -> None:
    bus = RecordingBus({0x3C: glass()})
    assert bus.read(0x3C, b"\x00") & 0x40
    assert not bus.read(0x3C, b"\x00\xaf") & 0x40
    assert bus.sent == 2 * (1 + 1) + 3 + 2
    bus.unplug(0x3C)
    with pytest.raises(OSError, match="Remote I/O error"):
        bus.read(0x3C, b"\x00")


def test_an_unplugged_panel_answers_no_more_and_is_dark() -> None:
    bus = RecordingBus({0x3C: upright(b"\x01"), 0x3D: upright(b"\x02")})
    bus.unplug(0x3C)
    assert not bus.answers(0x3C)
    with pytest.raises(OSError, match="Remote I/O error") as caught:
        bus.write(0x3C, ON)
    assert caught.value.errno == 121
    dark, other = bus.picture(0x3C), bus.picture(0x3D)
    assert isinstance(dark, Image.Image)
    assert isinstance(other, Image.Image)
    assert dark.getbbox() is None
    assert other.getbbox() == (0, 1, 1, 2)


def test_plugging_in_powers_up_anew_but_only_what_was_unplugged() -> None:
    bus = RecordingBus({0x3C: upright(b"\x01")})
    assert bus.lives(0x3C) == 1
    bus.plug(0x3C)
    assert bus.lives(0x3C) == 1
    bus.unplug(0x3C)
    bus.plug(0x3C)
    assert bus.answers(0x3C)
    assert bus.lives(0x3C) == 2
    dark = bus.picture(0x3C)
    assert dark is not None
    assert dark.getbbox() is None


def test_an_address_where_nothing_is_does_not_answer() -> None:
    bus = RecordingBus({})
    assert not bus.answers(0x3C)
    with pytest.raises(OSError, match="Remote"):
        bus.write(0x3C, ON)
