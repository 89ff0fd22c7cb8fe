"""How a mutant is tried: in the running tests if only a function is another, else from scratch."""

import gc
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

import hypothesis.strategies  # noqa: F401 - which some tests import: once for all mutants
import pytest

from tests.mutants.apart import TO_BEGIN, Trial, Trials, Verdict, Watch
from tests.mutants.mutants import Mutant
from tests.mutants.reach import OPTIONS, STATION, TESTS, Reach, file_of, mirror, test_files

Told = Callable[[Mutant, Verdict, str], None]
"""Is told what became of a mutant, and by which test."""
PATIENCE: Final = 0.5, 5.0
"""Seconds that a test may take, and how many times as long as without a mutant, when it was watched
(which alone makes it some four times slower)."""


SLOW: Final = 0.2
"""A test of so many seconds is not asked before its turn because it noticed another mutant."""


class Rounds:
    """A pytest plugin: instead of running the tests it collected, it tries mutants by them.

    The tests and the core are imported once; each mutant is a fork in which one function's code
    is another.
    """

    def __init__(
        self, mutants: Sequence[Mutant], reach: Reach, hints: dict[str, str], jobs: int, told: Told
    ) -> None:
        """`hints`: the test that killed a mutant before, by its key."""
        self._mutants = mutants
        self._reach = reach
        self._hints = hints
        self._jobs = jobs
        self._told = told
        self._killers: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        """Of a scope, the tests that noticed its other mutants, the latest last."""

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try each mutant by the tests that reach it."""
        if session.testsfailed:
            raise RuntimeError("the tests cannot be collected without any mutant")
        gc.freeze()  # what a fork does not touch it does not copy
        items = {item.nodeid: item for item in session.items}
        trials = ((m, self._trial(session, m, items)) for m in self._mutants)
        for mutant, verdict, test in Trials[Mutant](self._jobs).run(trials):
            self._told(mutant, verdict, test)
            if verdict is Verdict.KILLED and self._reach.seconds.get(test, SLOW) < SLOW:
                self._killers[mutant.file, mutant.scope].append(test)
        return True

    def _trial(self, session: pytest.Session, mutant: Mutant, items: dict[str, Any]) -> Trial:
        likely = [*self._killers[mutant.file, mutant.scope], self._hints.get(mutant.key, "")]
        chosen = [items[test] for test in in_order(mutant, self._reach, likely)]

        def trial(watch: Watch) -> bool:
            swap(mutant)
            for item, following in zip_longest(chosen, chosen[1:]):
                watch.begins(item.nodeid, patience(self._reach.seconds[item.nodeid]))
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if session.testsfailed:
                    return False
            return True

        return trial


def in_order(mutant: Mutant, reach: Reach, likely: Sequence[str]) -> list[str]:
    """The tests that reach a function's mutant: the likely ones, the last of them first, then those
    of the file's own and the quick ones."""
    own, rank = f"{mirror(mutant.file)}::", {test: -n for n, test in enumerate(likely)}
    reaching = reach.of(mutant.file, mutant.lines) or reach.of(mutant.file, function_lines(mutant))
    return sorted(reaching, key=lambda t: (rank.get(t, 1), own not in t, reach.seconds[t], t))


def patience(seconds: float) -> float:
    """How long a test may take that takes so long without a mutant."""
    least, times = PATIENCE
    return least + times * seconds


def swap(mutant: Mutant) -> None:
    """Give a function of the running core the mutant's code."""
    code = next(c for c in _codes(_compiled(mutant)) if c.co_qualname == mutant.function)
    _function(sys.modules[module_name(mutant.file)], mutant.function or "").__code__ = code


def function_lines(mutant: Mutant) -> Sequence[int]:
    """The lines of the function that a mutant changes, without those of functions within."""
    function = _function(sys.modules[module_name(mutant.file)], mutant.function or "")
    return sorted({line for *_, line in function.__code__.co_lines() if line is not None})


def module_name(file: str) -> str:
    """The module of a file below station/."""
    return f"station.{file.removesuffix('.py').replace('/', '.')}"


