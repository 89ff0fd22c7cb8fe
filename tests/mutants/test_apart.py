"""What becomes of a trial that lives, dies, hangs or eats the memory."""

import os
import signal

import pytest

from tests.mutants.apart import MEMORY, Trial, Trials, Verdict, Watch, aside


def survives(watch: Watch) -> bool:
    watch.begins("a test", 5)
    return True


def is_noticed(watch: Watch) -> bool:
    watch.begins("another", 5)
    return False


def hangs(watch: Watch) -> bool:
    watch.begins("a third", 0.1)
    while True:
        pass


def is_killed(_watch: Watch) -> bool:
    os.kill(os.getpid(), signal.SIGTERM)
    return True


def eats_the_memory(_watch: Watch) -> bool:
    try:
        return bool(bytearray(MEMORY))
    except MemoryError:
        return False


@pytest.mark.parametrize("jobs", [1, 3])
def test_each_has_its_verdict_and_the_test_that_was_its_last(jobs: int) -> None:
    all_of_them: list[Trial] = [survives, is_noticed, hangs, is_killed, eats_the_memory]
    told = Trials[Trial](jobs).run((trial, trial) for trial in all_of_them)
    assert {trial: (verdict, test) for trial, verdict, test in told} == {
        survives: (Verdict.SURVIVED, "a test"),
        is_noticed: (Verdict.KILLED, "another"),
        hangs: (Verdict.ENDLESS, "a third"),
        is_killed: (Verdict.KILLED, ""),
        eats_the_memory: (Verdict.KILLED, ""),
    }


def broken(_watch: Watch) -> bool:
    raise LookupError("there is no such function")


def test_a_trial_that_goes_wrong_itself_is_no_verdict(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError, match="could not be tried"):
        list(Trials[str](1).run([("bay.py", broken)]))
    assert "there is no such function" in capfd.readouterr().err


def test_what_is_done_aside_leaves_nothing_here(capfd: pytest.CaptureFixture[str]) -> None:
    here: list[int] = []
    aside(lambda: here.append(1))
    assert not here
    with pytest.raises(RuntimeError, match="see above"):
        aside(lambda: broken(Watch()))
    assert "there is no such function" in capfd.readouterr().err
