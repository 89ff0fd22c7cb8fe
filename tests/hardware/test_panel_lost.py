"""A panel that loses its power or its bus: it shows again, and nothing leaks."""

import atexit
import errno
import os

import luma.core.error
import luma.core.framebuffer
import luma.oled.device
import pytest

from station.drawing.frame import draw
from station.hardware.glass import RecordingBus, glass_for
from station.hardware.i2cbus import KernelBus
from station.hardware.panel import BLIND_RENEWAL, RENEWAL, Panel, PanelLost
from tests.hardware.watched import ADDRESS, ASKING, CONTACT, READY, on_a_bus, settled, tick, written


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - counts, looks at nothing


def hooks() -> int:
    return atexit._ncallbacks()


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
