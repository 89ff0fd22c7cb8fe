"""What can be wrong with a YAML file before anyone looks at what it says."""

import errno
import os
from pathlib import Path
from typing import NoReturn

import pytest

from station.readers.problem import FileRefused, Place, Problem, Problems
from station.readers.yamlfile import MOST_BYTES, MOST_DEPTH, Mapping, Scalar, Sequence, parse, read


def refused(raw: bytes | str) -> str:
    """The one problem of a file called f.yaml."""
    with pytest.raises(FileRefused) as caught:
        parse(raw.encode() if isinstance(raw, str) else raw, "f.yaml", Problems())
    assert len(caught.value.problems) == 1
    return str(caught.value)


def test_nodes_remember_their_place() -> None:
    problems = Problems()
    top = parse(b"# c\nstation: room-1\nlist:\n  - {pin: 'x'}\n", "f.yaml", problems)

    def at(line: int, column: int) -> Place:
        return Place("f.yaml", line, column, problems)

    pin = (Scalar(at(4, 6), "pin", plain=True), Scalar(at(4, 11), "x", plain=False))
    assert top == Mapping(
        at(2, 1),
        (
            (Scalar(at(2, 1), "station", plain=True), Scalar(at(2, 10), "room-1", plain=True)),
            (
                Scalar(at(3, 1), "list", plain=True),
                Sequence(at(4, 3), (Mapping(at(4, 5), (pin,)),)),
            ),
        ),
    )


@pytest.mark.parametrize(
    "written", ["no", "12", "1:30:00", "0x3C", "017", "1e3", "Yes", "2026-01-01"]
)
def test_text_stays_as_written(written: str) -> None:
    ((_, value),) = parse(f"key: {written}".encode(), "f.yaml", Problems()).entries
    assert isinstance(value, Scalar)
    assert value.text == written


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_null_is_empty(written: str) -> None:
    ((_, value),) = parse(f"key: {written}".encode(), "f.yaml", Problems()).entries
    assert isinstance(value, Scalar)
    assert value.empty


def test_quoted_null_is_text() -> None:
    ((_, value),) = parse(b"key: 'null'", "f.yaml", Problems()).entries
    assert isinstance(value, Scalar)
    assert not value.empty


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    problems = Problems()
    top = parse(b"\xef\xbb\xbfa: b\r\nc: d\r\n", "f.yaml", problems)
    assert [(key.text, key.place.line, key.place.column) for key, _ in top.entries] == [
        ("a", 1, 1),
        ("c", 2, 1),
    ]


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("", "f.yaml: the file is empty, or only comments"),
        ("# nothing\n\n", "f.yaml: the file is empty, or only comments"),
        ("---\n", "f.yaml: the file is empty, or only comments"),
        ("- a\n", "f.yaml:1:1: the file must be keys with values, a line each: 'key: value'"),
        ("\nhello", "f.yaml:2:1: the file must be keys with values, a line each: 'key: value'"),
        ("a: b\n---\nc: d\n", "f.yaml:2:1: a second document starts here: one file holds one"),
        ("a: b\n--- \n", "f.yaml:2:1: a second document starts here: one file holds one"),
        ("[a]: b", "f.yaml:1:1: a key must be a word: 'key: value'"),
        ("{a: 1}: b", "f.yaml:1:1: a key must be a word: 'key: value'"),
        ("~: b", "f.yaml:1:1: a key must be a word: 'key: value'"),
        ("a:\n  <<: {b: 1}", "f.yaml:2:3: merge keys are not read: write the values out"),
    ],
)
def test_structure(raw: str, problem: str) -> None:
    assert refused(raw) == problem


@pytest.mark.parametrize(
    ("raw", "place", "cure"),
    [
        ("a: &x 1\nb: *x\n", "1:4", "anchors ('&' and a name) are not read: write the value out"),
        ("a: *x\n", "1:4", "aliases ('*' and a name) are not read: write the value out"),
        ("a:\n  - *x: 1\n", "2:5", "aliases ('*' and a name) are not read: write the value out"),
        ("a: !!python/object/apply:os.system ['id']", "1:4", "tags ('!' and a name) are not read"),
        ("a: !!str 12", "1:4", "delete it"),
        ("a: !", "1:4", "in quotes if it is text"),
        ("!!map {a: b}", "1:1", "tags"),
        ("a: !!set {b}", "1:4", "tags"),
    ],
)
def test_machinery(raw: str, place: str, cure: str) -> None:
    problem = refused(raw)
    assert problem.startswith(f"f.yaml:{place}: ")
    assert cure in problem


