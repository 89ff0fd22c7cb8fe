"""The mutants of a file: small changes of meaning, each of which a test should notice.

The changes are mutmut's own (its `mutation_operators`), plus the texts of f-strings, which it
leaves alone. mutmut itself changes functions only, and none with a decorator; here the tables of
the rules, the defaults of fields and the properties are changed too, since half of the core is
data. Never changed: annotations, decorators, docstrings, `__all__` (which mypy reads), how a class
is made (`frozen`), and what only makes an error of a mistake of ours: what is raised, and whether
`zip` is strict.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

import libcst as cst
from libcst.metadata import MetadataWrapper, WhitespaceInclusivePositionProvider
from mutmut.mutation.mutators import mutation_operators

LEFT_ALONE: Final = (cst.Annotation, cst.Decorator, cst.Raise, cst.Import, cst.ImportFrom)
UNCHANGED_CALLS: Final = ("len", "isinstance", "TypeVar")
"""Calls whose own arguments are kept: `len(None)` tells nothing (mutmut's own choice), and a
TypeVar is an annotation."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file of the core with one change."""

    file: str
    """Below station/."""
    scope: str
    """The function or class that is changed, `Bay.phase`; empty: the file's own level."""
    diff: str
    """What is changed, in lines that begin with - or +; no line numbers."""
    nth: int
    """Counts mutants of one scope with one diff, from 1."""
    function: str | None
    """The function that alone is another, by its qualified name; None: what is made on import."""
    lines: range
    """Of the unchanged file."""
    source: str

    @property
    def key(self) -> str:
        """What identifies it wherever in the file it stands."""
        return f"{self.file} {self.scope} {self.nth}\n{self.diff}"


@dataclass(frozen=True, slots=True)
class _Place:
    scope: str = ""
    function: str | None = None
    body: bool = False
    """Within the body of a function, which runs only when it is called."""


def mutants(file: str, source: str) -> list[Mutant]:
    """Every mutant of a file's source, in the order of the file."""
    wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    spans: Any = wrapper.resolve(WhitespaceInclusivePositionProvider)
    starts = [0, *accumulate(len(line) for line in source.splitlines(keepends=True))]
    found: list[Mutant] = []
    seen: set[str] = {source}
    same: Counter[tuple[str, str]] = Counter()
    for node, place in _nodes(wrapper.module, _Place()):
        for changed in _changes(node):
            span = spans[node]
            if isinstance(node, cst.Match):  # its cases stand in lines of their own, indented
                text = wrapper.module.deep_replace(node, changed).code
            else:
                begin = starts[span.start.line - 1] + span.start.column
                end = starts[span.end.line - 1] + span.end.column
                text = source[:begin] + wrapper.module.code_for_node(changed) + source[end:]
            if text in seen or not _compiles(text):
                continue
            seen.add(text)
            diff = _diff(source, text)
            same[place.scope, diff] += 1
            lines = range(span.start.line, span.end.line + 1)
            function = place.function if place.body else None
            nth = same[place.scope, diff]
            found.append(Mutant(file, place.scope, diff, nth, function, lines, text))
    return found


def _nodes(node: Any, place: _Place) -> Iterator[tuple[Any, _Place]]:
    """Every node that may be changed, and where it stands."""
    if isinstance(node, LEFT_ALONE) or any(
        is_(node) for is_ in (_is_docstring, _is_strict, _is_all)
    ):
        return
    if not (isinstance(node, cst.Call) and getattr(node.func, "value", "") in UNCHANGED_CALLS):
        yield node, place
    if isinstance(node, cst.FunctionDef | cst.ClassDef):
        scope = f"{place.scope}.{node.name.value}" if place.scope else node.name.value
        in_function = isinstance(node, cst.FunctionDef)
        inside = place
        if not place.body:
            inside = _Place(scope, scope if in_function else None, body=in_function)
        for child in node.children if in_function else [node.body]:
            yield from _nodes(child, inside if child is node.body else _Place(scope))
        return
    for child in node.children:
        yield from _nodes(child, place)


def _is_strict(node: Any) -> bool:
    return isinstance(node, cst.Arg) and node.keyword is not None and node.keyword.value == "strict"


def _is_all(node: Any) -> bool:
    return (
        isinstance(node, cst.Assign) and getattr(node.targets[0].target, "value", "") == "__all__"
    )


def _changes(node: Any) -> Iterable[Any]:
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            yield from (new for new in operator(node) if _strictness(new) == _strictness(node))
    if isinstance(node, cst.FormattedStringText):
        yield node.with_changes(value=f"XX{node.value}XX")


def _strictness(node: Any) -> list[str]:
    """What a call says of `strict`: it only makes an error of what would be a mistake of ours."""
    args = node.args if isinstance(node, cst.Call) else ()
    return [arg.value.value for arg in args if _is_strict(arg)]


def _is_docstring(node: Any) -> bool:
    return isinstance(node, cst.Expr) and isinstance(node.value, cst.SimpleString)


def _compiles(source: str) -> bool:
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


def _diff(before: str, after: str) -> str:
    """The lines that differ, without their indentation."""
    old, new = ([line.strip() for line in text.splitlines()] for text in (before, after))
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return "\n".join([f"- {line}" for line in old] + [f"+ {line}" for line in new])
