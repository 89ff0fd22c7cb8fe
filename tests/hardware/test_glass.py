import pytest
from luma.core.interface.serial import i2c
from luma.oled.device import sh1106, ssd1306
from PIL import ImageChops

from station.drawing.frame import draw
from station.hardware.glass import ReadGlass, RecordingBus, glass_for
from tests.drawing.scenes import scene
from tests.hardware.controllers import ON, glass, upright

CONTACT = scene("contact")


def lit_pixels(of: ReadGlass) -> set[tuple[int, int]]:
    picture = of.picture()
    assert picture.size == of.size
    return {
        (x, y)
        for y in range(picture.height)
        for x in range(picture.width)
        if picture.getpixel((x, y))
    }


@pytest.mark.parametrize("driver", ["ssd1306", "ssd1309", "sh1106"])
def test_a_panel_never_switched_on_is_black(driver: str) -> None:
    assert not lit_pixels(glass(driver))


def test_an_ssd1306_without_its_charge_pump_is_black() -> None:
    dark = upright(b"\xff")
    dark.take(b"\x00\x8d\x10")
    assert not lit_pixels(dark)
    dark.take(b"\x00\x8d\x14")
    assert lit_pixels(dark)


def test_an_ssd1309_has_no_charge_pump() -> None:
    lit = glass("ssd1309")
    lit.take(b"\x00\xa5\xaf")
    assert len(lit_pixels(lit)) == 128 * 64


def test_ram_that_was_never_written_shows_noise() -> None:
    noisy = glass()
    noisy.take(ON)
    assert 3000 < len(lit_pixels(noisy)) < 5000


def test_the_noise_is_another_after_each_power_cycle() -> None:
    noisy = glass()
    noisy.take(ON)
    before = noisy.picture().tobytes()
    noisy.power_cycle()
    assert not lit_pixels(noisy)
    noisy.take(ON)
    assert noisy.picture().tobytes() != before


def test_a_byte_is_eight_rows_with_the_lowest_bit_on_top() -> None:
    assert lit_pixels(upright(b"\x01\x80")) == {(0, 0), (1, 7)}


def test_horizontal_mode_goes_on_in_the_next_page_and_round() -> None:
    assert lit_pixels(upright(bytes(127) + b"\x01\x02")) == {(127, 0), (0, 9)}
    assert lit_pixels(upright(bytes(1024) + b"\x01")) == {(0, 0)}


def test_vertical_mode_goes_down_first() -> None:
    panel = upright()
    panel.take(b"\x00\x20\x01\x21\x05\x06\x22\x02\x03")
    panel.take(b"\x40\x01\x01\x01\x01\x80")
    assert lit_pixels(panel) == {(5, 23), (5, 24), (6, 16), (6, 24)}


def test_windows_are_kept_to() -> None:
    panel = upright()
    panel.take(b"\x00\x21\x0a\x0b\x22\x01\x02")
    panel.take(b"\x40\x01\x02\x04\x08\x10")
    assert lit_pixels(panel) == {(10, 12), (11, 9), (10, 18), (11, 19)}


def test_page_mode_stays_in_its_page() -> None:
    panel = upright()
    panel.take(b"\x00\x20\x02\xb3\x0e\x17")  # page 3, column 0x7e
    panel.take(b"\x40\x01\x01\x01")
    assert lit_pixels(panel) == {(126, 24), (127, 24), (0, 24)}


def test_column_nibbles_are_for_page_mode_only() -> None:
    panel = upright()
    panel.take(b"\x00\x05\x11")
    panel.take(b"\x40\x01")
    assert lit_pixels(panel) == {(0, 0)}


def test_a_command_may_be_split_over_payloads() -> None:
    panel = upright()
    for byte in b"\x21\x0a\x0b":
        panel.take(bytes((0x00, byte)))
    panel.take(b"\x40\x01")
    assert lit_pixels(panel) == {(10, 0)}


def test_continuation_bytes_announce_one_byte_each() -> None:
    panel = upright()
    panel.take(b"\x80\x21\x80\x0a\x80\x0b\xc0\x01\xc0\x02\x40\x04\x08")
    assert lit_pixels(panel) == {(10, 0), (11, 1), (10, 10), (11, 11)}


def test_unknown_commands_and_empty_payloads_are_ignored() -> None:
    panel = upright(b"\x01")
    panel.take(b"\x00\xe3\xfb\xe3")
    panel.take(b"")
    panel.take(b"\x80")
    assert lit_pixels(panel) == {(0, 0)}


def test_scroll_set_up_takes_its_operands_with_it() -> None:
    panel = upright(b"\x01")
    panel.take(b"\x00\x26\x00\x00\x00\xae\x00\xff\x29\x00\x00\xae\x07\x01\xa3\x00\xae")
    assert lit_pixels(panel) == {(0, 0)}


def test_inverse_all_on_and_off() -> None:
    panel = upright(b"\x01")
    panel.take(b"\x00\xa7")
    assert len(lit_pixels(panel)) == 128 * 64 - 1
    panel.take(b"\x00\xa5")
    assert len(lit_pixels(panel)) == 128 * 64
    panel.take(b"\x00\xa4\xa6\xae")
    assert not lit_pixels(panel)


