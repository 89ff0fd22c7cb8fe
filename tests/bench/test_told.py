from pathlib import Path

import pytest

from tests.bench.__main__ import PARTS, main
from tests.bench.figure import Figure
from tests.bench.told import (
    BEGIN,
    END,
    Machine,
    Part,
    UnreadableError,
    page,
    read,
    saved,
    this_machine,
    with_page,
)

MACHINE = Machine("Raspberry Pi Zero 2 W", 4, "Linux aarch64", "3.13.1")
GOOD = Part("2026-11-23", 60, MACHINE, [Figure("bytes", 10, "B", 100, "stock", goal=0.1)])
BAD = Part("2026-11-24", 60, MACHINE, [Figure("bus", 11, "%", goal=10)])


def test_the_page_says_when_where_and_what_was_met() -> None:
    assert page({"panels": GOOD}).splitlines()[0] == (
        "2026-11-23, Raspberry Pi Zero 2 W, 4 cores, Linux aarch64, Python 3.13.1:"
        " 1 of 1 goals met, measured in 1 min."
    )
    head = page({"panels": GOOD, "sound": BAD}).splitlines()[0]
    assert head.startswith("2026-11-23 to 2026-11-24, Raspberry")
    assert "1 of 2 goals met" in head


def test_this_machine_has_a_name() -> None:
    assert all(str(this_machine()).split(", "))


def test_a_part_that_is_measured_again_leaves_the_others(tmp_path: Path) -> None:
    file = tmp_path / "build" / "bench.json"
    saved(file, {"panels": GOOD, "sound": GOOD}, ("sound", "panels"))
    assert saved(file, {"panels": BAD}, ("sound", "panels")) == {"sound": GOOD, "panels": BAD}
    assert list(read(file)) == ["sound", "panels"]


def test_another_file_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    for said in ("{", "[]", '{"sound": 1}'):
        file.write_text(said)
        with pytest.raises(UnreadableError, match="no file of the bench's: move it away"):
            saved(file, {"panels": GOOD}, ("panels",))
        assert file.read_text() == said


def test_the_readme_has_the_table_between_its_marks_and_nothing_else_changes() -> None:
    readme = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    once = with_page(readme, "new")
    assert once == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"
    assert with_page(once, "new") == once


def test_a_readme_without_marks_stays_as_it_is() -> None:
    with pytest.raises(UnreadableError, match="a line <!-- measured"):
        with_page("nothing here", "new")


@pytest.mark.parametrize("words", [["speed"], ["--readme", "README.md"]])
def test_what_the_bench_cannot_do_it_refuses(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(words)
    assert refused.value.code == 2
    assert "no such part: speed" in (said := capsys.readouterr().err) or "--json: name one" in said


def test_all_that_was_measured_is_left_and_what_was_not_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def silent() -> list[Figure]:
        raise RuntimeError("the station does not work")

    monkeypatch.setitem(PARTS, "sound", silent)
    monkeypatch.setitem(PARTS, "panels", lambda: list(GOOD.figures))
    readme = tmp_path / "README.md"
    readme.write_text(f"{BEGIN}\n{END}\n", encoding="utf-8")
    status = main(
        ["sound", "panels", "--json", str(tmp_path / "bench.json"), "--readme", str(readme)]
    )
    assert status == 2
    told = capsys.readouterr()
    assert "sound could not be measured: the station does not work" in told.err
    assert "| bytes | 10 B | 100 B (stock) | 0.1 | ≤ 0.1 | yes |" in told.out
    assert "| bytes | 10 B |" in readme.read_text(encoding="utf-8")
    assert list(read(tmp_path / "bench.json")) == ["panels"]
    monkeypatch.setitem(PARTS, "panels", lambda: list(BAD.figures))
    assert main(["panels"]) == 1
