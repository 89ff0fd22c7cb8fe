"""A YAML file, whatever is in it: read or refused, and alike with and without libyaml."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yaml import SafeLoader

from station.readers.problem import FileRefused, Problems
from station.readers.yamlfile import _QUICK, UNREADABLE, _Composer, parse

ROOT = Path(__file__).parents[2]
PIECES = (
    *(
        "a: b\n",
        "- x\n",
        "  ",
        "\n",
        "'",
        '"',
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "#",
        "| ",
        ">-\n",
        "? ",
    ),
    *("!", "&a ", "*a", "%YAML 1.1\n", "---\n", "...\n", "\\", "é", "😀", "1:30", "key: ", "- - "),
    *("\r\n", "~", "it''s", "<<: x\n", "\\u0041", "{a: 1, b}", "@", "\xa0", "0x1F", "|2\n   x\n"),
)
"""What YAML is made of, to be put together at random."""


def safely(raw: bytes) -> None:
    """A file is read or refused; the refusal has a message, a place in the file, one line."""
    try:
        parse(raw, "f.yaml", Problems())
    except FileRefused as refusal:
        (problem,) = refusal.problems
        assert problem.message
        assert len(str(problem).splitlines()) == 1
        assert 0 <= problem.line <= raw.count(b"\n") + raw.count(b"\r") + 1
        str(refusal).encode()


YAMLISH = st.text(
    st.sampled_from("\n\n\r\t  ab10:-?[]{},&*!|>'\"%@`#~<=.\\xuU\ufeff\x85\ue000"), max_size=60
)


@given(st.binary(max_size=200))
def test_any_bytes(raw: bytes) -> None:
    safely(raw)


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    safely(text.encode(errors="surrogatepass"))


@given(YAMLISH)
def test_anything_like_yaml(text: str) -> None:
    safely(text.encode())


@pytest.mark.parametrize(
    "path",
    sorted([*(ROOT / "config").rglob("*.yaml"), *(ROOT / "station/protocols").glob("*.yaml")]),
)
def test_a_file_reads_the_same_with_and_without_libyaml(path: Path) -> None:
    text, problems = path.read_text(encoding="utf-8"), Problems()
    quick, plain = (
        _Composer(kind(text), str(path), problems).document() for kind in (_QUICK, SafeLoader)
    )
    assert quick == plain


class Alike(Problems):
    """Of two readings: places are the same where they differ in nothing else."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Alike)

    def __hash__(self) -> int:
        return 0


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_libyaml_alone_lets_nothing_pass(text: str) -> None:
    """Whether it is installed or not, a file is read or refused alike, with the same words."""

    def told(kind: type) -> object:
        try:
            return _Composer(kind(text), "f", Alike()).document()
        except FileRefused as refused:
            return str(refused)

    try:
        found: object = parse(text.encode(), "f", Alike())
    except FileRefused as refused:
        found = str(refused)
    if not UNREADABLE.search(text) and "\t" not in text:
        assert found == told(SafeLoader)
