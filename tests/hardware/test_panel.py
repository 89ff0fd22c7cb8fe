import atexit
import errno
import os
from typing import Any

import luma.core.error
import luma.core.framebuffer
import luma.oled.device
import pytest
from PIL import Image

from station.core.change import replace
from station.core.screen import Light, Screen
from station.drawing.frame import draw
from station.hardware.glass import Glass, RecordingBus, glass_for
from station.hardware.i2cbus import KernelBus
from station.hardware.panel import BLIND_RENEWAL, CONTRAST, RENEWAL, Panel, PanelLost
from tests.drawing.scenes import scene

CONTACT, OVERDUE, READY = scene("contact"), scene("overdue"), scene("ready")
ADDRESS = 0x3C
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


ASKING = b"\x00"
"""What goes before the status byte is read."""


def written(bus: RecordingBus) -> list[bytes]:
    """What was sent, but for what only asks."""
    return [payload for _, payload in bus.log if payload != ASKING]


def on_a_bus(driver: str = "ssd1306", width: int = 128, height: int = 64, rotate: int = 0) -> Any:
    bus = WatchedBus(glass_for(driver, width, height))
    return bus, Panel(driver, width, height, rotate, address=ADDRESS, bus=bus)


def settled(driver: str = "ssd1306") -> Any:
    """A panel that has shown CONTACT for a while, and needs to send no whole frame."""
    bus, panel = on_a_bus(driver)
    for now in (0, 1):
        panel.show(CONTACT, now)
    bus.log.clear()
    return bus, panel


def tick(second: int) -> Screen:
    return replace(CONTACT, figure=f"{12 - second // 60}:{59 - second % 60:02d}")


@pytest.mark.meets("SIZ-1")
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
    payloads = written(bus)
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
    first = len(written(bus))
    for renewal in (1, 2):
        bus.log.clear()
        bus.seen = []
        panel.show(CONTACT, renewal * RENEWAL)
        # All but switching off, and where the panel says whether it is on, on.
        assert len(written(bus)) == first - (2 if panel.status_believed else 1)
        assert set(bus.seen) == {draw(CONTACT, (width, height)).tobytes()}


def test_the_first_frame_after_switching_on_is_sent_once_more() -> None:
    bus, panel = on_a_bus()
    panel.show(CONTACT, 0)
    bus.log.clear()
    panel.show(CONTACT, 1)
    assert len(written(bus)) == 4
    bus.log.clear()
    panel.show(CONTACT, 2)
    assert written(bus) == []


def test_between_renewals_only_changes_are_sent() -> None:
    bus, panel = settled()
    before = bus.sent
    panel.show(tick(29), 2)
    assert 4 < bus.sent - before < 250
    assert panel.picture().tobytes() == draw(tick(29), (128, 64)).tobytes()


def test_a_second_in_which_nothing_changes_costs_one_look_at_the_status() -> None:
    bus, panel = settled()
    before = bus.sent
    panel.show(CONTACT, 1000)
    assert bus.sent - before == 4


def test_to_dim_costs_its_command() -> None:
    bus, panel = settled()
    bus.log.clear()
    panel.show(replace(CONTACT, light=Light.DIM), 2)
    assert written(bus) == [bytes((0x00, 0x81, CONTRAST[Light.DIM]))]


@pytest.mark.parametrize("driver", ["ssd1306", "sh1106"])
def test_the_pixel_of_a_blank_panel_moves_for_little(driver: str) -> None:
    bus, panel = settled(driver)
    panel.show(replace(CONTACT, light=Light.BLANK), 2)
    before = bus.sent
    for pixel in range(1, 60):
        blank = replace(CONTACT, light=Light.BLANK, pixel=pixel)
        panel.show(blank, 2 + pixel * 1000)
        assert panel.picture().tobytes() == draw(blank, (128, 64)).tobytes()
    assert (bus.sent - before) / 59 < 30