@pytest.mark.parametrize(
    ("raw", "place", "cure"),
    [
        ("a:\n\tb: 1\n", "2:1", "indent with spaces"),
        ("a:\n  \tb: 1\n", "2:3", "indent with spaces"),
        ("a: [\n\t1]\n", "2:1", "indent with spaces"),
        ("a:\tb\n", "1:3", "use spaces"),
        ("a: 1\t# c\n", "1:5", "use spaces"),
        ("a: 'x\n", "1:4", "this quote is never closed"),
        ('a: "x\nb: c\n', "1:4", "this quote is never closed"),
        ('a: "\\q"\n', "1:6", "single quotes"),
        ('a: "\\U00110000"\n', "1:7", "too large"),
        ('a: "\\UFFFFFFFF"\n', "1:7", "too large"),
        ("a: [1, 2\nb: 3\n", "1:4", "the ']' is missing"),
        ("a: {x: 1\nb: 3\n", "1:4", "the '}' is missing"),
        ("a: [,]", "1:5", "a value is missing"),
        ("a: b: c\n", "1:5", "in quotes"),
        ("a:b\nc: d\n", "2:2", "write the space after the ':' above"),
        ("a: b\nnokey\nc: d\n", "2:1", "no 'key: value' here"),
        ("a:\n  b: 1\n c: 2\n", "3:2", "indent it alike"),
        ("a: 'x' y\n", "1:8", "put the whole value in quotes"),
        ("a: - b\n", "1:4", "a line of its own"),
        ("a: @x\n", "1:4", "put it in quotes"),
        ("a: `x`\n", "1:4", "put it in quotes"),
        ("a: %x\n", "1:4", "put it in quotes"),
        ("a: *\n", "1:4", "put it in quotes"),
        ("a: !<x\n", "1:4", "put it in quotes"),
        ("a: |x\n", "1:4", "put it in quotes"),
        ("%x\n---\n% y\n", "3:1", "put it in quotes"),
        ("%YAML 9.9\n---\na: b\n", "1:1", "delete it"),
        ("%YAML 1.1\n%YAML 1.1\n---\na: b\n", "2:1", "put it in quotes"),
    ],
)
def test_syntax_in_plain_words(raw: str, place: str, cure: str) -> None:
    problem = refused(raw)
    assert problem.startswith(f"f.yaml:{place}: ")
    assert cure in problem


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"a: b\nc: caf\xe9\n", "f.yaml:2:7: not UTF-8 text (byte 0xE9): save the file as plain"),
        (b"\xff\xfea\x00:\x00 \x00b\x00", "f.yaml: not a text file (it has zero bytes): save it"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "f.yaml: not a text file (it has zero bytes): save it"),
        (b"a: b\rc: \x07\n", "f.yaml:2:4: the control character U+0007: delete it"),
        ("a: b\u2028c: d".encode(), "f.yaml:1:5: the control character U+2028: delete it"),
        ("a: \u202egnp".encode(), "f.yaml:1:4: the control character U+202E: delete it"),
        ("a: \x85".encode(), "f.yaml:1:4: the control character U+0085: delete it"),
    ],
)
def test_what_is_no_text(raw: bytes, problem: str) -> None:
    assert refused(raw).startswith(problem)


def test_a_question_mark_within_a_value_is_told_with_its_cure() -> None:
    assert refused("a: ? b\n") == "f.yaml:1:4: a '? ' stands here: put the text in quotes"


def test_size() -> None:
    line = b"a: b\n"
    assert parse(line + b"#" * (MOST_BYTES - len(line)), "f.yaml", Problems())
    assert refused(line + b"#" * MOST_BYTES).startswith("f.yaml: larger than 256 KiB")


def test_depth() -> None:
    deepest = MOST_DEPTH - 1
    assert parse(b"a: " + b"[" * deepest + b"]" * deepest, "f.yaml", Problems())
    problem = refused("a: " + "[" * 100_000)
    assert problem == "f.yaml:1:23: nested deeper than 20: write it flatter"


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = 'a: &a ["x","x"]\n' + "".join(
        f"{there}: &{there} [*{here},*{here},*{here}]\n"
        for here, there in zip("abcd", "bcde", strict=True)
    )
    assert refused(bomb).startswith("f.yaml:1:4: anchors")


def reading(path: Path | str) -> str:
    with pytest.raises(FileRefused) as caught:
        read(path, Problems())
    return str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo("pipe")
    assert reading("none.yaml") == "none.yaml: cannot be read: no such file or directory"
    assert reading(".") == ".: this is a directory: name a file in it"
    assert reading("loop").startswith("loop: cannot be read: too many levels of symbolic")
    assert reading("pipe") == "pipe: this is no ordinary file: name another"
    assert reading("x\0y").endswith("no such file or directory")
    assert reading("x" * 5000).endswith("cannot be read: file name too long")
    assert reading("none/none.yaml").startswith("none/none.yaml: cannot be read")


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_path: Path, _mode: str) -> NoReturn:  # the tests may run as root, who may read all
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    path = tmp_path / "f.yaml"
    path.write_text("a: b")
    monkeypatch.setattr(Path, "open", denied)
    assert reading(path) == f"{path}: cannot be read: permission denied"


def test_read_finds_what_parse_does(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("a: b")
    problems = Problems()
    assert read(path, problems) == parse(b"a: b", str(path), problems)


def test_problems_sort_by_place_and_say_it() -> None:
    late, early = Problem("b", 10, 1, "x"), Problem("b", 9, 12, "y")
    whole = Problem("b", 0, 0, "z")
    other = Problem("a", 99, 1, "w")
    refusal = FileRefused([late, early, whole, other, early])
    assert refusal.problems == (other, whole, early, late)
    assert str(refusal) == "a:99:1: w\nb: z\nb:9:12: y\nb:10:1: x"


def test_problems_of_several_files_are_refused_together() -> None:
    problems = Problems()
    problems.refuse()
    Place("b", 3, 4, problems).wrong("here")
    problems.take(FileRefused([Problem("a", 1, 2, "there")]))
    with pytest.raises(FileRefused) as caught:
        problems.refuse()
    assert str(caught.value) == "a:1:2: there\nb:3:4: here"
