"""Edges with threads of their own are asked when they have news, and now and then without."""

import pytest

from station.core.duration import SECOND
from station.core.floor import Floor
from station.core.past import Past
from station.core.recovery import recover
from station.core.reports import JournalReport, Report
from station.core.stamp import Stamp
from station.engine.edges import Edges
from station.engine.runtime import LOOK, Runtime
from station.machine.news import News
from tests.core.ward import plan
from tests.engine.written import LateClock, Notes, Paper, Wires


class Asked(Paper):
    """A journal that notes when it is asked, and fails when the test says so."""

    def __init__(self, clock: LateClock) -> None:
        super().__init__()
        self.clock = clock
        self.news = News()
        self.at: list[int] = []
        self.said: list[Report] = []

    def reports(self) -> list[Report]:
        self.at.append(self.clock.now())
        said, self.said = self.said, []
        return said


class Attended:
    """Whoever watches, and when."""

    def __init__(self) -> None:
        self.at: list[int] = []

    def attend(self, floor: Floor, now: int) -> None:  # noqa: ARG002 - as it is called
        self.at.append(now)


class AtRest:
    """A station that nobody touches, and whose start is long told."""

    def __init__(self, *, news: bool = True) -> None:
        self.clock = clock = LateClock(0)
        self.journal, self.watch = Asked(clock), Attended()
        edges = Edges(
            clock, Wires(clock, []), self.journal, Notes(), self.watch,
            news=self.journal.news if news else None,
        )  # fmt: skip
        now = Stamp(clock.boot, clock.now(), clock.wall(), clock.trusted())
        floor, facts = recover(plan(), Past(), now)
        self.runtime = Runtime(floor, facts, 10, edges)
        self.work(5 * SECOND + 30)
        self.journal.at.clear()
        self.watch.at.clear()

    def work(self, ms: int) -> None:
        until = self.clock.now() + ms
        while self.clock.now() < until:
            self.runtime.turn()
            self.runtime._sleep()


def test_without_news_the_journal_is_asked_and_the_watch_called_ten_times_a_second() -> None:
    rest = AtRest()
    rest.work(SECOND)
    assert len(rest.journal.at) == SECOND // LOOK == 10
    assert 10 <= len(rest.watch.at) <= 12  # what a panel shows may change meanwhile


def test_where_edges_have_no_news_to_tell_they_are_asked_at_every_scan() -> None:
    rest = AtRest(news=False)
    rest.work(SECOND)
    assert len(rest.journal.at) == 100


@pytest.mark.parametrize("after", range(0, LOOK, 10))
def test_news_is_fetched_at_the_next_scan_and_the_watch_hears_of_it(after: int) -> None:
    rest = AtRest()
    rest.work(after)
    rest.journal.said.append(JournalReport("the disk is full"))
    rest.journal.news.there = True
    at = rest.clock.now()
    rest.work(10)
    assert rest.runtime.floor.journal_lost == at
    assert rest.watch.at[-1] == at
    assert not rest.journal.news.there