def _compiled(mutant: Mutant) -> CodeType:
    return compile(mutant.source, str(STATION / mutant.file), "exec")


def _codes(code: CodeType) -> Iterator[CodeType]:
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield const
            yield from _codes(const)


def _function(module: ModuleType, name: str) -> FunctionType:
    found: Any = module
    for part in name.split("."):
        found = vars(found)[part]
    found = getattr(found, "fget", found)
    if not isinstance(found, FunctionType):
        raise TypeError(f"{module.__name__}.{name} is no function but {found}")
    return found


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module of the core as its mutant."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant
        self._name = module_name(mutant.file)

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Ours, if it is that module."""
        del path, target
        if fullname != self._name:
            return None
        return importlib.util.spec_from_loader(
            fullname, self, origin=str(STATION / self._mutant.file)
        )

    def exec_module(self, module: ModuleType) -> None:
        """Run the mutant's source as the module."""
        exec(_compiled(self._mutant), vars(module))  # noqa: S102 - that is what a module is


class _Watching:
    """A pytest plugin that says which test begins: the likely one first, then the quick ones."""

    def __init__(self, watch: Watch, reach: Reach, likely: str) -> None:
        self._watch = watch
        self._likely = likely
        self._seconds = reach.seconds
        self._longest = max(reach.seconds.values())

    def pytest_collectstart(self, collector: pytest.Collector) -> None:
        if isinstance(collector, pytest.Module):  # to import it may fail
            self._watch.begins(collector.nodeid, TO_BEGIN)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        longest = self._longest
        items.sort(key=lambda t: (t.nodeid != self._likely, self._seconds.get(t.nodeid, longest)))

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._watch.begins(nodeid, patience(self._seconds.get(nodeid, self._longest)))


def from_scratch(
    mutants: Iterable[Mutant], reach: Reach, hints: dict[str, str], jobs: int, told: Told
) -> None:
    """Try mutants that differ as soon as they are imported, by all plain tests."""
    if any(name.partition(".")[0] == "station" for name in sys.modules):
        raise RuntimeError("the station is imported already: no mutant would be")
    lately: dict[tuple[str, str], str] = {}
    """Of a scope, the test that noticed its last mutant."""

    def hint(mutant: Mutant) -> str:
        return hints.get(mutant.key) or lately.get((mutant.file, mutant.scope), "")

    trials = ((mutant, _fresh(mutant, reach, hint(mutant))) for mutant in mutants)
    for mutant, verdict, test in Trials[Mutant](jobs).run(trials):
        told(mutant, verdict, test)
        if verdict is Verdict.KILLED:
            lately[mutant.file, mutant.scope] = test


def _fresh(mutant: Mutant, reach: Reach, hint: str) -> Trial:
    def trial(watch: Watch) -> bool:
        sys.dont_write_bytecode = True
        sys.meta_path.insert(0, Changed(mutant))
        watching = _Watching(watch, reach, hint)
        for files in _some_at_a_time(mutant, reach, hint):
            if _noticed(pytest.main([*OPTIONS, *map(str, files)], plugins=[watching])):
                return False
        return True

    return trial


def _some_at_a_time(mutant: Mutant, reach: Reach, hint: str) -> Iterator[list[Path]]:
    """All plain tests, the likeliest first: a file that is not imported costs nothing."""
    took: defaultdict[str, float] = defaultdict(float)
    for test, seconds in reach.seconds.items():
        took[file_of(test)] += seconds
    users: Counter[str] = Counter()
    for tests in reach.lines.get(mutant.file, {}).values():
        users.update({file_of(test) for test in tests})
    left = {file.relative_to(TESTS).as_posix(): file for file in test_files()}
    named = [file_of(hint), mirror(mutant.file)]
    quick = sorted(left, key=lambda name: took[name])[:8]
    ranked = [name for name, _ in users.most_common()]
    for some in (named, quick, ranked[:2], ranked[2:8], [*left]):
        if files := [left.pop(name) for name in some if name in left]:
            yield files


def _noticed(status: int) -> bool:
    if status in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise RuntimeError(f"pytest ended with {status}")
    return status != pytest.ExitCode.OK
