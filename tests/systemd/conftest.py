"""A small system, for each test its own."""

from pathlib import Path

import pytest

from tests.systemd.tree import Tree


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Nothing is installed in it yet."""
    return Tree(tmp_path)
