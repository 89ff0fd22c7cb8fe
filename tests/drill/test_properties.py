"""Whatever a trainee does: the judge says what the facts show, and nothing else."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.facts import Fact, FactKind
from station.drill.drill import DRILLS, Drill
from station.drill.judge import SETTLED, Finding, Judgement, Outcome, judge
from tests.drill.trainee import BEDS, Trainee

DEEDS = st.one_of(
    st.tuples(st.just("press"), st.integers(0, 2)),
    st.tuples(st.just("hold"), st.integers(0, 2)),
    st.tuples(st.just("wait"), st.sampled_from([0.5, 3, 12, 31, 45, 95])),
    st.tuples(st.just("cut"), st.sampled_from([1, 10, 100])),
    st.tuples(st.sampled_from(["kill", "trust"])),
)
DAYS = st.lists(DEEDS, max_size=14)
ANY = st.sampled_from(list(DRILLS.values()))


def played(drill: Drill, day: list[tuple[Any, ...]]) -> Trainee:
    """A trainee who did all that."""
    trainee = Trainee(drill)
    for deed, *how in day:
        getattr(trainee, deed)(*how)
    return trainee


def shows(facts: list[Fact], found: Finding) -> bool:
    """Whether some fact shows what a finding says was done."""
    kinds = {found.task.does} | (
        {FactKind.REMOVED} if found.task.does is FactKind.SILENCED else set()
    )
    return any(f.kind in kinds and f.bay == BEDS[found.task.bed] for f in facts)


def well_formed(drill: Drill, report: Judgement, facts: list[Fact]) -> None:
    assert [found.task for found in report.findings] == list(drill.tasks)
    for found in report.findings:
        done = found.outcome in (Outcome.DONE, Outcome.LATE)
        assert (found.took is not None) is done
        assert (found.late_by > 0) is (found.outcome is Outcome.LATE)
        assert not done or shows(facts, found)
    if report.over:
        assert all(found.outcome in SETTLED for found in report.findings)
    if report.passed:
        assert all(found.outcome is Outcome.DONE for found in report.findings)


@given(ANY, DAYS)
@settings(deadline=None, max_examples=150)
def test_nothing_is_said_to_be_done_that_no_fact_shows(
    drill: Drill, day: list[tuple[Any, ...]]
) -> None:
    trainee = played(drill, day)
    for stopped in (False, True):
        well_formed(trainee.drill, trainee.report(stopped=stopped), trainee.facts)
    assert trainee.verdict(stopped=True).says


@given(ANY, DAYS)
@settings(deadline=None, max_examples=100)
def test_with_time_alone_nothing_gets_better(drill: Drill, day: list[tuple[Any, ...]]) -> None:
    trainee = played(drill, day)
    facts, now = trainee.facts, trainee.now
    before = judge(drill, BEDS, facts, now)
    for later in (now + 20_000, now + 200_000, drill.longest + now):
        report = judge(drill, BEDS, facts, later)
        for was, found in zip(before.findings, report.findings, strict=True):
            if was.outcome in SETTLED:
                assert found == was
            assert found.outcome not in (Outcome.DONE, Outcome.LATE) or found == was
        assert report.over or later < drill.longest
        before = report


@given(ANY, DAYS)
@settings(deadline=None, max_examples=100)
def test_a_bed_that_has_no_part_changes_no_finding(
    drill: Drill, day: list[tuple[Any, ...]]
) -> None:
    trainee = played(drill, day)
    others = BEDS[drill.beds :]
    mine = [fact for fact in trainee.facts if fact.bay not in others]
    with_all = judge(drill, BEDS, trainee.facts, trainee.now)
    assert judge(drill, BEDS, mine, trainee.now).findings == with_all.findings


KINDS = st.sampled_from(list(FactKind))


@given(ANY, st.lists(st.tuples(KINDS, st.integers(0, 500_000), st.sampled_from(BEDS), KINDS)))
def test_facts_that_no_station_would_tell_do_no_harm(
    drill: Drill, told: list[tuple[FactKind, int, str, FactKind]]
) -> None:
    facts = [Fact(kind, at, at, bay=bay, of=of) for kind, at, bay, of in told]
    judge(drill, BEDS, facts, 500_000)
