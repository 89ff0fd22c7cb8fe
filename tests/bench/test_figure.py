from tests.bench.figure import Figure, as_json, table


def test_a_ratio_is_judged_where_there_is_a_reference() -> None:
    assert Figure("bytes", 10, "B", reference=100, against="stock", goal=0.1).met
    assert not Figure("bytes", 11, "B", reference=100, against="stock", goal=0.1).met


def test_a_figure_alone_is_judged_by_itself() -> None:
    assert Figure("bus", 9, "%", goal=10).met
    assert Figure("bus", 11, "%", goal=10).met is False
    assert Figure("bus", 11, "%").met is None


def test_the_table_says_what_was_met() -> None:
    said = table([Figure("bytes", 10, "B", reference=100, against="stock", goal=0.05)])

    assert said.splitlines()[-1] == "| bytes | 10 B | 100 B (stock) | 0.1 | ≤ 0.05 | NO |"


def test_programs_get_ratio_and_verdict() -> None:
    assert '"ratio": 0.1' in as_json([Figure("bytes", 10, "B", reference=100)])
