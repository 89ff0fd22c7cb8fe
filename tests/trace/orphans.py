"""Sentences without a test, marks without a sentence, risks whose tests are gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.trace import behaviour, risks
from tests.trace.behaviour import Chapter, Sentence, read_behaviour
from tests.trace.marks import Marks, read_marks
from tests.trace.risks import RiskTable, read_risks

TESTS = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Trace:
    """All that is promised, and all that shows it."""

    chapters: tuple[Chapter, ...]
    marks: Marks
    risks: RiskTable

    @property
    def sentences(self) -> list[Sentence]:
        """Of all chapters, in order."""
        return [one for chapter in self.chapters for one in chapter.sentences]


def read_trace(tests: Path = TESTS) -> Trace:
    """The trace of a folder of tests that has one."""
    home = tests / "trace"
    return Trace(
        read_behaviour(home / "behaviour"), read_marks(tests), read_risks(home / "risks.yaml")
    )


def problems(trace: Trace) -> list[str]:
    """Everything that is not as it should be, each with its place and its cure."""
    return [
        *behaviour.faults(trace.chapters),
        *trace.marks.stray,
        *_unknown(trace),
        *_untested(trace),
        *risks.orphans(
            trace.risks,
            {sentence.id for sentence in trace.sentences},
            {test.node for test in trace.marks.tests},
        ),
    ]


def _unknown(trace: Trace) -> Iterator[str]:
    known = {sentence.id for sentence in trace.sentences}
    for test in trace.marks.tests:
        for one in test.ids:
            if one not in known:
                yield f"{test.node}: there is no sentence {one}: write it, or mend the mark"


def _untested(trace: Trace) -> Iterator[str]:
    for sentence in trace.sentences:
        found = trace.marks.of(sentence.id)
        if not found:
            yield f"{sentence.place}: {sentence.id} has no test: mark one, or write it"
        elif not found[0].anywhere:
            yield (
                f"{sentence.place}: {sentence.id} has no test that runs without special tools:"
                f" only {found[0].node}"
            )