def test_contrast_is_remembered() -> None:
    panel = upright()
    panel.take(b"\x00\x81\x10")
    assert panel.registers.contrast == 0x10


def test_the_start_line_scrolls_and_wraps() -> None:
    panel = upright(b"\x01")
    panel.take(b"\x00\x41")
    assert lit_pixels(panel) == {(0, 63)}


def test_the_display_offset_moves_rows_to_other_coms() -> None:
    # Table 10-1: with COM reversed, offset 8 leads row 7 to COM0, the lowest pixels.
    panel = upright(b"\x80")
    panel.take(b"\x00\xd3\x08")
    assert lit_pixels(panel) == {(0, 63)}


def test_rows_beyond_the_multiplex_ratio_are_dark() -> None:
    panel = upright(b"\xff")
    panel.take(b"\x00\xa5\xa8\x1f")
    assert lit_pixels(panel) == {(x, y) for x in range(128) for y in range(32, 64)}
    panel.take(b"\x00\xa8\x05")  # invalid: stays
    assert panel.registers.multiplex == 32


def test_segment_remap_works_on_writing_and_com_direction_at_once() -> None:
    panel = upright(b"\x01")
    panel.take(b"\x00\xa0")
    assert lit_pixels(panel) == {(0, 0)}
    panel.take(b"\x00\x21\x00\x7f\x22\x00\x07")
    panel.take(b"\x40\x01")
    assert lit_pixels(panel) == {(0, 0), (127, 0)}
    panel.take(b"\x00\xc0")
    assert lit_pixels(panel) == {(0, 63), (127, 63)}


def test_wrong_com_pins_tear_the_rows_apart() -> None:
    panel = upright(b"\x03")
    panel.take(b"\x00\xda\x02")
    assert {y for _, y in lit_pixels(panel)} == {0, 2}
    panel.take(b"\x00\xda\x12")
    assert lit_pixels(panel) == {(0, 0), (0, 1)}


def test_com_pins_with_their_sides_swapped_swap_neighbouring_rows() -> None:
    panel = upright(b"\x01")
    panel.take(b"\x00\xda\x32")
    assert lit_pixels(panel) == {(0, 1)}


def test_an_sh1106_shows_columns_2_to_129_and_stays_at_its_last() -> None:
    panel = glass("sh1106")
    panel.take(b"\x00\xa1\xc8\xaf")
    for page in range(8):
        panel.take(bytes((0x00, 0xB0 | page, 0x00, 0x10)))
        panel.take(b"\x40" + bytes(132))
    assert not lit_pixels(panel)
    panel.take(b"\x00\xb0\x02\x10")
    panel.take(b"\x40\x01" + bytes(126) + b"\x02\xff\xff\xff\xff\xff")
    assert lit_pixels(panel) == {(0, 0), (127, 1)}


def test_an_sh1106_can_switch_its_converter_off() -> None:
    panel = glass("sh1106")
    panel.take(b"\x00\xa5\xaf")
    assert len(lit_pixels(panel)) == 128 * 64
    panel.take(b"\x00\xad\x8a")
    assert not lit_pixels(panel)


class ChunkBus:
    """An SMBus as luma's own I2C class wants one, with its 32-byte pieces, over our bus."""

    def __init__(self, bus: RecordingBus) -> None:
        self.bus = bus

    def write_i2c_block_data(self, address: int, control: int, data: list[int]) -> None:
        self.bus.write(address, bytes((control, *data)))


@pytest.mark.parametrize("device", [ssd1306, sh1106])
def test_luma_itself_shows_what_it_was_given(device: type) -> None:
    bus = RecordingBus({0x3C: glass_for(device.__name__, 128, 64)})
    panel = device(i2c(bus=ChunkBus(bus), address=0x3C))
    panel.persist = True
    seen = bus.picture(0x3C)
    assert seen is not None
    assert seen.getbbox() is None
    image = draw(CONTACT, (128, 64))
    panel.display(image)
    seen = bus.picture(0x3C)
    assert seen is not None
    assert ImageChops.logical_xor(image, seen).getbbox() is None


@pytest.mark.parametrize("driver", ["ssd1306", "ssd1309", "sh1106"])
def test_the_status_byte_says_off_until_switched_on_and_after_each_reset(driver: str) -> None:
    panel = glass(driver)
    assert panel.status() & 0x40
    panel.take(b"\x00\xaf")
    assert not panel.status() & 0x40
    panel.take(b"\x00\xa7\xa5")
    assert not panel.status() & 0x40
    panel.take(b"\x00\xae")
    assert panel.status() & 0x40
    panel.take(b"\x00\xaf")
    panel.power_cycle()
    assert panel.status() & 0x40


def test_a_controller_not_spoken_here_acknowledges_and_shows_nothing() -> None:
    opaque = glass_for("ssd1327", 128, 128)
    assert not isinstance(opaque, ReadGlass)
    opaque.take(b"\x40\xff")
    opaque.power_cycle()
    assert opaque.picture() is None
    assert opaque.status() == 0xFF