def test_every_two_minutes_everything_is_sent_when_the_contents_shift() -> None:
    bus, panel = settled()
    renewals = []
    for second in range(1, 600):
        bus.log.clear()
        shifted = replace(tick(second), shift=second // 60)
        panel.show(shifted, second * 1000)
        assert panel.picture().tobytes() == draw(shifted, (128, 64)).tobytes()
        if bytes.fromhex(INITIALISATION["ssd1306"]) in written(bus):
            renewals.append(second)
    assert renewals == list(range(120, 600, 120))


def test_what_never_shifts_is_renewed_all_the_same() -> None:
    bus, panel = settled()
    panel.show(CONTACT, RENEWAL)
    assert written(bus) == []
    panel.show(CONTACT, RENEWAL + 1)
    assert len(written(bus)) == 4


@pytest.mark.parametrize("driver", ["ssd1305", "ssd1315", "ch1115"])
def test_other_drivers_keep_their_whole_frame_and_are_renewed_each_second(driver: str) -> None:
    bus, panel = on_a_bus(driver)
    panel.show(CONTACT, 0)
    assert not panel.status_believed
    bus.power_cycle(ADDRESS)
    panel.show(CONTACT, BLIND_RENEWAL - 1)
    assert panel.picture().getbbox() is None
    panel.show(CONTACT, BLIND_RENEWAL)
    assert panel.picture().tobytes() == draw(CONTACT, (128, 64)).tobytes()
    assert ASKING not in [payload for _, payload in bus.log]


@pytest.mark.parametrize("driver", ["ssd1306", "ssd1309", "sh1106"])
def test_a_panel_that_lost_its_power_unnoticed_shows_again_at_the_next_look(driver: str) -> None:
    bus, panel = settled(driver)
    assert panel.status_believed
    bus.power_cycle(ADDRESS)
    bus.seen = []
    panel.show(tick(1), 3)
    assert panel.picture().tobytes() == draw(tick(1), (128, 64)).tobytes()
    assert set(bus.seen[:-1]) == {bytes(1024)}  # nobody saw noise
    assert panel.status_believed


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
    """A bus that fails at the nth message from now, written or read."""

    countdown = -1
    error: Exception = OSError(errno.ETIMEDOUT, "Connection timed out")

    def _take(self, address: int, payload: bytes) -> None:
        self.countdown -= 1
        if self.countdown == 0:
            raise self.error
        super()._take(address, payload)


@pytest.mark.parametrize("now", [2, RENEWAL])
@pytest.mark.parametrize("nth", range(1, 6))
def test_after_a_failure_anywhere_everything_is_sent_again(nth: int, now: int) -> None:
    bus = FailingBus({ADDRESS: glass_for("ssd1306", 128, 64)}, log=True)
    panel = Panel("ssd1306", 128, 64, 0, address=ADDRESS, bus=bus)
    panel.show(READY, 0)
    panel.show(READY, 1)
    bus.countdown = nth
    with pytest.raises(PanelLost, match="timed out"):
        panel.show(CONTACT, now)
    bus.log.clear()
    bus.countdown = -1
    panel.show(CONTACT, now + 1)
    assert written(bus)[0] == b"\x00\xae"
    assert written(bus)[-1] == b"\x00\xaf"
    assert panel.picture().tobytes() == draw(CONTACT, (128, 64)).tobytes()


def test_errors_of_luma_are_losses_too() -> None:
    bus = FailingBus({ADDRESS: glass_for("ssd1306", 128, 64)})
    bus.error = luma.core.error.DeviceNotFoundError("not on address 0x3C")
    bus.countdown = 3
    with pytest.raises(PanelLost, match="not on address"):
        Panel("ssd1306", 128, 64, 0, address=ADDRESS, bus=bus).show(CONTACT, 0)


@pytest.mark.meets("IDL-1")
def test_contrast_follows_the_light() -> None:
    bus, panel = on_a_bus()
    glass = bus._glasses[ADDRESS]
    for now, light in enumerate((Light.BRIGHT, Light.DIM, Light.BLANK, Light.DIM, Light.BRIGHT)):
        panel.show(replace(READY, light=light), now)
        assert glass.registers.contrast == CONTRAST[light]
    assert CONTRAST[Light.DIM] < 0x20 < CONTRAST[Light.BRIGHT]


@pytest.mark.meets("FLT-4")
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


@pytest.mark.meets("LST-2")
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
    panel.keep(screen, 0)
    before = bus.sent
    for now, screen in enumerate((READY, OVERDUE)):
        panel.keep(screen, now)
    assert bus.sent == before
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
