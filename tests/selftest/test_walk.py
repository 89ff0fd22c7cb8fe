"""A technician who has never seen the station walks through it, in virtual time."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from station.core.alarm import PATTERNS, Sound
from station.hardware.glass import RecordingBus, glass_for
from station.hardware.panel import Panel
from station.selftest.report import Outcome
from station.selftest.sounds import patterns
from tests.selftest.bed import CONFIG, HOLD, MS, PRESS, Bed

PRESSING, HOLDING = f"Bed 1: {PRESS}", f"Bed 1: {HOLD}"
"""What is said when Bed 1's button is to be pressed and held."""
FINE, FAILED, SKIPPED, NO_ANSWER = (
    Outcome.FINE,
    Outcome.FAILED,
    Outcome.SKIPPED,
    Outcome.NO_ANSWER,
)


@pytest.fixture
def bed(tmp_path: Path) -> Bed:
    bed = Bed(tmp_path)
    bed.presses_as_told()
    return bed


def test_a_sound_station_passes_and_is_off_at_the_end(bed: Bed) -> None:
    report = bed.conduct()
    assert bed.outcomes() == {
        "panel 0": FINE,
        "lamp of Bed 1": FINE,
        "lamp of Bed 2": FINE,
        "buzzer of Bed 1, Bed 2": FINE,
        "button of Bed 1": FINE,
        "button of Bed 2": FINE,
    }
    assert report.passed
    assert report.text().endswith("\nPASSED: 6 ok\n")
    assert bed.all_off()
    assert bed.sees(0).getbbox() is None


def test_it_says_what_is_coming_and_for_how_long(bed: Bed) -> None:
    bed.conduct(warnings=["CREAM IS ON at Bed 1"])
    before = bed.technician.said[: bed.technician.said.index("PANELS")]
    assert "about 3 min" in before
    assert "LOUD" in before
    assert "Ctrl-C ends it" in before
    assert "WARNING: CREAM IS ON at Bed 1\n" in before


def test_nothing_happens_before_somebody_says_yes(bed: Bed) -> None:
    bed.technician.answers = {"Begin?": "n"}
    report = bed.conduct()
    assert report.broken_off == "not begun"
    assert not report.passed
    assert bed.edges == []
    assert bed.buses[1].sent == 0


def test_a_lamp_blinks_slowly_and_alone(bed: Bed) -> None:
    bed.conduct()
    first = [(at, level) for at, pin, level in bed.edges if pin == 27]
    assert [level for _, level in first] == [True, False] * 3
    assert {then - at for (at, _), (then, _) in pairwise(first)} == {500 * MS}


def test_every_pattern_is_named_and_sounds_as_it_will(bed: Bed) -> None:
    bed.conduct()
    begins = [at for at, pin, _ in bed.edges if pin == 22]
    expected = [edge for sound, _ in patterns() for edge in PATTERNS[sound].edges]
    assert len(begins) == len(expected)
    overdue = [at - begins[0] for at in begins[: len(PATTERNS[Sound.OVERDUE].edges)]]
    assert overdue == [edge * MS for edge in PATTERNS[Sound.OVERDUE].edges]
    said = bed.technician.said
    assert said.index("OVERDUE: cream should") < said.index("WIPE NOW") < said.index("cream on:")


def test_every_sound_of_the_station_is_in_some_pattern() -> None:
    named = " ".join(meaning for _, meaning in patterns())
    assert all(words in named for words in ("OVERDUE", "WIPE NOW", "ends soon", "has started"))
    assert len({PATTERNS[sound].edges for sound in Sound}) <= len(patterns())


def test_what_nobody_saw_or_heard_has_failed_with_a_cure(bed: Bed) -> None:
    bed.technician.answers = {"Bed 1's lamp": "n", "hear each": "n"}
    report = bed.conduct()
    assert bed.outcomes()["lamp of Bed 1"] is FAILED
    assert bed.outcomes()["buzzer of Bed 1, Bed 2"] is FAILED
    assert bed.outcomes()["lamp of Bed 2"] is FINE
    assert "longer leg" in bed.notes("lamp of Bed 1")
    assert "kind: passive" in bed.technician.said
    assert "FAILED: 4 ok, 2 FAILED" in report.text()


def test_repeat_blinks_again_and_skip_is_no_failure(bed: Bed) -> None:
    bed.technician.answers = {"Bed 1's lamp": ["r", "r", "y"], "hear each": ["r", "s"]}
    assert bed.conduct().passed
    assert sum(pin == 27 and level for _, pin, level in bed.edges) == 9
    assert bed.outcomes()["buzzer of Bed 1, Bed 2"] is SKIPPED


