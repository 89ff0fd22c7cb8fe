"""How long a station waits before it tries the broker again."""

import random

from station.fleet.backoff import FIRST, LONGEST, Backoff


def test_it_waits_twice_as_long_each_time_up_to_a_minute() -> None:
    backoff = Backoff(random.Random(1))
    waits = [backoff.next() for _ in range(10)]
    longest = FIRST
    for wait in waits:
        assert longest / 2 <= wait <= longest
        longest = min(2 * longest, LONGEST)
    assert longest == LONGEST


def test_a_hundred_stations_do_not_come_back_at_once() -> None:
    waits = sorted(Backoff(random.Random(seed)).next() for seed in range(100))
    crowd = max(sum(1 for w in waits if at <= w < at + 0.05) for at in waits)
    assert crowd < 30


def test_after_a_long_connection_it_begins_anew() -> None:
    backoff = Backoff()
    for _ in range(10):
        backoff.next()
    backoff.reset()
    assert backoff.next() <= FIRST
