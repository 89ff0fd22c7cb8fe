"""One story in chapters: after the first thing that goes wrong, nothing that follows means much."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Stop there."""
    config.option.maxfail = 1
