"""Which lines of the station have been run, told as they are run for the first time."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import station

STATION = Path(station.__file__).parent
_INSIDE = str(STATION) + "/"
CHEAP = sys.version_info >= (3, 12)
"""Whether following costs next to nothing. Before there was sys.monitoring, every call of any
function was to be looked at: a config took four times as long."""
_TOOL = 4
"""One of the numbers that sys.monitoring leaves to others than debuggers and coverage."""


class Trail:
    """New lines are rare: what was seen once is not looked at again, which keeps this cheap."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, int]] = set()
        self._unseen: dict[CodeType, set[int] | None] = {}

    @contextmanager
    def followed(self) -> Iterator[None]:
        """Notes what runs meanwhile, in this thread at least."""
        if sys.version_info >= (3, 12):
            with self._monitored():
                yield
            return
        before = sys.gettrace()
        sys.settrace(self._called)
        try:
            yield
        finally:
            sys.settrace(before)

    @contextmanager
    def _monitored(self) -> Iterator[None]:
        watch: Any = sys.monitoring  # type: ignore[attr-defined,unused-ignore]  # 3.12
        watch.use_tool_id(_TOOL, "tests.fuzz")
        watch.register_callback(_TOOL, watch.events.LINE, self._ran)
        watch.set_events(_TOOL, watch.events.LINE)
        try:
            yield
        finally:
            watch.set_events(_TOOL, 0)
            watch.register_callback(_TOOL, watch.events.LINE, None)
            watch.free_tool_id(_TOOL)

    def _ran(self, code: CodeType, line: int) -> object:
        if code.co_filename.startswith(_INSIDE):
            self.seen.add((code.co_filename, line))
        return sys.monitoring.DISABLE  # type: ignore[attr-defined,unused-ignore]  # 3.12

    def _called(self, frame: FrameType, _event: str, _argument: object) -> Any:
        code = frame.f_code
        if code not in self._unseen:
            inside = code.co_filename.startswith(_INSIDE)
            self._unseen[code] = set(_lines(code)) if inside else None
        return self._line if self._unseen[code] else None

    def _line(self, frame: FrameType, event: str, _argument: object) -> Any:
        unseen = self._unseen[frame.f_code]
        if event == "line" and unseen:
            unseen.discard(frame.f_lineno)
            self.seen.add((frame.f_code.co_filename, frame.f_lineno))
        return self._line if unseen else None

    def reached(self, parts: Iterable[str]) -> tuple[int, int]:
        """Of some files below station/: how many lines inside functions ran, of how many."""
        lines = {(str(path), line) for path in _files(parts) for line in _in_functions(path)}
        return len(lines & self.seen), len(lines)


def _files(parts: Iterable[str]) -> list[Path]:
    return [path for part in parts for path in STATION.glob(part)]


def _in_functions(path: Path) -> Iterator[int]:
    """Not those that importing runs."""
    module = compile(path.read_text(encoding="utf-8"), str(path), "exec")
    for code in _inner(module):
        if code.co_flags & 0x0002:  # a function's, not a class's
            yield from _lines(code)


def _inner(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _inner(constant)


def _lines(code: CodeType) -> Iterator[int]:
    for _, _, line in code.co_lines():
        if line is not None and line != code.co_firstlineno:
            yield line
