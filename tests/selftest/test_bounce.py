from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.selftest.bounce import APART, LEAST, MOST, Sample, advice, longest_bounce


def toggles(*instants: int) -> list[Sample]:
    """A level that is up at first and changes at each of these."""
    return [(0, False)] + [(at, count % 2 == 0) for count, at in enumerate(instants)]


def looked_at(samples: Iterable[Sample], every: int, until: int) -> list[Sample]:
    """The same level, looked at again and again."""
    changes, seen = list(samples), []
    for now in range(0, until, every):
        level = [down for at, down in changes if at <= now][-1]
        seen.append((now, level))
    return seen


@pytest.mark.parametrize(
    ("changes", "longest"),
    [
        ((), 0),
        ((1_000,), 0),
        ((1_000, 200_000), 0),
        ((1_000, 2_000, 4_500), 3_500),
        ((1_000, 2_000, 3_000, 200_000, 206_000, 207_000), 7_000),
        ((1_000, 1_000 + APART), APART),
        ((1_000, 1_001 + APART), 0),
        ((1_000, 20_000, 40_000, 60_000, 80_000), 79_000),
    ],
)
def test_a_bounce_lasts_from_its_first_change_to_its_last(
    changes: tuple[int, ...], longest: int
) -> None:
    assert longest_bounce(toggles(*changes)) == longest


def test_no_samples_have_no_bounce() -> None:
    assert longest_bounce([]) == 0


def test_samples_without_a_change_between_them_say_nothing_new() -> None:
    story = toggles(1_000, 2_000, 4_500)
    assert longest_bounce(looked_at(story, 500, 100_000)) == longest_bounce(story)


@pytest.mark.parametrize(
    ("bounce", "scan", "debounce"),
    [
        (0, 10, 30),
        (9_000, 10, 30),
        (14_900, 10, 40),
        (15_000, 10, 40),
        (20_000, 10, 50),
        (1_000, 7, 35),
        (99_000, 10, 200),
        (100_000, 10, 210),
    ],
)
def test_the_debounce_is_more_than_twice_the_bounce(bounce: int, scan: int, debounce: int) -> None:
    assert advice(bounce, scan).debounce == debounce


def test_a_bounce_that_no_debounce_covers_is_a_worn_button() -> None:
    assert not advice(99_000, 10).worn
    assert advice(100_000, 10).worn


@given(st.integers(0, 10**6), st.integers(1, 50))
def test_a_proposal_is_a_multiple_of_the_scan_and_long_enough(bounce: int, scan: int) -> None:
    proposed = advice(bounce, scan)
    assert proposed.debounce % scan == 0
    assert proposed.debounce >= LEAST
    assert proposed.debounce * 1000 > 2 * bounce
    assert proposed.worn is (proposed.debounce > MOST)
