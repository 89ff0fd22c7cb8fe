import errno
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import luma.core.framebuffer
import luma.oled.device
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from luma.core.render import canvas
from PIL import Image, ImageChops, ImageDraw

from station.drawing.frame import draw
from station.hardware.controller import Wiring
from station.hardware.glass import RecordingBus, Ssd1306Glass, glass_for
from station.hardware.i2cbus import KernelBus
from station.hardware.luma_device import Wire, built, refusal, without_switching
from station.hardware.panel import Panel
from tests.drawing.scenes import scene

ADDRESS = 0x3C
CONTACT = scene("contact")
DRIVERS: list[str] = luma.oled.device.__all__
SIZES = [(128, 64), (128, 32), (128, 128), (256, 64), (256, 128), (128, 96), (96, 64), (64, 128)]
FASTER = {
    "ssd1306": [(128, 64), (128, 32), (96, 16), (64, 48), (64, 32)],
    "ssd1309": [(128, 64)],
    "sh1106": [(128, 64), (128, 32)],
}
"""Drivers whose display is ours, with every size that luma has."""
OURS = [(driver, size) for driver, sizes in FASTER.items() for size in sizes]
LIT = b"\x00\x8d\x14\xaf"
ASKING = b"\x00"
"""What goes before the status byte is read."""
NARROW = {
    (96, 16): Wiring(96, 16, 128, left=127, top=15, alternative=False),
    (64, 48): Wiring(64, 48, 128, left=95, top=47),
    (64, 32): Wiring(64, 32, 128, left=95, top=31),
}
"""Modules of an SSD1306 too small for any layout of ours, but luma knows them."""
# What luma.oled's own tests want of an SSD1306, an SSD1309 and an SH1106: the data of its
# tests/reference/data/demo_ssd1306.json, which are those of the two others as well.
DEMO = bytes.fromhex((Path(__file__).parent / "luma_demo.hex").read_text())


class Lit:
    """A device of ours and the glass at the other end of its wire, switched on, RAM all noise."""

    def __init__(self, driver: str, size: tuple[int, int], rotate: int = 0) -> None:
        self.glass = Ssd1306Glass(NARROW[size]) if size in NARROW else glass_for(driver, *size)
        self.sent: list[bytes] = []
        self.failing = 0
        """The nth message from now is not taken; 0: all are."""
        self.device = built(driver, *size, rotate, Wire(self.send))
        self.send(LIT)

    def send(self, payload: bytes) -> None:
        self.failing -= 1
        if not self.failing:
            raise OSError(errno.EREMOTEIO, "Remote I/O error")
        self.sent.append(payload)
        self.glass.take(payload)

    def shown(self, picture: Image.Image) -> list[bytes]:
        """Have it shown; the messages that this took."""
        self.sent = []
        self.device.display(picture)
        return self.sent

    def sees(self) -> bytes:
        picture = self.glass.picture()
        assert picture is not None
        return picture.tobytes()


