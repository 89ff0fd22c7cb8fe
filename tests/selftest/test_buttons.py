"""Buttons that bounce, stick, stay silent or are somebody else's, and what is said of them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from station.selftest.report import Outcome
from tests.selftest.bed import CONFIG, HOLD, PRESS, Bed

PRESSING, HOLDING = f"Bed 1: {PRESS}", f"Bed 1: {HOLD}"
"""What is said when Bed 1's button is to be pressed and held."""
FINE, FAILED, SKIPPED, NO_ANSWER = (
    Outcome.FINE,
    Outcome.FAILED,
    Outcome.SKIPPED,
    Outcome.NO_ANSWER,
)


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


def test_a_button_that_bounces_longer_than_is_safe_has_failed_until_it_is_configured(
    bed: Bed,
) -> None:
    bed.technician.answers = {"Once more?": "n"}
    notes = bounces(bed, (2, 5, 9, 20))
    assert "bounce: 21 ms at most" in notes or "bounce: 20 ms at most" in notes
    assert "write `debounce: 50ms` under `button:`, beside what is there" in notes
    assert bed.outcomes()["button of Bed 1"] is FAILED
    assert (
        bed.technician.said.count("longer than is safe") == 1 + 1
    )  # at the button, and in the end
    assert not bed.report.passed


def test_with_the_debounce_that_it_needs_it_is_fine(tmp_path: Path) -> None:
    bed = Bed(tmp_path, f"{CONFIG}button: {{debounce: 50ms}}\n")
    bed.presses_as_told((2, 5, 9, 20))
    bed.conduct()
    assert "`debounce: 50ms` is fine (50ms would do)" in bed.notes("button of Bed 1")
    assert bed.report.passed


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
    assert not any(result.failed for result in bed.conduct().results)
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