def test_an_answer_that_means_nothing_is_asked_for_again(bed: Bed) -> None:
    bed.technician.answers = {"Bed 1's lamp": ["maybe", "YES"]}
    assert bed.conduct().passed
    assert "please type one letter, then Enter: y = yes, n = no" in bed.technician.said


@pytest.mark.parametrize(("pin", "part"), [(27, "lamp of Bed 1"), (22, "buzzer of Bed 1, Bed 2")])
def test_a_pin_that_cannot_be_set_fails_its_part_and_the_walk_goes_on(
    bed: Bed, pin: int, part: str
) -> None:
    bed.factory.broken.add(pin)
    report = bed.conduct()
    failed = [name for name, outcome in bed.outcomes().items() if outcome is FAILED]
    assert failed == [part]
    assert f"pin {pin} cannot be set: Input/output error" in bed.notes(part)
    assert len(report.results) == 6


def test_a_lamp_whose_line_is_shorted_does_not_follow(bed: Bed) -> None:
    bed.factory.pin(27)._change_state = lambda _value: False
    bed.conduct()
    assert bed.outcomes()["lamp of Bed 1"] is FAILED
    assert "pin 27 reads off and was set on" in bed.notes("lamp of Bed 1")
    assert "pull it off the header" in bed.technician.said


def test_ctrl_c_leaves_everything_off_and_a_report_so_far(bed: Bed) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    bed.technician.does["WIPE NOW"] = [lambda: bed.time.after(100 * MS, interrupt)]
    report = bed.conduct()
    assert bed.all_off()
    assert bed.sees(0).getbbox() is None
    assert report.text().endswith("\nBROKEN OFF (interrupted): 3 ok\n")


def test_a_connection_that_is_lost_leaves_everything_off(bed: Bed) -> None:
    bed.technician.answers = {"Bed 2's lamp": [""]}
    report = bed.conduct()
    assert bed.all_off()
    assert report.broken_off == "nobody answers: the input has ended"
    assert len(report.results) == 2


def test_mock_pins_say_so_draw_the_panel_and_leave_buttons_out(tmp_path: Path) -> None:
    bed = Bed(tmp_path, mock=True)
    report = bed.conduct()
    assert "MOCK PINS" in bed.technician.said
    assert "┌──" in bed.technician.said
    assert bed.outcomes()["button of Bed 1"] is SKIPPED
    assert "mock pins: nobody can press it" in report.text()
    assert report.passed


# Panels


def test_the_picture_reaches_the_last_pixel_of_every_edge(bed: Bed) -> None:
    seen = []
    bed.technician.does["Is panel 0's picture"] = [lambda: seen.append(bed.sees(0))]
    bed.conduct()
    picture = seen[0]
    width, height = picture.size
    edge = [picture.getpixel((x, y)) for x in range(width) for y in (0, height - 1)]
    edge += [picture.getpixel((x, y)) for y in range(height) for x in (0, width - 1)]
    assert all(edge)


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


def test_a_panel_at_another_address_is_named_with_the_line_to_write(tmp_path: Path) -> None:
    bed = Bed(tmp_path, CONFIG.replace("[{}]", "[{address: 0x3C}, {address: 0x3D}]"))
    bed.presses_as_told()
    bus = RecordingBus({0x3D: glass_for("ssd1306", 128, 64), 0x3E: glass_for("x", 1, 1)})
    bed.buses[1] = bus
    bed.conduct()
    assert "nothing answers at 0x3C, but something does at 0x3E" in bed.notes("panel 0")
    assert "write `address: 0x3E` in the config" in bed.notes("panel 0")
    assert " 3d 3e --\n" in bed.technician.said


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


# Buttons


def test_a_press_and_a_hold_are_told_as_they_happen(bed: Bed) -> None:
    bed.conduct()
    story = bed.technician.said[bed.technician.said.index("BUTTONS") :]
    told = ["down", "let go: a press: fine", "down", "2 s: let go", "let go: a hold: fine"]
    places = [story.index(words) for words in told[:2]] + [story.rindex(w) for w in told[3:]]
    assert places == sorted(places)


def bounces(bed: Bed, bounce: Sequence[int]) -> str:
    bed.presses_as_told(bounce)
    bed.conduct()
    return bed.notes("button of Bed 1")


def test_a_quiet_button_is_fine_as_configured(bed: Bed) -> None:
    notes = bounces(bed, ())
    assert "bounce: 0 ms at most (looked every 0.5 ms): `debounce: 30ms` is fine" in notes


