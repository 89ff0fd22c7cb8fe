"""The state diagram in the README, drawn from the tables of the rules.

`python -m tests.diagram README.md` draws it again between its two marks.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from station.core.deadlines import CREAM_ROWS, WINDOW_ROWS
from station.core.facts import FactKind
from station.core.phase import Phase
from station.core.rules import GESTURES

BEGIN: Final = "<!-- drawn by python -m tests.diagram; do not edit -->"
END: Final = "<!-- end of the drawing -->"


def diagram() -> str:
    """Every way from one phase to another, as Mermaid. Refusals change nothing: not drawn."""
    lines = ["stateDiagram-v2", f"    [*] --> {Phase.READY}", *_by_gesture(), *_by_time()]
    return "\n".join(["```mermaid", *lines, "```"])


def redrawn(readme: str) -> str:
    """The README with the diagram as it is now. Raises ValueError if it lacks the marks."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"no {BEGIN!r} ... {END!r} to draw between")
    return f"{before}{BEGIN}\n{diagram()}\n{END}{after}"


def _by_gesture() -> Iterator[str]:
    ways: dict[tuple[Phase, Phase, FactKind], list[str]] = {}
    for row in GESTURES:
        if row.fact is not FactKind.REFUSED:
            for phase in row.to:
                ways.setdefault((row.phase, phase, row.fact), []).append(row.gesture)
    for (phase, to, fact), gestures in ways.items():
        unknown = fact is FactKind.REMOVED and to is Phase.READY
        note = " (no numb window)" if unknown else ""
        yield f"    {phase} --> {to}: {' or '.join(gestures)} / {_words(fact)}{note}"


def _by_time() -> Iterator[str]:
    for row in CREAM_ROWS:
        yield f"    {row.phase} --> {row.to}: {_said(row.due)} / {_words(row.fact)}"
    for window_row in WINDOW_ROWS:
        over = window_row.fact is FactKind.NUMB_OVER
        to = Phase.READY if over else Phase.NUMB
        yield f"    {Phase.NUMB} --> {to}: {_said(window_row.due)} / {_words(window_row.fact)}"


def _said(what: Callable[..., Any]) -> str:
    """What a rule's docstring says of when it applies."""
    first = (what.__doc__ or "").partition(".")[0].partition(";")[0]
    return first[:1].lower() + first[1:]


def _words(fact: FactKind) -> str:
    return fact.replace("_", " ")


def main() -> None:
    """Redraw the diagram in each file named."""
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(redrawn(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
