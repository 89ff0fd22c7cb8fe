"""A journal that is named by a slip of the hand, for what is only played."""

from pathlib import Path

import pytest

from station.cli import main
from station.journal.errors import JournalRefusedError
from station.mock.disk import require_journal

ROOT = Path(__file__).parents[2]
VISIT = str(ROOT / "config" / "scenarios" / "visit.yaml")
REFUSED = [
    ("/", "names no file: name one"),
    (f"/etc/{'x' * 300}", "cannot be read: file name too long: name another file"),
    ("/proc/self/mem", "cannot be read: input/output error: name another file"),
]

on_linux = pytest.mark.skipif(
    not Path("/proc/self/mem").exists(), reason="only Linux has a file that fails"
)


@on_linux
@pytest.mark.parametrize(("path", "said"), REFUSED)
@pytest.mark.parametrize(
    ("command", "status"), [(["replay", VISIT], 2), (["sim", "--no-browser", "--port", "0"], 1)]
)
def test_a_path_that_can_be_no_journal_is_refused(
    command: list[str], status: int, path: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--journal", path]) == status
    told = capsys.readouterr().err
    assert told.startswith(f"station: {path}: ")
    assert told.casefold().endswith(f"{said}\n")


def test_a_folder_that_nobody_may_look_into_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_path: Path) -> bool:  # the tests may run as root, who may look everywhere
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", denied)
    with pytest.raises(JournalRefusedError, match="cannot be read: permission denied: name an"):
        require_journal(tmp_path / "journal.db")
