"""The guest's measures, held to something themselves: no machine is needed for that."""

from dataclasses import replace

import pytest
from PIL import Image

from station.hardware.flush import packed
from tests.lab.guest import lamps, patterns
from tests.lab.guest.finger import bounced, noise, toggles
from tests.lab.guest.lamps import Lamp, Phase, disagreements, flashes
from tests.lab.guest.meanwhile import Ended, Meanwhile
from tests.lab.guest.panel import decoded
from tests.lab.guest.patterns import TABLE, Allowed, Due, heard
from tests.lab.guest.tracer import Edge
from tests.lab.guest.ward import TWO_BEDS

STATE = {
    "on": "1", "pump": "1", "all_on": "0", "invert": "0", "line": "0", "offset": "0",
    "remap": "1", "flip": "1",
}  # fmt: skip
EXACTLY = Allowed(late=10, length=5)


def edges(due: list[Due]) -> list[Edge]:
    """A line that does what it should."""
    pulses = sorted((p for d in due for p in d.pulses()), key=lambda p: p.begin)
    return [e for p in pulses for e in (Edge(p.begin, 1), Edge(p.end, 0))]


# Sounds


def test_the_overdue_alarm_is_as_the_design_counts_it() -> None:
    burst = TABLE["overdue"].burst(0)
    begins = [pulse.begin for pulse in burst]
    assert begins == [0, 250, 500, 1000, 1250, 1900, 2150, 2400, 2900, 3150]
    assert burst[-1].end == 3300


def test_an_alarm_goes_on_burst_after_burst_and_is_cut_where_it_is_silenced() -> None:
    pulses = list(Due("removal", 0, 6100).pulses())
    assert [(p.begin, p.end) for p in pulses] == [
        (0, 200), (400, 600), (800, 1000), (6000, 6100),
    ]  # fmt: skip


DUE = [Due("tick", 0), Due("fault", 1000, 40_000), Due("accepted", 5000)]


def test_a_line_that_does_what_it_should_is_right() -> None:
    found = heard(edges(DUE), DUE, EXACTLY)
    assert not found.wrong
    assert set(found.late) == {0}


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line[2:],  # a pulse is missing
        lambda line: [*line, Edge(50_000, 1), Edge(50_100, 0)],  # there is one too many
        lambda line: [replace(e, at=e.at + 11) for e in line],  # too late
        lambda line: [replace(e, at=e.at - 2) for e in line],  # too early
        lambda line: [replace(e, at=e.at + 6 * (1 - e.level)) for e in line],  # too long
        lambda line: [replace(e, at=e.at - 6 * (1 - e.level)) for e in line],  # too short
    ],
)
def test_a_line_that_does_not_is_wrong(change) -> None:  # type: ignore[no-untyped-def]  # a lambda
    assert heard(change(edges(DUE)), DUE, EXACTLY).wrong


# Lamps

LAMP = Lamp(
    (
        Phase("ready", 0, 0),
        Phase("contact", 2000, 2180),
        Phase("removal", 8000, 8000),
        Phase("overdue", 11_000, 11_000),
        Phase("numb", 21_000, 21_180),
    ),
    downs=(2030, 5030, 15_030, 21_030),
)


def shining(lamp: Lamp, end: int) -> list[Edge]:
    """A line that follows the lamp millisecond by millisecond, dark where it may be."""
    line, level = [], 0
    for at in range(end):
        if (lit := int(bool(lamp.lit(at)))) != level:
            line.append(Edge(at, lit))
            level = lit
    return line


def test_a_lamp_that_follows_its_phases_is_right() -> None:
    line = shining(LAMP, 30_000)
    assert not disagreements(LAMP, line, 0, 30_000, 10)
    assert flashes([e for e in line if not 21_000 <= e.at < 21_200]) <= lamps.MOST_FLASHES


@pytest.mark.parametrize("by", [-40, 40])
def test_one_that_is_late_or_early_is_wrong(by: int) -> None:
    line = [replace(e, at=e.at + by) for e in shining(LAMP, 30_000)]
    assert disagreements(LAMP, line, 0, 30_000, 30)


