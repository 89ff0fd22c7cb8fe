from pathlib import Path

import pytest

from tests.selftest.bed import Bed


@pytest.fixture
def bed(tmp_path: Path) -> Bed:
    bed = Bed(tmp_path)
    bed.presses_as_told()
    return bed
