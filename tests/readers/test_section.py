"""Keys with values: which are there, which are missing, and what is said of the others."""

import pytest

from station.readers.placed import Unread
from station.readers.problem import FileRefused, Problems
from station.readers.section import Section
from station.readers.yamlfile import parse
from station.readers.yamlvalues import text, whole
from tests.readers.written import wrong


def section(raw: str, required: tuple[str, ...] = ("pin",)) -> str:
    """What is said of a file with these required keys, and the optional one `label`."""
    problems = Problems()
    with Section(parse(raw.encode(), "f.yaml", problems)) as keys:
        for key in required:
            keys.required(key, text())
        keys.optional("label", text(), None)
    with pytest.raises(FileRefused) as caught:
        problems.refuse()
    return str(caught.value)


def test_unknown_keys() -> None:
    known = "f.yaml:2:1: unknown key 'volume'; the keys here are: pin, label"
    assert section("pin: 1\nvolume: 2") == known
    meant = "f.yaml:2:1: unknown key 'lable'; did you mean 'label'?"
    assert section("pin: 1\nlable: 2") == meant
    assert section("pin: 1\nLABEL: 2") == "f.yaml:2:1: unknown key 'LABEL'; did you mean 'label'?"
    assert section("pin: 1\n12: 2").startswith("f.yaml:2:1: unknown key '12'")
    assert section("pin: 1\n\u00a0x: 2").startswith("f.yaml:2:1: unknown key '\\xa0x'")


def test_a_missing_key_that_is_only_misspelt_is_told_once() -> None:
    assert section("pni: 1") == "f.yaml:1:1: unknown key 'pni'; did you mean 'pin'?"
    assert (
        section("{pin:17}") == "f.yaml:1:2: unknown key 'pin:17'; 'pin' needs a space after its ':'"
    )


def test_missing_keys() -> None:
    assert section("label: x") == "f.yaml:1:1: required key 'pin' is missing: add 'pin: ...'"
    both = section("label: x", ("pin", "id"))
    assert both.splitlines() == [
        "f.yaml:1:1: required key 'id' is missing: add 'id: ...'",
        "f.yaml:1:1: required key 'pin' is missing: add 'pin: ...'",
    ]


def test_keys_given_twice() -> None:
    twice = "key 'pin' is here already on line 1, column 1: keep one of them"
    assert section("pin: 1\nlabel: x\npin: 2") == f"f.yaml:3:1: {twice}"


def test_a_default_stands_at_the_place_of_its_section() -> None:
    problems = Problems()
    with Section(parse(b"\n\nlabel: x", "f.yaml", problems)) as keys:
        label = keys.optional("label", text(), None)
        pin = keys.optional("pin", whole(0, 27), 5)
    assert (label.value, label.written, label.place.column) == ("x", True, 8)
    assert (pin.value, pin.written, pin.place.line) == (5, False, 3)


def test_what_is_made_of_something_unread_is_unread_too() -> None:
    problems = Problems()

    def doubled(node: object) -> int:
        del node
        with Section(parse(b"pin: x", "f.yaml", problems)) as keys:
            pin = keys.required("pin", whole(0, 27))
        return 2 * pin.value

    with pytest.raises(Unread):
        doubled(None)
    with Section(parse(b"lamp: {}", "f.yaml", problems)) as keys:
        lamp = keys.required("lamp", doubled)
    assert not lamp.known
    with pytest.raises(FileRefused) as caught:
        problems.refuse()
    assert len(caught.value.problems) == 1


def test_a_section_needs_keys() -> None:
    def nothing(node: object) -> None:
        with Section(node):  # type: ignore[arg-type] # a node, of whatever kind
            pass

    assert wrong("[a]", nothing).startswith("a list cannot stand here: write keys with values")
    assert wrong("x", nothing).startswith("'x' cannot stand here: write keys with values")
    assert wrong("", nothing).startswith("nothing cannot stand here: write keys with values")
