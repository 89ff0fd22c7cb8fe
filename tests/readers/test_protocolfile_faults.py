"""Protocol files: every fault with its place and its cure."""

from pathlib import Path

import pytest

from tests.readers.protocols import LEAST, problems


@pytest.mark.meets("FIL-2")
@pytest.mark.parametrize("key", ["protocol", "name", "source", "contact"])
def test_required_keys(clinic: Path, key: str) -> None:
    lines = [line for line in LEAST.splitlines() if not line.startswith(key)]
    (problem,) = problems(clinic, "\n".join(lines))
    assert problem.startswith(f"1:1: required key '{key}' is missing: add '{key}: ...'")
    assert ("where the figures come from" in problem) == (key == "source")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("contcat: 20m", "5:1: unknown key 'contcat'; did you mean 'contact'?"),
        (
            "area: 20",
            "5:1: unknown key 'area'; the keys here are: protocol, name, source, reviewer,",
        ),
        ("reviewer:", "5:10: nothing is written here: write text, or remove the key"),
        ("removal: 2", "5:10: '2' has no unit: write one of 2ms, 2s, 2m, 2h"),
        ("removal: 2h", "5:10: '2h' is out of range: write 1s to 1h"),
        ("removal: 0s", "5:10: '0s' is out of range: write 1s to 1h"),
        ("effect: 25h", "5:9: '25h' is out of range: write 1s to 24h"),
        ("applications: 0", "5:15: '0' is out of range: write a whole number from 1 to 24"),
        ("applications: six", "5:15: 'six' is no whole number: write a whole number from 1 to 24"),
        ("silence_first: no", "5:16: 'no' is neither true nor false: write false"),
        ("onset: 2m", "5:8: '2m' cannot stand here: write a list"),
        ("onset: [2m]", "5:8: this list has 1: it needs exactly 2"),
        ("onset: [2m, 3m, 4m]", "5:8: this list has 3: it needs exactly 2"),
        ("onset: [2m, x]", "5:13: 'x' is no length of time: write it like 300ms, 90s, 2m"),
        ("onset: [3m, 2m]", "5:8: the earliest comes first: write [2m, 3m]"),
        (
            "onset: [2m, 30m]",
            "5:8: numbness must begin before the contact ends: write less than 30m",
        ),
        ("hints: [x]", "5:8: a list cannot stand here: write keys with values"),
        ("hints: {redy: [x]}", "5:9: unknown key 'redy'; did you mean 'ready'?"),
        ("hints: {ready: x}", "5:16: 'x' cannot stand here: write a list, such as [..., ...]"),
        ("hints: {ready: []}", "5:16: this list has 0: it needs at least 1"),
        ("hints: {ready: [a, '']}", "5:20: empty text: write some"),
        (f"hints: {{ready: [{'x' * 121}]}}", "5:17: 121 characters are too many: at most 120"),
        ("translations: [de]", "5:15: a list cannot stand here: write keys with values"),
        ("translations: {de: [x]}", "5:20: a list cannot stand here: write keys with values"),
        ("translations: {de: {}}", "5:20: required key 'hints' is missing"),
        (
            "translations: {fr: {hints: {redy: [x]}}}",
            "5:29: unknown key 'redy'; did you mean 'ready'?",
        ),
        ("translations: {fr: {hints: {ready: ['']}}}", "5:37: empty text: write some"),
        (f"hints: {{ready: [{'x,' * 13}]}}", "5:16: this list has 13: it needs at most 12"),
    ],
)
def test_faults(clinic: Path, line: str, problem: str) -> None:
    (said,) = problems(clinic, f"{LEAST}{line}\n")
    assert said.startswith(problem)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("contact: 0s", "1s to 12h"),
        ("contact: 12:00:01", "1s to 12h"),
        ("contact: 1200", "no unit"),
        ("source: ''", "empty text"),
        ("name: " + "x" * 41, "at most 40"),
        ("protocol: Mine", "such as 'mine'"),
        (
            "protocol: other",
            "this file is mine.yaml, so its protocol cannot be another: write 'mine'",
        ),
    ],
)
def test_faults_of_required_keys(clinic: Path, line: str, problem: str) -> None:
    key = line.partition(":")[0]
    rows = [line if row.startswith(f"{key}:") else row for row in LEAST.splitlines()]
    (said,) = problems(clinic, "\n".join(rows))
    assert said.startswith(f"{rows.index(line) + 1}:{len(key) + 3}: ")
    assert problem in said


def test_all_faults_at_once(clinic: Path) -> None:
    said = problems(
        clinic,
        "protocol: other\nname: 'x\\y'\ncontact: 20\nremoval: yes\nonset: [3m, 2m]\nefect: 1h\n"
        "hints: {ready: [''], contact: y}\n",
    )
    assert [problem.split(" ")[0] for problem in said] == [
        "1:1:",  # no source
        "1:11:",
        "3:10:",
        "4:10:",
        "5:8:",
        "6:1:",
        "7:17:",
        "7:31:",
    ]


def test_a_broken_file_of_its_own(clinic: Path) -> None:
    assert problems(clinic, "protocol: 'x") == ["1:11: this quote is never closed"]
    assert problems(clinic, "") == [" the file is empty, or only comments"]
