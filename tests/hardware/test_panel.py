"""A panel: what is sent to it, and that its glass shows just that."""

import pytest
from PIL import Image

from station.core.change import replace
from station.core.screen import Light, Screen
from station.drawing.frame import draw
from station.hardware.glass import RecordingBus, glass_for
from station.hardware.i2cbus import KernelBus
from station.hardware.panel import CONTRAST, RENEWAL, Panel, PanelLost
from tests.hardware.watched import (
    ADDRESS,
    CONTACT,
    INITIALISATION,
    OVERDUE,
    READY,
    on_a_bus,
    settled,
    tick,
    written,
)

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


@pytest.mark.meets("IDL-1")
def test_contrast_follows_the_light() -> None:
    bus, panel = on_a_bus()
    glass = bus._glasses[ADDRESS]
    for now, light in enumerate((Light.BRIGHT, Light.DIM, Light.BLANK, Light.DIM, Light.BRIGHT)):
        panel.show(replace(READY, light=light), now)
        assert glass.registers.contrast == CONTRAST[light]
    assert CONTRAST[Light.DIM] < 0x20 < CONTRAST[Light.BRIGHT]


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