def on_glass(data: bytes, width: int = 128) -> Image.Image:
    """The picture that these bytes are, page after page: a pixel at a time, to be sure."""
    picture = Image.new("1", (width, len(data) // width * 8))
    for at, byte in enumerate(data):
        for bit in range(8):
            if byte >> bit & 1:
                picture.putpixel((at % width, at // width * 8 + bit), 255)
    return picture


@pytest.mark.parametrize("driver", FASTER)
def test_lumas_own_demonstration_is_shown_as_its_tests_want_it(driver: str) -> None:
    lit = Lit(driver, (128, 64))
    sent = lit.shown(on_glass(DEMO))
    assert b"".join(payload[1:] for payload in sent if payload[:1] == b"\x40") == DEMO
    pointing = [payload[1:] for payload in sent if payload[:1] == b"\x00"]
    if driver == "sh1106":
        assert pointing == [bytes((0xB0 + page, 2, 0x10)) for page in range(8)]
    else:
        assert pointing == [bytes((33, 0, 127, 34, 0, 7))]
    assert lit.sees() == on_glass(DEMO).tobytes()


@pytest.mark.parametrize("driver", FASTER)
def test_lumas_canvas_draws_on_ours(driver: str) -> None:
    lit = Lit(driver, (128, 64))
    for left in (0, 3, 90):
        with canvas(lit.device) as pen:
            pen.rectangle(lit.device.bounding_box, outline="white", fill="black")
            pen.ellipse((left, 2, left + 20, 61), outline="red", fill="black")
        wanted = Image.new("1", (128, 64))
        pen = ImageDraw.Draw(wanted)
        pen.rectangle((0, 0, 127, 63), outline=255)
        pen.ellipse((left, 2, left + 20, 61), outline=255, fill=0)
        assert lit.sees() == wanted.tobytes()
    lit.device.clear()
    assert lit.sees() == bytes(1024)
    lit.device.hide()
    lit.device.display(wanted)
    assert lit.sees() == bytes(1024)
    lit.device.show()
    assert lit.sees() == wanted.tobytes()


@pytest.mark.parametrize("driver", FASTER)
def test_it_is_lumas_own_device(driver: str) -> None:
    assert isinstance(Lit(driver, (128, 64)).device, getattr(luma.oled.device, driver))


@st.composite
def changes(draw_from: st.DrawFn) -> list[tuple[int, int, int, int]]:
    """Some rectangles to be inverted, in 1024ths of width and height."""
    place = st.integers(0, 1023)
    boxes = draw_from(st.lists(st.tuples(place, place, place, place), max_size=6))
    return [(min(x, r), min(y, b), max(x, r), max(y, b)) for x, y, r, b in boxes]


def changed(picture: Image.Image, boxes: list[tuple[int, int, int, int]]) -> Image.Image:
    for box in boxes:
        x, y, r, b = (n * picture.size[at % 2] // 1024 for at, n in enumerate(box))
        mask = Image.new("1", picture.size)
        ImageDraw.Draw(mask).rectangle((x, y, r, b), fill=255)
        picture = ImageChops.logical_xor(picture, mask)
    return picture


@pytest.mark.parametrize(("driver", "size", "rotate"), [(*o, r) for o in OURS for r in (0, 2)])
@settings(max_examples=10)
@given(st.lists(st.tuples(changes(), st.integers(0, 30)), max_size=6))
def test_after_any_pictures_and_failures_the_last_is_on_the_glass(
    driver: str,
    size: tuple[int, int],
    rotate: int,
    pictures: list[tuple[list[tuple[int, int, int, int]], int]],
) -> None:
    lit = Lit(driver, size, rotate)
    picture = Image.new("1", size)
    for boxes, failing in pictures:
        picture = changed(picture, boxes)
        lit.failing = failing
        with suppress(OSError):
            lit.shown(picture)
        lit.failing = 0
        lit.shown(picture)
        assert lit.sees() == picture.rotate(90 * rotate).tobytes()
        assert lit.shown(picture) == []
        assert sum(len(payload) + 1 for payload in lit.sent) <= 8 * 7 + size[0] * size[1] // 8


@pytest.mark.parametrize("driver", FASTER)
def test_after_an_error_or_a_doubt_the_whole_frame_is_sent(driver: str) -> None:
    lit = Lit(driver, (128, 64))
    whole = lit.shown(on_glass(DEMO))
    lit.device.forget()
    assert lit.shown(on_glass(DEMO)) == whole
    lit.failing = 2
    with pytest.raises(OSError, match="Remote"):
        lit.shown(draw(CONTACT, (128, 64)))
    assert lit.shown(on_glass(DEMO)) == whole


@pytest.mark.meets("LST-2")
@pytest.mark.parametrize("driver", FASTER)
def test_the_last_word_stays_whoever_cleans_up(driver: str) -> None:
    lit = Lit(driver, (128, 64))
    lit.shown(on_glass(DEMO))
    lit.sent = []
    lit.device.cleanup()
    assert lit.sent == []


def upright(size: tuple[int, int]) -> int:
    """The turn by which a panel of that size is as broad as it must be."""
    return 0 if size[0] >= 128 else 1


def accepted(driver: str) -> tuple[int, int] | None:
    return next((size for size in SIZES if refusal(driver, *size, upright(size)) is None), None)


@pytest.mark.meets("SIZ-1")
@pytest.mark.parametrize("driver", DRIVERS)
def test_every_driver_shows_a_frame_or_is_refused_with_a_reason(driver: str) -> None:
    size = accepted(driver)
    if size is None:
        assert driver in ("ssd1331", "ws0010", "winstar_weh")
        assert all(len(refusal(driver, *size, upright(size)) or "") > 30 for size in SIZES)
        return
    rotate = upright(size)
    bus = RecordingBus({ADDRESS: glass_for(driver, *size)}, log=True)
    panel = Panel(driver, *size, rotate, address=ADDRESS, bus=bus)
    panel.show(CONTACT, 0)
    assert panel.picture().tobytes() == draw(CONTACT, panel.size).tobytes()
    assert [p for _, p in bus.log if p != ASKING][-1] == b"\x00\xaf"


class Recorder:
    """A serial interface of luma's that notes calls as I2C payloads."""

    def __init__(self) -> None:
        self.payloads: list[bytes] = []

    def command(self, *commands: int) -> None:
        self.payloads.append(b"\x00" + bytes(commands))

    def data(self, data: list[int]) -> None:
        for at in range(0, len(data), 4096):
            self.payloads.append(b"\x40" + bytes(data[at : at + 4096]))

    def during(self, act: Callable[[], None]) -> list[bytes]:
        self.payloads = []
        act()
        return self.payloads


LARGE = [(driver, size) for driver in DRIVERS if (size := accepted(driver))]


@pytest.mark.parametrize(("driver", "size"), sorted({*LARGE, *OURS}))
def test_a_whole_frame_is_the_bytes_that_luma_sends(driver: str, size: tuple[int, int]) -> None:
    rotate = upright(size)
    theirs, ours = Recorder(), Recorder()
    stock = stock_device(driver, size, rotate, theirs)
    setup, black = theirs.payloads, theirs.during(stock.clear)
    until = next(at for at in range(len(setup)) if setup[at : at + len(black)] == black)
    device = built(driver, *size, rotate, Wire(ours.payloads.append))
    light = theirs.during(lambda: stock.contrast(0))
    setup, set_up = list(without_switching(setup[:until])), list(without_switching(ours.payloads))
    assert set_up == setup[: len(set_up)]
    assert len(setup) - len(set_up) in (0, len(light))  # nothing but the contrast is left out

    picture = draw(CONTACT, device.size).convert(device.mode)
    device._serial_interface = ours
    assert ours.during(lambda: device.display(picture)) == theirs.during(
        lambda: stock.display(picture)
    )


def stock_device(driver: str, size: tuple[int, int], rotate: int, serial: "Recorder") -> Any:
    """luma's own device, unmodified, that leaves the panel alone when the process ends."""
    whole = luma.core.framebuffer.full_frame()
    kind = getattr(luma.oled.device, driver)
    device = kind(serial, width=size[0], height=size[1], rotate=rotate, mode="1", framebuffer=whole)
    device.persist = True
    return device


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("ssd1360", 128, 64), "no driver 'ssd1360'; did you mean ssd13"),
        (("oled", 128, 64), "did you mean ch1115, sh1106"),
        (("ws0010", 100, 16), "character display"),
        (("winstar_weh", 16, 2), "character display"),
        (("ssd1306", 200, 64), "cannot have 200x64 pixels; luma drives it with 128x32 or 128x64"),
        (("ssd1322_nhd", 256, 64), "luma drives it with 128x64"),
        (("ssd1331", 128, 64), "nothing large enough"),
        (("ssd1306", 96, 16), "96x16 is smaller than 128x32"),
        (
            ("ssd1306", 128, 64, 1),
            "64x128, as it is mounted with rotate: 1, is narrower than 128x32",
        ),
        (("ssd1306", 128, 64, 1), "the least that can be read; rotate: 0 or 2 would do"),
        (("sh1107", 64, 128, 0), "64x128 is narrower than 128x32"),
        (("sh1107", 64, 128, 2), "with rotate: 2, is narrower"),
        (("sh1107", 64, 128, 0), "rotate: 1 or 3 would do"),
        (("ssd1306", 128, 64, 90), "quarter turns"),
    ],
)
def test_refusals_say_what_would_be_right(asked: tuple[Any, ...], words: str) -> None:
    driver, width, height, rotate = (*asked, 0)[:4]
    assert words in (refusal(driver, width, height, rotate) or "")
    with pytest.raises(ValueError, match=re.escape(words)):
        Panel(driver, width, height, rotate, address=ADDRESS, bus=KernelBus(250))


@pytest.mark.parametrize(
    "asked", [("ssd1306", 128, 64, 0), ("sh1107", 64, 128, 1), ("sh1107", 64, 128, 3)]
)
def test_what_can_be_is_not_refused(asked: tuple[str, int, int, int]) -> None:
    assert refusal(*asked) is None
