"""This repository's own trace, read once."""

import pytest

from tests.trace.orphans import Trace, read_trace


@pytest.fixture(scope="session")
def ours() -> Trace:
    return read_trace()
