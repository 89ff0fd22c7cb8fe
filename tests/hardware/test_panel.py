import atexit
import errno
import os
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import luma.core.error
import luma.core.framebuffer
import luma.oled.device
import pytest
from PIL import Image

from station.core.screen import Light, Screen
from station.drawing.frame import draw
from station.hardware.glass import Glass, RecordingBus, glass_for
from station.hardware.i2cbus import KernelBus
from station.hardware.panel import CONTRAST, RENEWAL, Panel, PanelLost, refusal
from tests.drawing.scenes import scene

CONTACT, OVERDUE, READY = scene("contact"), scene("overdue"), scene("ready")
ADDRESS = 0x3C
DRIVERS: list[str] = luma.oled.device.__all__
SIZES = [(128, 64), (128, 32), (128, 128), (256, 64), (256, 128), (128, 96), (96, 64), (64, 128)]
READ = [
    ("ssd1306", 128, 64),
    ("ssd1309", 128, 64),
    ("sh1106", 128, 64),
    ("ssd1306", 128, 32),
    ("sh1106", 128, 32),
    ("ssd1305", 128, 64),
    ("ssd1305", 128, 32),
    ("ssd1315", 128, 64),
    ("ssd1316", 128, 32),
    ("ch1115", 128, 64),
]
INITIALISATION = {
    "ssd1306": "00 d580 a83f d300 40 8d14 2000 a1 c8 da12 d9f1 db40 a4 a6",
    "sh1106": "00 20 10 b0 c8 00 10 40 a1 a6 a83f a4 d300 d5f0 d922 da12 db20 8d14",
}


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - counts, looks at nothing


def hooks() -> int:
    return atexit._ncallbacks()


class WatchedBus(RecordingBus):
    """A bus that looks at the panel after every write."""

    def __init__(self, glass: Glass) -> None:
        super().__init__({ADDRESS: glass}, log=True)
        self.seen: list[bytes] = []

    def write(self, address: int, payload: bytes) -> None:
        super().write(address, payload)
        picture = self.picture(address)
        assert picture is not None
        self.seen.append(picture.tobytes())


def on_a_bus(driver: str = "ssd1306", width: int = 128, height: int = 64, rotate: int = 0) -> Any:
    bus = WatchedBus(glass_for(driver, width, height))
    return bus, Panel(driver, width, height, rotate, address=ADDRESS, bus=bus)


@pytest.mark.parametrize("rotate", [0, 2])
@pytest.mark.parametrize(("driver", "width", "height"), READ)
def test_the_glass_shows_what_was_drawn(driver: str, width: int, height: int, rotate: int) -> None:
    bus, panel = on_a_bus(driver, width, height, rotate)
    for now, screen in enumerate((CONTACT, OVERDUE, READY)):
        panel.show(screen, now)
        drawn = draw(screen, (width, height))
        assert panel.picture().tobytes() == drawn.tobytes()
        assert bus.picture(ADDRESS).tobytes() == drawn.rotate(90 * rotate).tobytes()


@pytest.mark.parametrize("driver", INITIALISATION)
def test_the_first_frame_comes_with_everything(driver: str) -> None:
    bus, panel = on_a_bus(driver)
    assert bus.log == []
    panel.show(CONTACT, 0)
    payloads = [payload for _, payload in bus.log]
    assert payloads[:3] == [b"\x00\xae", bytes.fromhex(INITIALISATION[driver]), b"\x00\x81\xff"]
    assert payloads[-1] == b"\x00\xaf"


