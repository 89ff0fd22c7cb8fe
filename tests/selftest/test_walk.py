"""A technician who has never seen the station walks through it, in virtual time."""

from itertools import pairwise
from pathlib import Path

import pytest

from station.core.alarm import PATTERNS, Sound
from station.selftest.report import Outcome
from station.selftest.sounds import patterns
from station.sounds import MEANINGS
from tests.selftest.bed import MS, Bed

FINE, FAILED, SKIPPED = Outcome.FINE, Outcome.FAILED, Outcome.SKIPPED


@pytest.mark.meets("CMD-8")
def test_a_sound_station_passes_and_is_off_at_the_end(bed: Bed) -> None:
    report = bed.conduct()
    assert bed.outcomes() == {
        "typeface of the panels": FINE,
        "panel 0": FINE,
        "lamp of Bed 1": FINE,
        "lamp of Bed 2": FINE,
        "buzzer of Bed 1, Bed 2": FINE,
        "button of Bed 1": FINE,
        "button of Bed 2": FINE,
    }
    assert report.passed
    assert report.text().endswith("\nPASSED: 7 ok\n")
    assert bed.all_off()
    assert bed.sees(0).getbbox() is None


def test_it_says_what_is_coming_and_for_how_long(bed: Bed) -> None:
    bed.conduct(warnings=["CREAM IS ON at Bed 1"])
    before = bed.technician.said[: bed.technician.said.index("PANELS")]
    assert "about 3 min" in before
    assert "LOUD" in before
    assert "Ctrl-C ends it" in before
    assert "WARNING: CREAM IS ON at Bed 1\n" in before
    assert "  WARNING  CREAM IS ON at Bed 1\n" in bed.report.text()


def test_nothing_happens_before_somebody_says_yes(bed: Bed) -> None:
    bed.technician.answers = {"Begin?": "n"}
    report = bed.conduct()
    assert report.broken_off == "not begun"
    assert report.text().endswith("\nBROKEN OFF (not begun): 7 not tested\n")
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
    assert said.index("OVERDUE: ") < said.index("REMOVAL: ") < said.index("APPLIED: ")


def test_every_sound_of_the_station_is_named_and_what_sounds_alike_sounds_once() -> None:
    named = " ".join(meaning for _, meaning in patterns())
    assert all(f"{sound.upper()}: {MEANINGS[sound]}" in named for sound in Sound)
    assert len({PATTERNS[sound].edges for sound in Sound}) == len(patterns())


def test_what_nobody_saw_or_heard_has_failed_with_a_cure(bed: Bed) -> None:
    bed.technician.answers = {"Bed 1's lamp": "n", "hear each": "n"}
    report = bed.conduct()
    assert bed.outcomes()["lamp of Bed 1"] is FAILED
    assert bed.outcomes()["buzzer of Bed 1, Bed 2"] is FAILED
    assert bed.outcomes()["lamp of Bed 2"] is FINE
    assert "long leg (+): through 330 Ω to header 13" in bed.technician.said
    assert "only a click: it is a passive one" in bed.technician.said
    assert "FAILED: 5 ok, 2 FAILED" in report.text()


def test_a_guess_is_said_and_is_no_finding(bed: Bed) -> None:
    bed.technician.answers = {"Bed 1's lamp": "n", "hear each": "n"}
    bed.conduct()
    assert bed.notes("lamp of Bed 1") == "nobody saw it blink"
    assert bed.notes("buzzer") == "not heard as it should be"


def test_repeat_blinks_again(bed: Bed) -> None:
    bed.technician.answers = {"Bed 1's lamp": ["r", "r", "y"]}
    assert bed.conduct().passed
    assert sum(pin == 27 and level for _, pin, level in bed.edges) == 9


def test_what_is_skipped_has_neither_failed_nor_passed(bed: Bed) -> None:
    bed.technician.answers = {"hear each": ["r", "s"], "Bed 1's button?": "s"}
    report = bed.conduct()
    assert bed.outcomes()["buzzer of Bed 1, Bed 2"] is SKIPPED
    assert not report.passed
    assert report.text().endswith("\nINCOMPLETE: 5 ok, 2 skipped\n")


def test_nothing_tested_is_no_pass(bed: Bed) -> None:
    bed.technician.answers = {"Begin?": "y", "?": "s"}
    assert not bed.conduct().passed
    assert bed.report.text().endswith("\nINCOMPLETE: 1 ok, 6 skipped\n")


def test_a_failure_outdoes_what_was_skipped(bed: Bed) -> None:
    bed.technician.answers = {"hear each": "s", "Bed 1's lamp": "n"}
    assert bed.conduct().text().endswith("\nFAILED: 5 ok, 1 FAILED, 1 skipped\n")


def test_an_answer_that_means_nothing_is_asked_for_again(bed: Bed) -> None:
    bed.technician.answers = {"Bed 1's lamp": ["maybe", "YES"]}
    assert bed.conduct().passed
    assert "please type one of these, then Enter: y = yes, n = no" in bed.technician.said


@pytest.mark.parametrize(("pin", "part"), [(27, "lamp of Bed 1"), (22, "buzzer of Bed 1, Bed 2")])
def test_a_pin_that_cannot_be_set_fails_its_part_and_the_walk_goes_on(
    bed: Bed, pin: int, part: str
) -> None:
    bed.factory.broken.add(pin)
    report = bed.conduct()
    failed = [name for name, outcome in bed.outcomes().items() if outcome is FAILED]
    assert failed == [part]
    assert f"pin {pin} cannot be set: Input/output error" in bed.notes(part)
    assert len(report.results) == 7


def test_a_lamp_whose_line_is_shorted_does_not_follow(bed: Bed) -> None:
    bed.factory.pin(27)._change_state = lambda _value: False
    bed.conduct()
    assert bed.outcomes()["lamp of Bed 1"] is FAILED
    assert "pin 27 reads off and was set on" in bed.notes("lamp of Bed 1")
    assert "pull it off the header" in bed.technician.said


def test_ctrl_c_leaves_everything_off_and_a_report_so_far(bed: Bed) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    bed.technician.does["REMOVAL: "] = [lambda: bed.time.after(100 * MS, interrupt)]
    report = bed.conduct()
    assert bed.all_off()
    assert bed.sees(0).getbbox() is None
    assert report.text().endswith(
        "  broken off  buzzer of Bed 1, Bed 2 (pin 22, active)\n"
        "  not tested  button of Bed 1 (pin 17)\n"
        "  not tested  button of Bed 2 (pin 5)\n"
        "\nBROKEN OFF (interrupted): 4 ok, 1 broken off, 2 not tested\n"
    )


def test_a_connection_that_is_lost_leaves_everything_off(bed: Bed) -> None:
    bed.technician.answers = {"Bed 2's lamp": [""]}
    report = bed.conduct()
    assert bed.all_off()
    assert report.broken_off == "nobody answers: the input has ended"
    assert len(report.results) == 3


def test_mock_pins_say_so_draw_the_panel_and_leave_buttons_out(tmp_path: Path) -> None:
    bed = Bed(tmp_path, mock=True)
    report = bed.conduct()
    assert "MOCK PINS" in bed.technician.said
    assert "┌──" in bed.technician.said
    assert bed.outcomes()["button of Bed 1"] is Outcome.LEFT_OUT
    assert "mock pins: nobody can press it" in report.text()
    assert report.text().endswith("\nPASSED: 5 ok, 2 left out\n")
