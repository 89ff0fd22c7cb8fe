import json

from tests.bench.figure import Figure, Judged, as_json, from_programs, table


def test_a_ratio_is_judged_where_there_is_a_reference() -> None:
    assert Figure("bytes", 10, "B", reference=100, against="stock", goal=0.1).met
    assert not Figure("bytes", 11, "B", reference=100, against="stock", goal=0.1).met


def test_a_figure_alone_is_judged_by_itself() -> None:
    assert Figure("bus", 9, "%", goal=10).met
    assert Figure("bus", 11, "%", goal=10).met is False
    assert Figure("bus", 11, "%").met is None


def test_what_is_more_than_the_reference_can_be_judged() -> None:
    assert Figure("late", 3, "ms", reference=1, goal=2, judged=Judged.ABOVE).met
    assert not Figure("late", 3.1, "ms", reference=1, goal=2, judged=Judged.ABOVE).met


def test_our_own_figure_can_be_judged_beside_a_reference() -> None:
    assert Figure("press", 42, "ms", reference=1, goal=42, judged=Judged.OURS).met
    assert not Figure("press", 43, "ms", reference=60, goal=42, judged=Judged.OURS).met


def test_nothing_is_no_times_nothing() -> None:
    nothing = Figure("leak", 1, "MiB", reference=0, goal=1.1)
    assert (nothing.ratio, nothing.met) == (None, False)


def test_the_table_says_what_was_met() -> None:
    said = table(
        [
            Figure("bytes", 10, "B", reference=100, against="stock", goal=0.05),
            Figure("late", 3, "ms", reference=1, against="sleep", goal=2, judged=Judged.ABOVE),
        ]
    )

    assert said.splitlines()[2:] == [
        "| bytes | 10 B | 100 B (stock) | 0.1 | ≤ 0.05 | NO |",
        "| late | 3 ms | 1 ms (sleep) | 3 | ≤ 2 ms more | yes |",
    ]


def test_programs_get_ratio_and_verdict_and_give_the_figure_back() -> None:
    figure = Figure("bytes", 10, "B", reference=100, goal=1, judged=Judged.ABOVE)
    said = json.loads(as_json([figure]))[0]
    assert (said["ratio"], said["met"]) == (0.1, True)
    assert from_programs(said) == figure
