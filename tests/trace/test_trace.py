"""No sentence without a test, no mark without a sentence; and each way to break that is noticed."""

from pathlib import Path

import pytest

from tests.trace.__main__ import main
from tests.trace.orphans import Trace, problems, read_trace
from tests.trace.printed import markdown, terminal

SENTENCES = """\
# Beds

## Gestures

- **GES-1** Gestures act on release.
- **GES-2** Down for less than two seconds
  is a press.

## Lamps

- **LMP-1** Off in ready.
"""
PRESS = """
import pytest

@pytest.mark.meets("GES-1", "GES-2")
def test_a_press() -> None: ...
"""
MEETS = 'pytest.mark.meets("LMP-1")'
DARK = f"@{MEETS}\ndef test_dark(): ..."
MARKED = f"{PRESS}\n{DARK}\n"
RISKS = """
about: A timer.
risks:
  - hazard: Cream forgotten
    harm: Too much of it.
    causes: [Nobody looks.]
    does:
      - {does: It sounds., meets: [GES-1]}
      - {does: It flashes., tests: ["test_bed.py::test_dark"]}
    remains: [Somebody must come.]
"""


def made_up(
    folder: Path, behaviour: str = SENTENCES, tests: str = MARKED, risks: str = RISKS
) -> Path:
    """A folder of tests with a trace of its own."""
    (folder / "trace" / "behaviour").mkdir(parents=True)
    (folder / "trace" / "behaviour" / "1-beds.md").write_text(behaviour)
    (folder / "trace" / "risks.yaml").write_text(risks)
    (folder / "test_bed.py").write_text(tests)
    return folder


def said(folder: Path, **parts: str) -> list[str]:
    """What is wrong with a made-up folder."""
    return problems(read_trace(made_up(folder, **parts)))


def without(text: str, part: str, instead: str = "") -> str:
    assert text.count(part) == 1
    return text.replace(part, instead)


# What is in this repository


def test_nothing_is_an_orphan(ours: Trace) -> None:
    assert problems(ours) == []


def test_the_marks_are_those_that_pytest_collects(
    ours: Trace, request: pytest.FixtureRequest
) -> None:
    """Of the files of this run; of all, both ways, where all are run."""
    read = {test.node: {*test.ids} for test in ours.marks.tests if test.ids}
    collected: dict[str, set[object]] = {}
    for item in request.session.items:
        ids = {one for mark in item.iter_markers("meets") for one in mark.args}
        if ids:
            node = item.nodeid.partition("[")[0].removeprefix("tests/")
            collected.setdefault(node, set()).update(ids)
    assert {node: read.get(node) for node in collected} == collected
    config = request.config
    picked = [config.option.keyword, config.option.markexpr, config.option.deselect]
    if config.args_source is config.ArgsSource.TESTPATHS and not any(picked):
        assert set(collected) == {node for node in read if not node.startswith("lab/")}


# A made-up one


def test_a_sound_one_has_no_problems(tmp_path: Path) -> None:
    assert said(tmp_path) == []


def test_a_sentence_without_a_test_is_found(tmp_path: Path) -> None:
    tests = without(MARKED, ', "GES-2"')
    assert said(tmp_path, tests=tests) == [
        "behaviour/1-beds.md:6: GES-2 has no test: mark one, or write it"
    ]


def test_a_mark_without_a_sentence_is_found(tmp_path: Path) -> None:
    tests = without(MARKED, '"GES-2"', '"GES-2", "GES-3"')
    assert said(tmp_path, tests=tests) == [
        "test_bed.py::test_a_press: there is no sentence GES-3: write it, or mend the mark"
    ]


def test_an_id_that_is_there_twice_is_found(tmp_path: Path) -> None:
    behaviour = SENTENCES.replace("GES-2", "GES-1")
    why = "GES-1 is on behaviour/1-beds.md:5 already: give this one the next number"
    found = said(tmp_path, behaviour=behaviour, tests=without(MARKED, ', "GES-2"'))
    assert found == [f"behaviour/1-beds.md:6: {why}"]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("GES-2", "GES-3", "6: GES-3 is out of order: GES-2 comes next"),
        ("LMP-1", "LMP-2", "11: LMP-2 is out of order: LMP-1 comes next"),
        ("GES-2", "ges-2", "6: 'ges-2' is no id: write three capitals and a number, like GES-2"),
        ("LMP-1", "GES-3\n- **LMP-1** x\n- **GES-4", "13: GES-4 stands apart from the other GES"),
    ],
)
def test_ids_out_of_order_are_found(tmp_path: Path, old: str, new: str, why: str) -> None:
    found = said(tmp_path, behaviour=without(SENTENCES, f"**{old}**", f"**{new}**"))
    assert any(why in problem for problem in found), found


@pytest.mark.parametrize(
    "tests",
    [
        f"@needs_chromium\n{DARK}",
        f'@pytest.mark.skipif(NOTHING, reason="none")\n{DARK}',
        f"pytestmark = needs_chromium\n{DARK}",
        f"pytestmark = [needs_chromium, pytest.mark.slow]\n{DARK}",
        DARK.replace("...", 'pytest.skip("not here")'),
    ],
)
def test_a_sentence_that_only_special_tools_test_is_found(tmp_path: Path, tests: str) -> None:
    made_up(tmp_path, tests=PRESS)
    (tmp_path / "test_lamp.py").write_text(tests)
    (problem,) = [one for one in problems(read_trace(tmp_path)) if "LMP-1" in one]
    why = "LMP-1 has no test that runs without special tools: only test_lamp.py::test_dark"
    assert problem == f"behaviour/1-beds.md:11: {why}"