def test_one_that_does_not_invert_on_a_down_is_wrong() -> None:
    line = shining(replace(LAMP, downs=(2030, 15_030, 21_030)), 30_000)
    assert disagreements(LAMP, line, 0, 30_000, 30) == ["lit from 5030 to 5130"]


def test_four_flashes_a_second_are_four() -> None:
    line = [Edge(250 * k, k % 2) for k in range(9)]
    assert flashes([Edge(e.at / 2, e.level) for e in line]) == 4


# Panels


def picture() -> Image.Image:
    """A picture without any symmetry."""
    image = Image.new("1", (128, 64))
    for x, y in ((0, 0), (1, 0), (2, 0), (5, 9), (100, 40), (127, 63), (64, 8)):
        image.putpixel((x, y), 255)
    return image


def test_a_panel_s_ram_is_read_dot_by_dot() -> None:
    ram = bytearray(8 * 128)
    for x, y in ((0, 0), (1, 0), (2, 0), (5, 9), (100, 40), (127, 63), (64, 8)):
        ram[y // 8 * 128 + x] |= 1 << y % 8
    assert decoded(bytes(ram), STATE).tobytes() == picture().tobytes()
    assert bytes(ram) == packed(picture()), "and the station packs it alike"


def test_an_sh1106_has_two_columns_more_on_either_side() -> None:
    rows = [packed(picture())[at : at + 128] for at in range(0, 1024, 128)]
    ram = b"".join(b"\xff\xff" + row + b"\xff\xff" for row in rows)
    assert decoded(ram, STATE).tobytes() == picture().tobytes()


@pytest.mark.parametrize(
    ("register", "value", "turned"),
    [
        ("remap", "0", lambda p: p.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
        ("flip", "0", lambda p: p.transpose(Image.Transpose.FLIP_TOP_BOTTOM)),
        ("invert", "1", lambda p: p.point(lambda dot: 255 - dot)),
        ("on", "0", lambda p: Image.new("1", p.size)),
        ("pump", "0", lambda p: Image.new("1", p.size)),
        ("all_on", "1", lambda p: Image.new("1", p.size, 255)),
    ],
)
def test_registers_turn_what_is_seen(register: str, value: str, turned) -> None:  # type: ignore[no-untyped-def]  # a lambda
    seen = decoded(packed(picture()), {**STATE, register: value})
    assert seen.tobytes() == turned(picture()).tobytes()


def test_one_wrong_dot_is_another_picture() -> None:
    ram = bytearray(packed(picture()))
    ram[700] ^= 1
    assert decoded(bytes(ram), STATE).tobytes() != picture().tobytes()


# Work beside the test


def test_what_a_child_found_comes_back_once_it_is_asked_for() -> None:
    def counts(ended: Ended) -> int:
        number = 0
        while not ended():
            number += 1
        return number

    assert Meanwhile(counts).result() >= 0


def test_its_error_comes_back_as_well() -> None:
    def fails(_ended: Ended) -> None:
        raise LookupError("no such line")

    with pytest.raises(RuntimeError, match="no such line"):
        Meanwhile(fails).result()


# Fingers


def test_a_bounced_press_settles_down_and_then_up() -> None:
    train = toggles(17, 1000, bounced(200, bounces=4, each=3))
    assert len(train) == 18
    assert [t.at for t in train] == sorted(t.at for t in train)
    settled = [t for t in train if t.at <= 1024]
    assert not settled[-1].up
    assert train[-1].up
    assert train[-1].at == 1224


def test_noise_never_lasts_as_long_as_a_level_must() -> None:
    train = toggles(17, 0, noise(10))
    downs = [b.at - a.at for a, b in zip(train[::2], train[1::2], strict=True)]
    assert max(downs) < 30
    assert train[-1].up


def test_the_usual_ward_s_files_name_each_other() -> None:
    assert "protocol: brief" in TWO_BEDS.config
    assert set(TWO_BEDS.protocols) == {"brief"}


def test_every_pattern_of_the_design_is_written_out() -> None:
    assert len(patterns.TABLE) == 11
