"""Which test stands for which sentence, read from the tests' syntax trees.

    @pytest.mark.meets("GES-2", "GES-3")
    def test_down_for_less_than_two_seconds_is_a_press() -> None: ...

A mark says: were this sentence broken, this test would fail. It may stand on a function, on a class
(for all its tests), in `pytestmark` (for the whole file), or in `pytest.param(..., marks=...)`.

Read, not collected: no test is imported for it, those that a machine cannot run are read as well,
and it takes a second. test_trace holds it against what pytest itself collects.
"""

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

NAME: Final = "meets"
ELSEWHERE: Final = ("lab/rides/", "lab/guest/")
"""Tests below these run in a virtual machine only."""
TOOLS: Final = ("needs_", "with_")
"""How marks of our own begin that skip a test where some program is not installed."""
_SKIP: Final = "pytest.skip"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class TracedTest:
    """One test function, whatever its parameters."""

    node: str
    """Its name for pytest: file::function, the file below tests/."""
    ids: tuple[str, ...] = ()
    """The sentences that it stands for."""
    anywhere: bool = True
    """Whether plain `make test` runs it on any Linux, whatever is installed."""


@dataclass(frozen=True, slots=True)
class Marks:
    """All tests, and marks that are no test's."""

    tests: tuple[TracedTest, ...]
    stray: tuple[str, ...] = ()

    def of(self, sentence: str) -> list[TracedTest]:
        """The tests of a sentence, those that run anywhere first."""
        found = [test for test in self.tests if sentence in test.ids]
        return sorted(found, key=lambda test: not test.anywhere)


def read_marks(folder: Path) -> Marks:
    """All marks below a folder of tests."""
    tests: list[TracedTest] = []
    stray: list[str] = []
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        source = path.read_text(encoding="utf-8")
        collected = path.name.startswith("test_") or path.name.endswith("_test.py")
        if collected or NAME in source:
            file = _File(name, collected=collected, marked=NAME in source, skips=_SKIP in source)
            file.read(ast.parse(source, name))
            tests += file.tests
            stray += file.stray
    return Marks(tuple(tests), tuple(stray))


@dataclass
class _File:
    """What one file has."""

    name: str
    collected: bool
    marked: bool
    """Whether it is worth looking for marks."""
    skips: bool
    """Whether it is worth looking for tests that skip themselves."""
    tests: list[TracedTest] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)
    _used: list[ast.Call] = field(default_factory=list)

    def read(self, tree: ast.Module) -> None:
        marks = list(_pytestmarks(tree.body))
        self._body(tree.body, self.name, marks)
        used = {id(call) for call in self._used}
        for call in _calls(tree) if self.marked else ():
            if id(call) not in used:
                self.stray.append(f"{self.name}:{call.lineno}: this mark is on no test")

    def _body(self, body: Sequence[ast.stmt], above: str, marks: list[ast.expr]) -> None:
        for node in body:
            if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
                inner = [*marks, *node.decorator_list, *_pytestmarks(node.body)]
                self._body(node.body, f"{above}::{node.name}", inner)
            elif isinstance(node, Function) and node.name.startswith("test"):
                self._test(f"{above}::{node.name}", [*marks, *node.decorator_list], node)

    def _test(self, node: str, marks: list[ast.expr], function: Function) -> None:
        if not self.collected:
            return
        calls = [call for mark in marks for call in _calls(mark)] if self.marked else []
        self._used += calls
        ids = [word for call in calls for word in self._words(call)]
        tools = any(map(_needs_tools, marks)) or (self.skips and _may_skip(function))
        anywhere = not tools and not self.name.startswith(ELSEWHERE)
        self.tests.append(TracedTest(node, tuple(dict.fromkeys(ids)), anywhere))

    def _words(self, call: ast.Call) -> Iterator[str]:
        for argument in call.args:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value
            else:
                self.stray.append(f"{self.name}:{argument.lineno}: write the id itself in a mark")


def _pytestmarks(body: Iterable[ast.stmt]) -> Iterator[ast.expr]:
    """What `pytestmark = ...` is set to, one by one."""
    for node in body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            if isinstance(node.value, ast.List | ast.Tuple):
                yield from node.value.elts
            else:
                yield node.value


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every `pytest.mark.meets(...)` in a tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            if node.func.attr == NAME and isinstance(of, ast.Attribute) and of.attr == "mark":
                yield node


def _needs_tools(mark: ast.expr) -> bool:
    """Whether a mark may skip the test: unless it is only not to run off Linux."""
    if isinstance(mark, ast.Call) and ast.unparse(mark.func).endswith("mark.skipif"):
        return not ast.unparse(mark.args[0]).startswith("sys.platform")
    return isinstance(mark, ast.Name) and mark.id.startswith(TOOLS)


def _may_skip(function: Function) -> bool:
    """Whether it says `pytest.skip(...)` itself."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "skip"
        and ast.unparse(node.value) == "pytest"
        for node in ast.walk(function)
    )
