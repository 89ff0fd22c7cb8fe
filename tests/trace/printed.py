"""The trace for a terminal of 100 columns, and as a Markdown file."""

from collections.abc import Iterator
from textwrap import wrap
from typing import Final

from tests.trace.behaviour import Chapter
from tests.trace.marks import TracedTest
from tests.trace.orphans import Trace
from tests.trace.risks import Risk

WIDTH: Final = 100
INDENT: Final = 8


def terminal(trace: Trace) -> str:
    """Each sentence with the number of its tests and the first of them; then the risks."""
    lines = [line for chapter in trace.chapters for line in _chapter(chapter, trace)]
    lines += ["", "RISKS", *wrap(trace.risks.about, WIDTH)]
    lines += [line for risk in trace.risks.risks for line in _risk(risk)]
    return "\n".join([*lines, "", summary(trace)])


def summary(trace: Trace) -> str:
    """How much there is."""
    sentences, marked = trace.sentences, [test for test in trace.marks.tests if test.ids]
    marks = sum(len(test.ids) for test in marked)
    return (
        f"{len(sentences)} sentences, {marks} marks on {len(marked)} of"
        f" {len(trace.marks.tests)} tests; {len(trace.risks.risks)} risks"
    )


def markdown(trace: Trace) -> str:
    """Every sentence with all its tests, and the risks as tables."""
    lines = ["# What is promised, and the tests that show it", "", summary(trace)]
    for chapter in trace.chapters:
        lines += ["", f"## {chapter.title}", "", "| id | sentence | tests |", "| --- | --- | --- |"]
        for sentence in chapter.sentences:
            tests = "<br>".join(f"`{test.node}`" for test in trace.marks.of(sentence.id))
            lines.append(f"| {sentence.id} | {_cell(sentence.text)} | {tests} |")
    lines += ["", "## Risks", "", trace.risks.about]
    for risk in trace.risks.risks:
        lines += ["", f"### {risk.hazard}", "", risk.harm, "", "Causes:", ""]
        lines += [f"- {cause}" for cause in risk.causes]
        lines += ["", "| what the station does | shown by |", "| --- | --- |"]
        for measure in risk.measures:
            shown = [*measure.meets, *(f"`{test}`" for test in measure.tests)]
            lines.append(f"| {_cell(measure.does)} | {', '.join(shown)} |")
        lines += ["", "What remains:", "", *(f"- {one}" for one in risk.remains)]
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _chapter(chapter: Chapter, trace: Trace) -> Iterator[str]:
    yield from ("", chapter.title.upper())
    group = None
    for sentence in chapter.sentences:
        if sentence.group != group:
            group = sentence.group
            yield from ("", group)
        yield from _beside(sentence.id, sentence.text)
        yield from _tests(trace.marks.of(sentence.id))


def _tests(tests: list[TracedTest]) -> Iterator[str]:
    count = f"{len(tests)} test{'s' * (len(tests) != 1)}"
    if not tests:
        yield f"{' ' * INDENT}{count}"
        return
    file, _, name = tests[0].node.partition("::")
    line = f"{' ' * INDENT}{count}: {file}::{name}"
    if len(line) <= WIDTH:
        yield line
    else:
        yield f"{' ' * INDENT}{count}: {file}"
        yield f"{' ' * (INDENT + 2)}::{name}"[:WIDTH]


def _risk(risk: Risk) -> Iterator[str]:
    yield from ("", risk.hazard.upper())
    yield from _beside("harm", risk.harm)
    for cause in risk.causes:
        yield from _beside("cause", cause)
    for measure in risk.measures:
        shown = ", ".join([*measure.meets, *measure.tests])
        yield from _beside("does", f"{measure.does} [{shown}]")
    for one in risk.remains:
        yield from _beside("remains", one)


def _beside(name: str, text: str) -> Iterator[str]:
    """A name in the margin, and a text as wide as there is room."""
    for number, line in enumerate(wrap(text, WIDTH - INDENT)):
        yield f"{'' if number else name:<{INDENT}}{line}"
