"""The README's state diagram is the one that the tables draw."""

from pathlib import Path

import pytest

from station.core.deadlines import CREAM_ROWS
from station.core.facts import FactKind
from station.core.rules import GESTURES
from tests.diagram import BEGIN, END, diagram, redrawn

README = Path(__file__).parent.parent / "README.md"


def test_the_readme_has_the_present_diagram() -> None:
    readme = README.read_text(encoding="utf-8")
    assert redrawn(readme) == readme, "draw it again: make diagram"


def test_every_way_from_phase_to_phase_is_drawn() -> None:
    drawn = diagram()
    for row in GESTURES:
        for phase in row.to if row.fact is not FactKind.REFUSED else ():
            assert f"    {row.phase} --> {phase}: " in drawn
    for cream_row in CREAM_ROWS:
        assert f"    {cream_row.phase} --> {cream_row.to}: " in drawn


def test_only_what_is_between_the_marks_is_drawn_again() -> None:
    assert redrawn(f"a{BEGIN}old{END}b") == f"a{BEGIN}\n{diagram()}\n{END}b"


def test_a_readme_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="to draw between"):
        redrawn("nothing to see")
