"""Every kind of input, a few dozen of each: `make fuzz` tries thousands."""

import warnings

import pytest

from tests.fuzz.__main__ import TARGETS, main
from tests.fuzz.engine import Budget, Fuzz

FEW = {"scenario": 4, "levels": 25, "mqtt": 40, "broker": 40, "http": 80}
USUAL = 12


@pytest.fixture(autouse=True)
def _quiet() -> None:
    warnings.simplefilter("ignore")  # sqlite3 of foreign files, Hypothesis of long names


@pytest.mark.parametrize("name", TARGETS)
def test_always_a_clean_result_or_a_clear_error(name: str) -> None:
    tally = Fuzz(TARGETS[name], seed=7).run(Budget(inputs=FEW.get(name, USUAL)))
    assert [failure.key for failure in tally.failures] == []
    assert tally.inputs >= FEW.get(name, USUAL)
    assert len(tally.ends) > 2, "they all end alike: nothing is tried"


def test_an_input_that_nobody_knows_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["tea"])
    assert left.value.code == 2
    assert "no input 'tea': one of config, protocol" in capsys.readouterr().err