@pytest.mark.parametrize(("driver", "width", "height"), READ)
def test_nobody_sees_what_was_in_ram(driver: str, width: int, height: int) -> None:
    bus, panel = on_a_bus(driver, width, height)
    panel.show(CONTACT, 0)
    black = bytes(width * height // 8)
    assert set(bus.seen[:-1]) == {black}
    assert bus.seen[-1] == draw(CONTACT, (width, height)).tobytes()


@pytest.mark.parametrize(("driver", "width", "height"), READ)
def test_a_renewal_is_not_seen(driver: str, width: int, height: int) -> None:
    bus, panel = on_a_bus(driver, width, height)
    panel.show(CONTACT, 0)
    first, bus.seen = len(bus.seen), []
    panel.show(CONTACT, RENEWAL)
    assert len(bus.seen) == first - 1  # all but switching off
    assert set(bus.seen) == {draw(CONTACT, (width, height)).tobytes()}


def test_between_renewals_only_frames_are_sent() -> None:
    bus, panel = on_a_bus()
    panel.show(CONTACT, 0)
    before = bus.sent
    panel.show(OVERDUE, RENEWAL - 1)
    assert bus.sent - before == (1 + 7) + (1 + 1025)


def test_a_panel_that_lost_its_power_unnoticed_shows_again_at_the_next_renewal() -> None:
    bus, panel = on_a_bus()
    panel.show(CONTACT, 0)
    bus.power_cycle(ADDRESS)
    panel.show(CONTACT, RENEWAL - 1)
    assert panel.picture().getbbox() is None
    panel.show(CONTACT, RENEWAL)
    assert panel.picture().tobytes() == draw(CONTACT, (128, 64)).tobytes()


def test_a_panel_can_be_built_while_it_is_absent_and_comes_back() -> None:
    bus = RecordingBus({ADDRESS: glass_for("sh1106", 128, 64)})
    bus.unplug(ADDRESS)
    panel = Panel("sh1106", 128, 64, 0, address=ADDRESS, bus=bus)
    with pytest.raises(PanelLost, match="sh1106 at 0x3C: Remote I/O error") as caught:
        panel.show(CONTACT, 0)
    assert caught.value.errno == errno.EREMOTEIO
    assert panel.picture().getbbox() is None
    bus.plug(ADDRESS)
    panel.show(CONTACT, 1)
    assert panel.picture().tobytes() == draw(CONTACT, (128, 64)).tobytes()


class FailingBus(RecordingBus):
    """A bus that fails at the nth write from now."""

    countdown = -1
    error: Exception = OSError(errno.ETIMEDOUT, "Connection timed out")

    def write(self, address: int, payload: bytes) -> None:
        self.countdown -= 1
        if self.countdown == 0:
            raise self.error
        super().write(address, payload)


@pytest.mark.parametrize("nth", range(1, 6))
def test_after_a_failure_anywhere_everything_is_sent_again(nth: int) -> None:
    bus = FailingBus({ADDRESS: glass_for("ssd1306", 128, 64)}, log=True)
    panel = Panel("ssd1306", 128, 64, 0, address=ADDRESS, bus=bus)
    panel.show(READY, 0)
    bus.countdown = nth
    with pytest.raises(PanelLost, match="timed out"):
        panel.show(CONTACT, RENEWAL)
    bus.log.clear()
    panel.show(CONTACT, RENEWAL + 1)
    assert bus.log[0] == (ADDRESS, b"\x00\xae")
    assert bus.log[-1] == (ADDRESS, b"\x00\xaf")
    assert panel.picture().tobytes() == draw(CONTACT, (128, 64)).tobytes()


def test_errors_of_luma_are_losses_too() -> None:
    bus = FailingBus({ADDRESS: glass_for("ssd1306", 128, 64)})
    bus.error = luma.core.error.DeviceNotFoundError("not on address 0x3C")
    bus.countdown = 3
    with pytest.raises(PanelLost, match="not on address"):
        Panel("ssd1306", 128, 64, 0, address=ADDRESS, bus=bus).show(CONTACT, 0)


def test_contrast_follows_the_light() -> None:
    bus, panel = on_a_bus()
    glass = bus._glasses[ADDRESS]
    for now, light in enumerate((Light.BRIGHT, Light.DIM, Light.BLANK, Light.DIM, Light.BRIGHT)):
        panel.show(replace(READY, light=light), now)
        assert glass.registers.contrast == CONTRAST[light]
    assert CONTRAST[Light.DIM] < 0x20 < CONTRAST[Light.BRIGHT]


def accepted(driver: str) -> tuple[int, int] | None:
    return next((size for size in SIZES if refusal(driver, *size) is None), None)


@pytest.mark.parametrize("driver", DRIVERS)
def test_every_driver_shows_a_frame_or_is_refused_with_a_reason(driver: str) -> None:
    size = accepted(driver)
    if size is None:
        assert driver in ("ssd1331", "ws0010", "winstar_weh")
        assert all(len(refusal(driver, *size) or "") > 30 for size in SIZES)
        return
    rotate = 0 if size[0] >= 128 else 1
    bus = RecordingBus({ADDRESS: glass_for(driver, *size)}, log=True)
    panel = Panel(driver, *size, rotate, address=ADDRESS, bus=bus)
    panel.show(CONTACT, 0)
    assert panel.picture().tobytes() == draw(CONTACT, panel.size).tobytes()
    assert bus.log[-1] == (ADDRESS, b"\x00\xaf")


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


@pytest.mark.parametrize("driver", [driver for driver in DRIVERS if accepted(driver)])
def test_the_bytes_are_those_that_luma_sends(driver: str) -> None:
    size = accepted(driver)
    assert size is not None
    rotate = 0 if size[0] >= 128 else 1
    theirs = Recorder()
    whole = luma.core.framebuffer.full_frame()
    device = getattr(luma.oled.device, driver)(
        theirs, width=size[0], height=size[1], rotate=rotate, mode="1", framebuffer=whole
    )
    device.persist = True
    bus = RecordingBus({ADDRESS: glass_for(driver, *size)}, log=True)
    panel = Panel(driver, *size, rotate, address=ADDRESS, bus=bus)
    panel.show(CONTACT, 0)
    bus.log.clear()
    panel.show(CONTACT, 1)

    setup, black = theirs.payloads, theirs.during(device.clear)
    until = next(at for at in range(len(setup)) if setup[at : at + len(black)] == black)
    switched = [b"\x00" + p[2:] if p[:2] == b"\x00\xae" else p for p in setup[:until]]
    setup = [p for p in switched if p not in (b"\x00", b"\x00\xaf")]
    ours = list(panel._initialisation)
    assert setup[: len(ours)] == ours
    light = theirs.during(lambda: device.contrast(0))
    assert len(setup) - len(ours) in (0, len(light))  # but for the contrast nothing is left out

    frame = theirs.during(lambda: device.display(draw(CONTACT, device.size).convert(device.mode)))
    assert [payload for _, payload in bus.log] == frame


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
        (("ssd1306", 128, 64, 1), "rotate: 0 or 2 would do"),
        (("sh1107", 64, 128, 0), "rotate: 1 or 3 would do"),
        (("ssd1306", 128, 64, 90), "quarter turns"),
    ],
)
def test_refusals_say_what_would_be_right(asked: tuple[Any, ...], words: str) -> None:
    assert words in (refusal(*asked) or "")
    driver, width, height, rotate = (*asked, 0)[:4]
    with pytest.raises(ValueError, match=re.escape(words)):
        Panel(driver, width, height, rotate, address=ADDRESS, bus=KernelBus(250))


