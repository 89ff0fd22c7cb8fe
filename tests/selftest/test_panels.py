"""Panels that are missing, elsewhere, or driven as another kind, and what is said of them."""

from pathlib import Path

import pytest

from station.core.change import replace
from station.hardware.glass import RecordingBus, glass_for
from station.hardware.i2cscan import Census
from station.hardware.panel import Panel
from station.selftest.report import Outcome
from tests.hardware.glitches import ANSWERS, GlitchBus
from tests.selftest.bed import CONFIG, Bed

FINE, FAILED = Outcome.FINE, Outcome.FAILED


def test_the_picture_reaches_the_last_pixel_of_every_edge(bed: Bed) -> None:
    seen = []
    bed.technician.does["Is panel 0's picture"] = [lambda: seen.append(bed.sees(0))]
    bed.conduct()
    picture = seen[0]
    width, height = picture.size
    edge = [picture.getpixel((x, y)) for x in range(width) for y in (0, height - 1)]
    edge += [picture.getpixel((x, y)) for y in range(height) for x in (0, width - 1)]
    assert all(edge)


def test_the_report_says_what_a_panel_will_take_of_its_bus(tmp_path: Path) -> None:
    bed = Bed(tmp_path)
    bed.presses_as_told()
    bed.conduct()
    assert "it is sent only what changes" in bed.notes("panel 0")
    blind = Bed(tmp_path)
    blind.presses_as_told()
    bus = GlitchBus("ssd1306", ANSWERS["nothing"])
    panel = Panel("ssd1306", 128, 64, 0, address=0x3C, bus=bus)
    blind.bench = replace(blind.bench, panels={0: panel})
    blind.conduct()
    assert "whole frames each second: best at 400 kHz" in blind.notes("panel 0")


def test_without_its_typeface_a_panel_still_shows_its_frame(bed: Bed) -> None:
    bed.bench = replace(bed.bench, typeface=lambda: "the panels' font helvR10 cannot be read")
    bed.conduct()
    assert bed.outcomes()["typeface of the panels"] is FAILED
    assert bed.outcomes()["panel 0"] is FINE
    assert "helvR10" in bed.technician.said


def test_a_panel_driven_as_the_other_kind_shows_a_frame_that_is_cut(tmp_path: Path) -> None:
    bed = Bed(tmp_path)
    bed.presses_as_told()
    bus = RecordingBus({0x3C: glass_for("sh1106", 128, 64)})
    other = Panel("ssd1306", 128, 64, 0, address=0x3C, bus=bus)
    bed.bench = replace(bed.bench, panels={0: other})
    seen = [bed.sees(0)]
    bed.technician.does["Is panel 0's picture"] = [lambda: seen.append(bed.sees(0))]
    bed.technician.answers = {"Is panel 0's picture": "n", "comes nearest": "2"}
    bed.conduct()
    left = [seen[-1].getpixel((0, y)) for y in range(64)]
    right = [seen[-1].getpixel((127, y)) for y in range(64)]
    assert not (all(left) and all(right))
    assert "write `driver: sh1106` in the config" in bed.notes("panel 0")


@pytest.mark.parametrize(
    ("seen", "cure"),
    [
        ("1", "3V3"),
        ("3", "rotate: 2"),
        ("4", "height: 32"),
        ("5", "`width: 128, height: 64`"),
        ("6", "swap the two panels' addresses"),
        ("7", "printed on the panel"),
    ],
)
def test_a_picture_that_is_not_whole_gets_its_cure(bed: Bed, seen: str, cure: str) -> None:
    bed.technician.answers = {"Is panel 0's picture": "n", "comes nearest": seen}
    bed.conduct()
    assert bed.outcomes()["panel 0"] is FAILED
    assert cure in bed.notes("panel 0")


def test_a_panel_at_another_address_is_named_with_the_line_to_write(bed: Bed) -> None:
    bed.buses[1] = RecordingBus({0x3D: glass_for("ssd1306", 128, 64), 0x68: glass_for("x", 1, 1)})
    bed.conduct()
    assert "nothing answers at 0x3C, but something does at 0x3D" in bed.notes("panel 0")
    assert "write `address: 0x3D` in the config" in bed.notes("panel 0")
    assert " 3d -- --\n" in bed.technician.said


def test_no_panel_is_sent_to_the_address_of_a_clock(bed: Bed) -> None:
    clock, memory, mux = (glass_for("x", 1, 1) for _ in range(3))
    bed.buses[1] = RecordingBus({0x57: memory, 0x68: clock, 0x70: mux})
    bed.conduct()
    assert bed.outcomes()["panel 0"] is FAILED
    assert "nothing answers at 0x3C; what answers elsewhere" in bed.notes("panel 0")
    assert "write `address:" not in bed.technician.said


def test_a_channel_is_not_sent_to_the_address_of_a_panel_on_the_trunk(tmp_path: Path) -> None:
    both = "[{address: 0x3D, bays: [bed-1]}, {port: 4, bays: [bed-2]}]"
    bed = Bed(tmp_path, CONFIG.replace("[{}]", both))
    bed.presses_as_told()
    bed.buses[4] = RecordingBus({0x3D: glass_for("ssd1306", 128, 64)})
    bed.conduct()
    assert bed.outcomes()["panel 0"] is FINE
    assert "write `address:" not in bed.notes("panel 1")
    assert "nothing answers at 0x3C" in bed.notes("panel 1")


def test_a_panel_that_is_alone_in_missing_is_not_blamed_on_the_bus(tmp_path: Path) -> None:
    bed = Bed(tmp_path, CONFIG.replace("[{}]", "[{address: 0x3C}, {address: 0x3D}]"))
    bed.presses_as_told()
    bed.buses[1].unplug(0x3D)
    bed.conduct()
    assert bed.outcomes()["panel 0"] is FINE
    assert "this panel's own plug" in bed.notes("panel 1")


def test_a_bus_with_nobody_on_it_is_a_question_of_wires(bed: Bed) -> None:
    bed.buses[1].unplug(0x3C)
    bed.conduct()
    assert "nothing answers on port 1 at all" in bed.notes("panel 0")
    assert "SDA and SCL (header pins 3 and 5) may be swapped" in bed.technician.said


def test_a_panel_that_is_pulled_while_it_is_tested_fails_alone(bed: Bed) -> None:
    bed.technician.answers = {"Is panel 0's picture": ["r", "y"]}
    bed.technician.does["Is panel 0's picture"] = [lambda: bed.buses[1].unplug(0x3C)]
    bed.conduct()
    assert "Remote I/O error" in bed.notes("panel 0")
    assert bed.outcomes()["lamp of Bed 1"] is FINE


def test_on_a_bus_that_can_only_be_read_a_panel_may_be_there_without_an_answer(bed: Bed) -> None:
    bed.bench = replace(bed.bench, census=lambda _port: Census((0x68,), by_reading=True))
    bed.conduct(silent=True)
    assert "some panels cannot be read" in bed.notes("panel 0")
    bed.bench = replace(bed.bench, census=lambda _port: Census((0x3C,), by_reading=True))
    bed.report.results.clear()
    bed.conduct(silent=True)
    assert bed.outcomes()["panel 0"] is FINE
