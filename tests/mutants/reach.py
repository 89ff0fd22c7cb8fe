"""Which test reaches which line of the pure rooms, and how long each takes, without any mutant."""

import json
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import coverage
import pytest

ROOT: Final = Path(__file__).parent.parent.parent
STATION: Final = ROOT / "station"
TESTS: Final = ROOT / "tests"
PURE: Final = ("core", "lookback")
"""The rooms whose files are changed, below station/; their tests are below tests/."""
SLOW: Final = (
    "test_oracle.py",
    *("test_invariants.py", "test_invariants_alarms.py", "test_invariants_gestures.py"),
)
"""Properties of a whole floor: a mutant must fall to the plain tests, which say what is wrong."""
OPTIONS: Final = (
    *("--quiet", "--exitfirst", "--capture=no", "--disable-plugin-autoload"),
    # Nobody reads why a test failed, and to say it takes longer than the test.
    *("--assert=plain", "--tb=native", "-p", "no:cacheprovider"),
    *("--rootdir", str(ROOT), "--config-file", str(ROOT / "pyproject.toml")),
)


def files() -> list[Path]:
    """The files that are changed."""
    return [file for room in PURE for file in sorted((STATION / room).glob("*.py"))]


def shared_files() -> list[Path]:
    """What their tests share."""
    found = [file for room in PURE for file in sorted((TESTS / room).glob("*.py"))]
    return [file for file in found if not file.name.startswith("test_")]


def test_files() -> list[Path]:
    """Their plain tests."""
    found = [file for room in PURE for file in sorted((TESTS / room).glob("test_*.py"))]
    return [file for file in found if file.name not in SLOW]


def file_of(test: str) -> str:
    """The file of a test, below tests/."""
    return test.partition("::")[0].removeprefix("tests/")


def mirror(file: str) -> str:
    """The file of tests that mirrors a file, below tests/."""
    room, _, name = file.rpartition("/")
    return f"{room}/test_{name}"


@dataclass(frozen=True, slots=True)
class Reach:
    """Who reaches what."""

    seconds: dict[str, float]
    """Of every test, by its node id."""
    lines: dict[str, dict[int, list[str]]]
    """By file and line, the tests that run it."""
    imported: dict[str, list[int]]
    """By file, the lines that run when it is imported."""

    def of(self, file: str, lines: Sequence[int]) -> set[str]:
        """The tests that reach one of these lines."""
        reached = self.lines.get(file, {})
        return {test for line in lines for test in reached.get(line, ())}


class _Measuring:
    """A pytest plugin that runs each test as itself, for coverage."""

    def __init__(self, covered: coverage.Coverage) -> None:
        self.covered = covered
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self.covered.switch_context(item.nodeid)
        began = time.process_time()
        result = yield
        self.seconds[item.nodeid] = time.process_time() - began
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)


def measure() -> Reach:
    """Run all plain tests once. RuntimeError: one fails without any mutant."""
    covered = coverage.Coverage(
        data_file=None, config_file=False, source=[str(STATION / room) for room in PURE]
    )
    covered.set_option("run:core", "ctrace")  # the others know nothing of contexts
    measuring = _Measuring(covered)
    covered.start()
    try:
        status = pytest.main([*OPTIONS, *map(str, test_files())], plugins=[measuring])
    finally:
        covered.stop()
    if status != pytest.ExitCode.OK:
        raise RuntimeError(f"the tests fail without any mutant: {measuring.failed or status}")
    data = covered.get_data()
    lines: dict[str, dict[int, list[str]]] = {}
    for path in data.measured_files():
        lines[Path(path).relative_to(STATION).as_posix()] = data.contexts_by_lineno(path)
    return Reach(
        measuring.seconds,
        {f: {n: [t for t in by if t] for n, by in lines[f].items()} for f in lines},
        {f: [n for n, by in lines[f].items() if "" in by] for f in lines},
    )


def save(reach: Reach, path: Path) -> None:
    """Keep it, each test by its number."""
    tests = {test: number for number, test in enumerate(reach.seconds)}
    kept = {
        "seconds": reach.seconds,
        "lines": {
            file: {line: [tests[t] for t in by] for line, by in lines.items()}
            for file, lines in reach.lines.items()
        },
        "imported": reach.imported,
    }
    path.write_text(json.dumps(kept), encoding="utf-8")


def load(path: Path) -> Reach:
    """What `save` kept."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    tests = list(kept["seconds"])
    lines = {
        file: {int(line): [tests[number] for number in by] for line, by in of.items()}
        for file, of in kept["lines"].items()
    }
    return Reach(kept["seconds"], lines, kept["imported"])