@pytest.mark.parametrize(
    "asked", [("ssd1306", 128, 64), ("sh1107", 64, 128), ("sh1107", 64, 128, 3)]
)
def test_what_can_be_is_not_refused(asked: tuple[Any, ...]) -> None:
    assert refusal(*asked) is None


def test_a_thousand_times_unplugged_leaks_neither_files_nor_hooks() -> None:
    before = open_files(), hooks()
    bus = RecordingBus({ADDRESS: glass_for("ssd1306", 128, 64)})
    panel = Panel("ssd1306", 128, 64, 0, address=ADDRESS, bus=bus)
    for now in range(1000):
        bus.unplug(ADDRESS)
        with pytest.raises(PanelLost):
            panel.show(READY, 2 * now)
        bus.plug(ADDRESS)
        panel.show(READY, 2 * now + 1)
    assert (open_files(), hooks()) == before


def test_a_thousand_tries_on_a_missing_bus_leak_neither_files_nor_hooks() -> None:
    before = open_files(), hooks()
    bus = KernelBus(250)
    panel = Panel("ssd1306", 128, 64, 0, address=ADDRESS, bus=bus)
    for now in range(1000):
        with pytest.raises(PanelLost, match="is I2C switched on"):
            panel.show(READY, now)
    assert panel.picture().getbbox() is None
    assert (open_files(), hooks()) == before


