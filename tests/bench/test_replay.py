"""The measuring itself: that it finds what is there."""

from functools import partial

from tests.bench.replay import _day, counted, fastest, growth, of_bays, of_facts


def work(steps: int) -> int:
    return sum(number * number for number in range(10_000 * steps))


def test_work_that_grows_with_the_square_is_found() -> None:
    squares = {size: partial(work, size * size) for size in (1, 16)}
    assert growth("bay", fastest(squares, 2)).met is False


def test_each_is_as_fast_as_it_was_at_its_fastest() -> None:
    lengths = iter((20, 1, 20))
    took = fastest({"now and then slow": lambda: work(next(lengths))}, 3)
    assert took["now and then slow"] < min(fastest({"slow": partial(work, 20)}, 2).values())


def test_it_is_the_cost_of_one_that_is_judged() -> None:
    assert growth("bay", {1: 0.1, 16: 1.6 * 1.2}).met
    assert growth("bay", {1: 0.1, 16: 1.6 * 1.4}).met is False
    *rates, cost = of_bays({1: 0.1, 16: 1.6})
    assert [rate.ours for rate in rates] == [864_000, 54_000]
    assert cost.ratio == 1
    assert of_facts({100: 1, 1000: 20}).ratio == 2


def test_further_days_have_as_many_facts() -> None:
    one, two = counted(_day(1)), counted(_day(1, 2))
    assert two - 2 == 2 * (one - 2) + 1  # the start and the stop; the second day's new client
