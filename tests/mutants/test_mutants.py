"""Which changes are made of a file. Only where mutmut is installed, as `make mutants` does."""

import pytest

pytest.importorskip("mutmut")

from tests.mutants.mutants import Mutant, mutants

SOURCE = '''"""A file."""

from msgspec import Struct

__all__ = ["Bed"]

LEAST = 2
"""What LEAST is."""


class Bed(Struct, frozen=True):
    """A bed."""

    width: int = 90

    @property
    def wide(self) -> bool:
        """Whether it is."""
        return self.width > LEAST

    def said(self) -> str:
        if not self.wide:
            raise ValueError(f"no bed is {self.width} wide")
        return f"it is {self.width}"


def pairs(a: list[int], b: list[int], start: int = 1) -> list[tuple[int, int]]:
    return list(zip(a, b, strict=True))
'''


def made() -> list[Mutant]:
    return mutants("bed.py", SOURCE)


def changed(scope: str) -> list[str]:
    """The lines that a mutant of a scope has instead."""
    return [m.diff.partition("+ ")[2] for m in made() if m.scope == scope]


def test_tables_defaults_and_properties_are_changed_too() -> None:
    assert changed("") == ["LEAST = None", "LEAST = 3"]
    assert changed("Bed") == ["width: int = None", "width: int = 91"]
    assert changed("Bed.wide") == ["return self.width >= LEAST"]


def test_texts_with_something_in_them_are_changed_but_not_what_an_error_says() -> None:
    assert changed("Bed.said") == ["if self.wide:", 'return f"XXit is XX{self.width}"']


def test_a_guard_against_mistakes_of_ours_is_none_of_the_changes() -> None:
    assert not [line for line in changed("pairs") if "strict=True" not in line and "zip" in line]
    assert any("zip(None, b, strict=True)" in line for line in changed("pairs"))


def test_what_is_run_on_import_is_no_change_of_a_function_alone() -> None:
    functions = {m.diff.partition("+ ")[2]: m.function for m in made()}
    assert functions["width: int = 91"] is None
    assert functions["return self.width >= LEAST"] == "Bed.wide"
    [default] = [m for m in made() if "start: int = 2" in m.diff]
    assert default.function is None


def test_a_mutant_has_no_line_numbers_so_it_is_known_wherever_it_moves() -> None:
    moved = mutants("bed.py", SOURCE.replace("LEAST = 2", "# a comment\n\nLEAST = 2"))
    assert [m.key for m in moved] == [m.key for m in made()]
    assert len({m.key for m in moved}) == len(moved)
