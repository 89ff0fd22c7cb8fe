import warnings

from PIL import Image

from station.hardware.flush import packed
from tests.bench.panels import ADDRESS, SIZE, CountingBus, Managed, _stock


def test_stock_puts_on_the_bus_what_lumas_own_class_would() -> None:
    bus = CountingBus("ssd1306")
    device = _stock("ssd1306", Managed(bus))
    picture = Image.new("1", SIZE, 255)
    bus.sent = bus.bits = 0
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        device.display(picture)
    assert bus.sent == (1 + 1 + 6) + (1 + 1 + 1024)
    assert bus.bits == 9 * bus.sent + 2 * 2
    seen = bus.picture(ADDRESS)
    assert seen is not None
    assert packed(seen) == packed(picture)


def test_reading_a_byte_is_two_addresses_what_goes_before_and_the_byte() -> None:
    bus = CountingBus("ssd1306")
    assert bus.read(ADDRESS, b"\x00") & 0x40
    assert bus.sent == 4
    assert bus.bits == 9 * 4 + 3