def test_a_bouncing_button_gets_the_debounce_it_needs(bed: Bed) -> None:
    notes = bounces(bed, (2, 5, 9, 20))
    assert "bounce: 21 ms at most" in notes or "bounce: 20 ms at most" in notes
    assert "write `button: {debounce: 50ms}` in the config" in notes
    assert bed.outcomes()["button of Bed 1"] is FINE


def test_a_worn_button_has_failed(bed: Bed) -> None:
    bed.technician.answers = {"Once more?": "n"}
    notes = bounces(bed, tuple(range(3, 121, 3)))
    assert "more than any debounce up to 200ms can cover" in notes
    assert bed.outcomes()["button of Bed 1"] is FAILED


def test_a_button_that_nobody_presses_gives_no_answer(bed: Bed) -> None:
    bed.technician.does = {}
    bed.technician.answers = {"Once more?": "n"}
    report = bed.conduct()
    assert bed.outcomes()["button of Bed 2"] is NO_ANSWER
    assert "no press came within 30 s" in bed.notes("button of Bed 2")
    assert "diagonal" in bed.notes("button of Bed 2")
    assert not report.passed


def test_a_second_attempt_counts(bed: Bed) -> None:
    does = bed.technician.does
    does[PRESSING].insert(0, lambda: None)
    bed.technician.answers = {"Once more?": "r"}
    assert bed.conduct().passed


def test_a_button_may_be_skipped_before_and_after(bed: Bed) -> None:
    bed.technician.does = {}
    bed.technician.answers = {"Bed 1's button": "s", "Once more?": "s"}
    assert bed.conduct().passed
    assert bed.outcomes()["button of Bed 1"] is bed.outcomes()["button of Bed 2"] is SKIPPED


def test_the_wrong_button_says_whose_it_is(bed: Bed) -> None:
    bed.technician.does[PRESSING] = [lambda: bed.push(5, 150)]
    bed.technician.answers = {"Once more?": "n"}
    bed.conduct()
    assert "that is Bed 2's button (pin 5); wanted is Bed 1's" in bed.technician.said
    assert "swap `button: 17` and `button: 5` in the config" in bed.notes("button of Bed 1")


def test_a_hold_where_a_press_is_wanted_is_said_and_waited_for_again(bed: Bed) -> None:
    bed.technician.does[PRESSING].insert(0, lambda: bed.push(17, 2500))
    bed.technician.does["wanted is a press"] = [lambda: bed.push(17, 150)]
    bed.conduct()
    assert "let go: a hold; wanted is a press" in bed.technician.said
    assert bed.outcomes()["button of Bed 1"] is FINE


def test_a_button_that_is_down_all_the_time_is_stuck_or_of_the_wrong_kind(bed: Bed) -> None:
    bed.factory.pin(17).drive_low()
    bed.technician.answers = {"Once more?": "n"}
    bed.conduct()
    assert bed.outcomes()["button of Bed 1"] is FAILED
    assert "normally closed" in bed.notes("button of Bed 1")
    assert bed.outcomes()["button of Bed 2"] is FINE


@pytest.mark.parametrize(("length", "said"), [(10_500, "takes it for stuck")])
def test_a_button_held_too_long_is_told(bed: Bed, length: int, said: str) -> None:
    bed.technician.does[HOLDING].insert(0, lambda: bed.push(17, length))
    bed.technician.does[said] = [lambda: bed.push(17, 2500, after=3000)]
    bed.conduct()
    assert said in bed.technician.said
    assert bed.outcomes()["button of Bed 1"] is FINE


def test_a_button_that_cannot_be_read_fails_with_the_reason(bed: Bed) -> None:
    bed.technician.answers = {"Once more?": "n"}
    breaks: Callable[[], None] = lambda: bed.factory.broken.add(17)  # noqa: E731 - one act of several
    bed.technician.does[HOLDING] = [breaks]
    bed.conduct()
    assert "pin 17 cannot be read: Input/output error" in bed.notes("button of Bed 1")
    assert bed.outcomes()["button of Bed 1"] is FAILED


def test_sparks_too_short_to_count_are_mentioned(bed: Bed) -> None:
    def sparks() -> None:
        bed.push(17, 5, after=500)
        bed.push(17, 5, after=900)

    bed.technician.does[PRESSING] = [sparks]
    bed.technician.answers = {"Once more?": "n"}
    bed.conduct()
    assert "its level changed 4 times, never for long enough" in bed.notes("button of Bed 1")
