"""What a node's text means, and what is said when it means nothing."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.duration import HOUR, MINUTE, SECOND
from station.readers.durationtext import in_words, parse_duration
from station.readers.placed import Reader, readable
from station.readers.problem import FileRefused, Problems
from station.readers.section import Section
from station.readers.yamlfile import parse
from station.readers.yamlvalues import (
    LONGEST,
    boolean,
    choice,
    duration,
    identifier,
    list_of,
    text,
    whole,
)
from tests.readers.written import value, wrong


@pytest.mark.parametrize(
    "written", ["no", "12", "1:30", "Bed 1", "0x10", "Über", "a: b".replace(" ", "")]
)
def test_text_is_as_written(written: str) -> None:
    assert value(written, text()) == written


@pytest.mark.parametrize(
    ("written", "meant"),
    [("'a: b'", "a: b"), ('"null"', "null"), (">-\n  two\n  lines", "two lines"), ("|\n  x", "x")],
)
def test_text_in_quotes_and_blocks(written: str, meant: str) -> None:
    assert value(written, text()) == meant


@pytest.mark.parametrize(
    ("written", "cure"),
    [
        ("", "nothing is written here: write text, or remove the key"),
        ("~", "nothing is written here"),
        ("null", "nothing is written here"),
        ("''", "empty text: write some, or remove the key"),
        ("' '", "empty text"),
        ("[a]", "a list cannot stand here: write text"),
        ("{a: b}", "keys with values cannot stand here: write text"),
        ('"a\\nb"', "one line"),
        ('"a\\tb"', "one line"),
        ('"\\e[31m"', "control characters"),
        ('"\\ud800"', "control characters"),
        ('"a\\Lb"', "control characters"),
        ("abcdefg", "7 characters are too many: at most 6"),
    ],
)
def test_text_refused(written: str, cure: str) -> None:
    assert cure in wrong(written, text(6))


@pytest.mark.meets("CFG-12")
@pytest.mark.parametrize("written", ["bed-1", "no", "1", "x" * 32, "1e3", "--", "'null'"])
def test_identifiers(written: str) -> None:
    assert value(written, identifier) == written.strip("'")


@pytest.mark.meets("CFG-12")
@pytest.mark.parametrize(
    ("written", "cure"),
    [
        ("Bed 1", "'Bed 1' is no id: use 1 to 32 of a-z, 0-9 and '-', such as 'bed-1'"),
        ("bed_1", "such as 'bed-1'"),
        ("x" * 33, f"such as '{'x' * 32}'"),
        ("''", "'' is no id: use 1 to 32 of a-z, 0-9 and '-'"),
        ("é", "is no id"),
        ("\u0661", "is no id"),
        ("", "nothing is written here: write an id"),
        ("[a]", "a list cannot stand here: write an id"),
    ],
)
def test_identifiers_refused(written: str, cure: str) -> None:
    assert cure in wrong(written, identifier)


@pytest.mark.parametrize(
    ("written", "number"),
    [("0", 0), ("17", 17), ("0x3C", 60), ("0x3c", 60), ("-5", -5), ("99", 99)],
)
def test_whole_numbers(written: str, number: int) -> None:
    assert value(written, whole(-5, 99)) == number


@pytest.mark.parametrize(
    ("written", "cure"),
    [
        ("100", "'100' is out of range: write a whole number from -5 to 99"),
        ("-6", "is out of range"),
        ("0xFF", "is out of range"),
        ("9" * 5000, "is far out of range"),
        ("0x" + "f" * 5000, "is no whole number"),
        ("true", "is a yes or no, not a number: write a whole number from -5 to 99"),
        ("off", "is a yes or no"),
        ("17.0", "is a fraction: write a whole number"),
        (".5", "is a fraction"),
        ("1e1", "is no whole number"),
        (".inf", "is no whole number"),
        ("'17'", "'17' is text: write a whole number from -5 to 99 without quotes"),
        ("017", "starts with a zero, which YAML takes for octal: write"),
        ("1_7", "has an underscore: write"),
        ("0b11", "is no whole number"),
        ("0o17", "is no whole number"),
        ("+5", "is no whole number"),
        ("1:30", "is no whole number"),
        ("\u0661\u0667", "is no whole number"),
        ("", "nothing is written here: write a whole number"),
        ("[17]", "a list cannot stand here: write a whole number"),
    ],
)
def test_whole_numbers_refused(written: str, cure: str) -> None:
    assert cure in wrong(written, whole(-5, 99))


def test_bounds_in_another_form() -> None:
    assert "an I2C address from 0x03 to 0x77" in wrong(
        "0x78", whole(3, 0x77, "an I2C address", "#04x")
    )


def test_booleans() -> None:
    assert value("true", boolean) is True
    assert value("false", boolean) is False


@pytest.mark.parametrize(
    ("written", "cure"),
    [
        ("yes", "'yes' is neither true nor false: write true, without quotes"),
        ("Off", "write false"),
        ("True", "write true"),
        ("'false'", "write false, without quotes"),
        ("1", "write true or false"),
        ("", "nothing is written here: write true or false"),
        ("[]", "a list cannot stand here: write true or false"),
    ],
)
def test_booleans_refused(written: str, cure: str) -> None:
    assert cure in wrong(written, boolean)


def test_choices() -> None:
    assert value("passive", choice("active", "passive")) == "passive"
    assert (
        wrong("pasive", choice("active", "passive")) == "unknown 'pasive'; did you mean 'passive'?"
    )
    message = "unknown 'loud'; it must be one of: active, passive"
    assert wrong("loud", choice("active", "passive")) == message
    assert "unknown 'zzz" in wrong("z" * 100_000, choice("active", "passive"))
    assert len(wrong("z" * 100_000, choice("active", "passive"))) < 120
    assert wrong("", choice("a", "b")) == "nothing is written here: write a or b, or remove the key"


@pytest.mark.meets("LEN-1")
@pytest.mark.parametrize(
    ("written", "milliseconds"),
    [
        ("300ms", 300),
        ("0ms", 0),
        ("90s", 90 * SECOND),
        ("2m", 2 * MINUTE),
        ("1h", HOUR),
        ("1h30m", 90 * MINUTE),
        ("1m30s", 90 * SECOND),
        ("1s500ms", 1500),
        ("1h2m3s4ms", HOUR + 2 * MINUTE + 3 * SECOND + 4),
        ("0:05", 5 * SECOND),
        ("20:30", 20 * MINUTE + 30 * SECOND),
        ("90:00", 90 * MINUTE),
        ("1:30:00", 90 * MINUTE),
        ("'1:30:00'", 90 * MINUTE),
        ('"90s"', 90 * SECOND),
        ("8784h", LONGEST),
    ],
)
def test_durations(written: str, milliseconds: int) -> None:
    assert value(written, duration()) == milliseconds


@pytest.mark.parametrize(
    ("written", "cure"),
    [
        ("20", "'20' has no unit: write one of 20ms, 20s, 20m, 20h"),
        ("0", "'0' has no unit"),
        ("1:60", "'1:60' is no time: its seconds must be 00 to 59"),
        ("1:60:00", "'1:60:00' is no time: its minutes must be 00 to 59"),
        ("1:00:99", "its seconds must be 00 to 59"),
        ("0:5", "its seconds must be 00 to 59"),
        ("1:5:00", "its minutes must be 00 to 59"),
        ("1:30:00:00", "is no length of time: write it like 300ms, 90s, 2m, 1h, 1h30m, 5:00"),
        ("20 min", "is no length of time: write it like"),
        ("2M", "is no length of time"),
        ("1.5s", "is no length of time"),
        ("30m1h", "is no length of time"),
        ("1d", "is no length of time"),
        ("s", "is no length of time"),
        ("''", "is no length of time"),
        ("'-'", "is no length of time"),
        ("--5s", "is no length of time"),
        ("+5s", "is no length of time"),
        ("\u0663s", "is no length of time"),
        ("\u0663", "is no length of time"),
        ("9" * 5000 + "h", "is no length of time"),
        ("8784h1ms", "'8784h1ms' is out of range: write 0s to 8784h"),
        ("9999999999999h", "is out of range"),
        ("-2h", "'-2h' is out of range: write 0s to 8784h"),
        ("", "nothing is written here: write a length of time"),
        ("[1s]", "a list cannot stand here: write a length of time"),
    ],
)
def test_durations_refused(written: str, cure: str) -> None:
    assert cure in wrong(written, duration())


def test_durations_within_bounds() -> None:
    assert value("-2h", duration(-LONGEST)) == -2 * HOUR
    assert value("-0:30", duration(-LONGEST)) == -30 * SECOND
    assert value("1s", duration(SECOND, MINUTE)) == SECOND
    assert "write 1s to 1m" in wrong("999ms", duration(SECOND, MINUTE))
    assert "write 1s to 1m" in wrong("1m1ms", duration(SECOND, MINUTE))


@given(st.integers(-LONGEST, LONGEST))
def test_durations_read_as_they_are_written(milliseconds: int) -> None:
    assert parse_duration(in_words(milliseconds)) == milliseconds


@given(st.text(st.sampled_from("0123456789hms:-. '"), max_size=12))
def test_any_duration_is_read_or_refused(written: str) -> None:
    with contextlib.suppress(ValueError):
        assert abs(parse_duration(written)) < 10**20


def test_lists_keep_what_can_be_read() -> None:
    problems = Problems()
    with Section(parse(b"key: [1, x, 3]", "f.yaml", problems)) as keys:
        numbers = keys.required("key", list_of(whole(0, 9)))
    assert readable(numbers) == (1, 3)
    with pytest.raises(FileRefused) as caught:
        problems.refuse()
    assert str(caught.value).startswith("f.yaml:1:10: 'x' is no whole number")


@pytest.mark.parametrize(
    ("written", "reader", "cure"),
    [
        ("17", list_of(text()), "'17' cannot stand here: write a list, such as [..., ...]"),
        ("", list_of(text()), "nothing cannot stand here: write a list"),
        ("{a: b}", list_of(text()), "keys with values cannot stand here: write a list"),
        ("[]", list_of(text()), "this list has 0: it needs at least 1"),
        ("[a, b, c]", list_of(text(), 1, 2), "this list has 3: it needs at most 2"),
        ("[a]", list_of(text(), 2, 2), "this list has 1: it needs exactly 2"),
    ],
)
def test_lists_refused(written: str, reader: Reader[object], cure: str) -> None:
    assert cure in wrong(written, reader)
