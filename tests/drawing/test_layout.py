from itertools import combinations

import pytest

from station.drawing.digits import PAGE
from station.drawing.layout import SPARE, Box, Layout, across, layout
from tests.drawing.sizes import SIZES

DRAWN = [size for size in SIZES if size != (256, 128)]


def overlap(one: Box, other: Box) -> bool:
    return min(one.right, other.right) > max(one.left, other.left) and min(
        one.bottom, other.bottom
    ) > max(one.top, other.top)


def places(it: Layout) -> list[Box]:
    """What may not lie on each other."""
    strip = [it.strip] if it.strip is not None and not it.shares else []
    return [it.header, it.large, it.footer, *strip]


@pytest.mark.parametrize("size", DRAWN)
@pytest.mark.parametrize("bays", [1, 2, 3, 4, 8, 28])
@pytest.mark.parametrize("counting", [True, False])
def test_places_are_on_the_panel_and_not_on_each_other(
    size: tuple[int, int], bays: int, counting: bool
) -> None:
    it = layout(size, bays, counting=counting)
    for box in (*places(it), it.gauge):
        assert 0 <= box.left < box.right <= size[0] - SPARE
        assert 0 <= box.top < box.bottom <= size[1]
    assert not any(overlap(one, other) for one, other in combinations(places(it), 2))
    assert (it.strip is None) is (bays == 1)
    assert it.footer.height >= PAGE


@pytest.mark.parametrize("bays", [1, 2, 4])
def test_what_ticks_shares_no_page_with_words(bays: int) -> None:
    it = layout((128, 64), bays, counting=True)
    assert it.header.bottom == it.large.top == PAGE
    assert it.footer.top % PAGE == 0
    assert it.large.bottom <= it.footer.top


def test_one_bay_has_40_rows_for_its_countdown() -> None:
    for size in DRAWN:
        if size[1] >= 64:
            assert layout(size, 1, counting=True).large.height >= 40


def test_the_gauge_is_beside_the_countdown_or_below_it() -> None:
    for size in DRAWN:
        it = layout(size, 1, counting=True)
        upright = it.gauge.height > it.gauge.width
        assert upright is overlap(it.gauge, it.large)
        assert upright or it.large.bottom <= it.gauge.top < it.gauge.bottom <= it.footer.top


def test_three_bays_stand_side_by_side_in_a_strip() -> None:
    assert (across(126), across(254), across(10)) == (3, 6, 1)
