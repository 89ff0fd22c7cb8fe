"""The list of mutants that are let live, without trying one."""

import pytest

from tests.mutants.reach import STATION
from tests.mutants.survivors import REASONS, Survivor, as_entries, listed


@pytest.mark.parametrize("survivor", listed(), ids=lambda one: f"{one.file} {one.scope}")
def test_every_one_is_of_a_line_that_is_there_and_has_its_reason(survivor: Survivor) -> None:
    assert survivor.why.startswith(REASONS)
    source = {line.strip() for line in (STATION / survivor.file).read_text("utf-8").splitlines()}
    before = [line[2:] for line in survivor.diff.splitlines() if line.startswith("- ")]
    assert before
    assert set(before) <= source


def test_none_is_listed_twice() -> None:
    keys = [survivor.key for survivor in listed()]
    assert len(keys) == len(set(keys))


def test_what_is_printed_to_be_listed_can_be_read_again(tmp_path: object) -> None:
    found = [("Bay.phase", "- a: 1\n+ a: 2", 1), ("", "- # b\n+ c", 2)]
    text = "bay.py:\n" + as_entries(found).replace("why: ", "why: because")
    path = tmp_path / "list.yaml"  # type: ignore[operator]  # a Path
    path.write_text(text, encoding="utf-8")
    assert listed(path) == [Survivor("bay.py", *mutant, "because") for mutant in found]
