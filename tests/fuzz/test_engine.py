"""The engine: it finds what lies deep, makes it small, repeats it, and keeps what it has found."""

import itertools
from pathlib import Path

import pytest
from hypothesis import strategies as st

from tests.fuzz import engine
from tests.fuzz.engine import MOST_MEMORY, Budget, Fuzz, Target, WrongError, bounded
from tests.fuzz.verdict import Said, kinds_of_errors, require_printable
from tests.fuzz.yamls import Draft, Garden, grown, written

WORDS = st.lists(st.sampled_from("abcdefghij"), max_size=12)
WORD = "badge"
MANY = 2000
"""Inputs; of them aimless ones, one in 100,000 opens."""


def deep(word: list[str]) -> str:
    """Each letter of the word is a step that only who has made those before can see."""
    known = 0
    for wanted, letter in zip(WORD, word, strict=False):
        if wanted != letter:
            break
        known += 1
    if known == len(WORD):
        raise WrongError("opens")
    return f"fine: {known} letters"


DEEP = Target("deep", WORDS, deep, "".join, ())


def test_what_was_reached_once_is_gone_on_from() -> None:
    tally = Fuzz(DEEP, seed=2).run(Budget(inputs=MANY), first_only=True, shrink=False)
    assert [failure.key for failure in tally.failures] == ["opens"]
    assert Fuzz(DEEP, seed=2, guided=False).run(Budget(inputs=MANY)).failures == []


def test_what_failed_is_made_small_and_can_be_repeated(tmp_path: Path) -> None:
    found = Fuzz(DEEP, seed=2, keep=tmp_path).run(Budget(inputs=MANY), first_only=True)
    assert [failure.smallest for failure in found.failures] == [WORD]
    again = Fuzz(DEEP, seed=2, keep=tmp_path).repeat()
    assert [failure.smallest for failure in again.failures] == [WORD]


def test_one_seed_tries_the_same_each_time() -> None:
    runs = [Fuzz(DEEP, seed=5).run(Budget(inputs=300)).ends for _ in range(2)]
    assert runs[0] == runs[1]


def test_the_next_run_begins_where_the_last_has_come(tmp_path: Path) -> None:
    first = Fuzz(DEEP, seed=1, keep=tmp_path).run(Budget(inputs=400))
    assert first.corpus > 1
    then = Fuzz(DEEP, seed=1, keep=tmp_path).run(Budget(inputs=first.corpus))
    assert then.ends.keys() == first.ends.keys()


def test_failures_of_several_kinds_are_told_apart() -> None:
    def judge(number: int) -> str:
        if number % 7 == 3:
            raise WrongError("three")
        return str(10 // (number % 5))

    target = Target("kinds", st.integers(0, 1000), judge, str, ())
    found = Fuzz(target, seed=1).run(Budget(inputs=100)).failures
    assert {failure.key.partition(" at ")[0]: failure.smallest for failure in found} == {
        "three": "3",
        "ZeroDivisionError": "0",
    }


def test_what_hangs_and_what_eats_memory_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOST_SECONDS", 0.2)
    with pytest.raises(WrongError, match="hangs"), bounded():
        sum(1 for _ in itertools.count())
    peaks = iter([100, 101 + MOST_MEMORY])
    monkeypatch.setattr(engine, "_peak", lambda: next(peaks))
    with pytest.raises(WrongError, match="eats memory"), bounded():
        pass


# The verdict on what a command says

FILE = Path("/clinic/station.yaml")
SAID = {
    "/clinic/station.yaml:2:3: 'x' is no id: use a-z": None,
    "/clinic/station.yaml: the file is empty: write one": None,
    "/clinic/protocols/own.yml: the station reads .yaml only: rename it": None,
    "'x' is no id: use a-z": "names no place",
    "/clinic/station.yaml:9:1: 'x' is no id: use a-z": "names a place that is not there",
    "/clinic/station.yaml:2:7: 'x' is no id: use a-z": "names a place that is not there",
    "/clinic/station.yaml:2:3: invalid": "tells no cure",
    "/clinic/station.yaml:2:3: use less" + " words" * 200: "speaks too long",
    "/etc/passwd:1:1: use keys": None,
    "/etc/passwd:1:1: invalid": "tells no cure",
    "/etc/passwd:100000:1: use keys": "names a place that is not there",
    "/dev/zero: this is no ordinary file: name another": None,
    "/etc/nothing:1:1: use keys": "names no place",
}


@pytest.mark.parametrize(("line", "wrong"), SAID.items())
def test_an_error_has_its_place_and_a_cure(line: str, wrong: str | None) -> None:
    files = {FILE: b"a: 1\r\nb: 2\n"}
    if wrong is None:
        assert kinds_of_errors(Said(2, "", f"{line}\n"), files)
        return
    with pytest.raises(WrongError, match=wrong):
        kinds_of_errors(Said(2, "", f"{line}\n"), files)


@pytest.mark.parametrize("letter", ["\x1b", "\x07", "\x9b", "\r", "\u202e", "\u2028", "\ud800"])
def test_nothing_gets_to_the_terminal_that_it_would_obey(letter: str) -> None:
    with pytest.raises(WrongError, match="says what cannot be printed"):
        require_printable(f"bed{letter}1")
    require_printable("Behandlung: זרוע, 😀\n")


def test_a_refusal_without_a_word_or_by_another_status_is_wrong() -> None:
    with pytest.raises(WrongError, match="without a word"):
        kinds_of_errors(Said(2, "", ""), {})
    with pytest.raises(WrongError, match="another exit status"):
        kinds_of_errors(Said(1, "", "x"), {})


# What files are made of


def test_a_tree_is_written_as_it_was_grown() -> None:
    text = 'a: 1\nb:\n  - {c: "d: e", f: [g, h]}\n  -\n    i: k\n'
    assert grown(written(grown(text))) == grown(text)


def test_files_are_changed_in_every_way_and_stay_themselves_now_and_then() -> None:
    garden, seen = Garden({"one": "a: 1\nb: [2, {c: 3}]\n"}), list[bytes]()

    def judge(draft: Draft) -> str:
        seen.append(draft.raw)
        return str(len(draft.raw))

    target = Target("files", garden.drafts, judge, repr, ())
    Fuzz(target, seed=1).run(Budget(inputs=300))
    assert b"a: 1\nb: [2, {c: 3}]\n" in seen
    assert len(set(seen)) > 150