def test_the_last_word_stays_whoever_cleans_up() -> None:
    bus, panel = on_a_bus()
    panel.show(CONTACT, 0)
    before = bus.sent
    panel._device.cleanup()
    assert bus.sent == before


def test_what_a_glass_nobody_can_read_shows_is_the_last_frame_it_took() -> None:
    bus = RecordingBus({ADDRESS: glass_for("ssd1327", 128, 128)})
    panel = Panel("ssd1327", 128, 128, 0, address=ADDRESS, bus=bus)
    black = Image.new("1", (128, 128)).tobytes()
    assert panel.picture().tobytes() == black
    panel.show(CONTACT, 0)
    assert panel.picture().tobytes() == draw(CONTACT, (128, 128)).tobytes()
    bus.unplug(ADDRESS)
    assert panel.picture().tobytes() == black
    bus.plug(ADDRESS)
    assert panel.picture().tobytes() == black
    panel.show(OVERDUE, RENEWAL)
    assert panel.picture().tobytes() == draw(OVERDUE, (128, 128)).tobytes()


@pytest.mark.parametrize(("driver", "height"), [("ssd1306", 64), ("ssd1327", 128)])
def test_a_kept_frame_is_drawn_when_somebody_looks(driver: str, height: int) -> None:
    bus = RecordingBus({ADDRESS: glass_for(driver, 128, height)})
    panel = Panel(driver, 128, height, 0, address=ADDRESS, bus=bus)
    screen: Screen = CONTACT
    for now, screen in enumerate((CONTACT, READY, OVERDUE)):
        panel.keep(screen, now)
    assert bus.sent == 0
    assert panel.picture().tobytes() == draw(screen, (128, height)).tobytes()
    bus.unplug(ADDRESS)
    with pytest.raises(PanelLost):
        panel.keep(CONTACT, 3)


def test_only_a_probed_bus_can_keep_frames() -> None:
    panel = Panel("ssd1306", 128, 64, 0, address=ADDRESS, bus=KernelBus(250))
    with pytest.raises(TypeError, match="cannot be asked"):
        panel.keep(CONTACT, 0)


def test_a_ready_made_picture_is_shown_as_it_is_and_the_next_screen_after_it() -> None:
    bus = RecordingBus({ADDRESS: glass_for("ssd1306", 128, 64)})
    panel = Panel("ssd1306", 128, 64, 2, address=ADDRESS, bus=bus)
    picture = Image.new("1", panel.size)
    picture.paste(255, (0, 0, 17, 5))
    panel.show(READY, 0)
    panel.show_picture(picture, 10)
    assert panel.picture().tobytes() == picture.tobytes()
    panel.show(READY, 20)
    assert panel.picture().tobytes() == draw(READY, panel.size).tobytes()


def test_a_ready_made_picture_that_is_not_taken_is_a_lost_panel() -> None:
    bus = RecordingBus({ADDRESS: glass_for("ssd1306", 128, 64)})
    panel = Panel("ssd1306", 128, 64, 0, address=ADDRESS, bus=bus)
    bus.unplug(ADDRESS)
    with pytest.raises(PanelLost, match="ssd1306 at 0x3C: Remote I/O error"):
        panel.show_picture(Image.new("1", panel.size), 0)
