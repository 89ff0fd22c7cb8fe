"""A value as it is written: what a reader makes of it, and what is said of it."""

import pytest

from station.readers.placed import Reader
from station.readers.problem import FileRefused, Problems
from station.readers.section import Section
from station.readers.yamlfile import parse


def value(written: str, reader: Reader[object]) -> object:
    """What the reader makes of `key: <written>`."""
    problems = Problems()
    with Section(parse(f"key: {written}".encode(), "f.yaml", problems)) as keys:
        found = keys.required("key", reader)
    problems.refuse()
    return found.value


def wrong(written: str, reader: Reader[object]) -> str:
    """What is said of `key: <written>`: the one message, at the value's place."""
    with pytest.raises(FileRefused) as caught:
        value(written, reader)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (1, 6 if written else 5)
    return problem.message
