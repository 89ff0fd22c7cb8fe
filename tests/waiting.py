"""Waits for what another thread does."""

import time
from collections.abc import Callable
from typing import Final

PATIENCE: Final = 20.0
"""Seconds for what takes some milliseconds."""


def until(seen: Callable[[], object]) -> None:
    """Wait until it is so; what never comes fails the test that waits for it."""
    end = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.01)