def test_what_runs_in_a_virtual_machine_alone_is_a_special_tool_too(tmp_path: Path) -> None:
    made_up(tmp_path, tests=PRESS)
    (tmp_path / "lab" / "guest").mkdir(parents=True)
    (tmp_path / "lab" / "guest" / "test_bed.py").write_text(DARK)
    assert "LMP-1 has no test that runs without special tools" in str(
        problems(read_trace(tmp_path))
    )


def test_a_test_that_only_macs_leave_out_will_do(tmp_path: Path) -> None:
    linux = '@pytest.mark.skipif(sys.platform != "linux", reason="x")'
    assert said(tmp_path, tests=f"{PRESS}\n{linux}\n{DARK}") == []


@pytest.mark.parametrize(
    "mark",
    [
        f"pytestmark = {MEETS}\ndef test_dark(): ...",
        f"@{MEETS}\nclass TestLamps:\n    def test_dark(self): ...",
        f"class TestLamps:\n    pytestmark = [{MEETS}]\n    def test_dark(self): ...",
        f"@pytest.mark.parametrize('x', [pytest.param(2, marks={MEETS})])\ndef test_dark(x): ...",
        f"@{MEETS}\nasync def test_dark(): ...",
    ],
)
def test_wherever_a_mark_stands_it_is_read(tmp_path: Path, mark: str) -> None:
    made_up(tmp_path, tests=f"{PRESS}\ndef test_dark(): ...")
    (tmp_path / "test_lamp.py").write_text(f"import pytest\n{mark}\n")
    assert problems(read_trace(tmp_path)) == []


@pytest.mark.parametrize(
    ("file", "mark", "why"),
    [
        ("test_x.py", '@pytest.mark.meets("LMP-1")\ndef dark(): ...', "2: this mark is on no test"),
        ("test_x.py", 'x = pytest.mark.meets("LMP-1")', "2: this mark is on no test"),
        ("bed.py", '@pytest.mark.meets("LMP-1")\ndef test_dark(): ...', "2: this mark is on no"),
        ("test_x.py", "@pytest.mark.meets(*IDS)\ndef test_x(): ...", "2: write the id itself"),
        ("test_x.py", "@pytest.mark.meets(LAMPS)\ndef test_x(): ...", "2: write the id itself"),
    ],
)
def test_a_mark_that_shows_nothing_is_found(tmp_path: Path, file: str, mark: str, why: str) -> None:
    made_up(tmp_path)
    (tmp_path / file).write_text(f"import pytest\n{mark}\n")
    (problem,) = problems(read_trace(tmp_path))
    assert problem.startswith(f"{file}:{why}")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("::test_dark", "::test_bright", "It flashes.: there is no test test_bed.py::test_bright"),
        ("[GES-1]", "[GES-9]", "Cream forgotten: It sounds.: there is no GES-9"),
        (", meets: [GES-1]", "", "It sounds.: name the sentences that promise it, or a test"),
        ("    harm: Too much of it.\n", "", "risk 1: missing or unknown: ['harm']"),
        ("    harm:", "    harms:", "risk 1: missing or unknown: ['harm', 'harms']"),
        ("[Somebody must come.]", "[]", "Cream forgotten: 'remains' says nothing"),
    ],
)
def test_a_risk_that_nothing_answers_is_found(tmp_path: Path, old: str, new: str, why: str) -> None:
    (problem,) = said(tmp_path, risks=without(RISKS, old, new))
    assert why in problem


# As it is printed


def test_all_of_it_is_printed_in_100_columns(ours: Trace) -> None:
    lines = terminal(ours).splitlines()
    assert max(map(len, lines)) <= 100
    assert {one.id for one in ours.sentences} <= {line.partition(" ")[0] for line in lines}
    assert {risk.hazard.upper() for risk in ours.risks.risks} <= {*lines}
    long = markdown(ours)
    assert all(f"`{test.node}`" in long for test in ours.marks.tests if test.ids)


def test_a_sentence_is_printed_with_its_tests_and_a_risk_with_what_remains(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(made_up(tmp_path), tmp_path / "trace.md") == 0
    out = capsys.readouterr().out
    assert "| GES-2 | Down for" in (tmp_path / "trace.md").read_text()
    assert "GES-2   Down for less than two seconds is a press.\n" in out
    assert "        1 test: test_bed.py::test_a_press\n" in out
    assert "does    It sounds. [GES-1]\nd" in out
    assert "remains Somebody must come.\n" in out
    assert "3 sentences, 3 marks on 2 of 2 tests; 1 risks" in out


def test_an_orphan_is_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = made_up(tmp_path, tests=without(MARKED, ', "GES-2"'))
    assert main(folder, tmp_path / "trace.md") == 1
    printed = capsys.readouterr()
    assert "        0 tests\n" in printed.out
    assert printed.err == "behaviour/1-beds.md:6: GES-2 has no test: mark one, or write it\n"
