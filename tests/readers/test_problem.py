"""A file that cannot be read: whether a person must mend it, or another start may."""

import errno
from pathlib import Path

import pytest

from station.cli import main
from station.readers.configfile import load
from station.readers.problem import FileRefused, ReadingFailedError, refuse_unreadable
from tests.readers.configs import LEAST

FAILING = Path("/proc/self/mem")
"""An ordinary file whose first byte is an input/output error, as of a card that is worn out."""
PASSING = "cannot be read: input/output error; it may pass: try again"

on_linux = pytest.mark.skipif(not FAILING.exists(), reason="only Linux has a file that fails")


@on_linux
@pytest.mark.meets("EXI-2", "FLT-19")
@pytest.mark.parametrize("command", [["run", "-c"], ["check"], ["off", "-c"], ["replay"]])
def test_a_card_that_fails_once_does_not_keep_the_station_down(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, str(FAILING)]) == 1, "systemd starts no station again that ended with 2"
    assert capsys.readouterr().err == f"{FAILING}: {PASSING}\n"


@on_linux
@pytest.mark.parametrize(
    ("folder", "own", "line"),
    [("protocols", "numb520", "protocol: numb520"), ("languages", "de", "language: de")],
)
def test_nor_does_one_that_fails_at_a_clinics_own_file(
    path: Path, folder: str, own: str, line: str
) -> None:
    (path.parent / folder).mkdir()
    failing = path.parent / folder / f"{own}.yaml"
    failing.symlink_to(FAILING)
    path.write_text(f"{LEAST}{line}\nbuton: {{}}\n")
    with pytest.raises(ReadingFailedError, match=f"{failing}: {PASSING}"):
        load(path)


@on_linux
def test_a_config_that_is_wrong_stays_the_status_of_several(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.write_text(LEAST.replace("17", "2"))
    for both in ([FAILING, path], [path, FAILING]):
        assert main(["check", *map(str, both)]) == 2
        said = capsys.readouterr().err
        assert f"{FAILING}: {PASSING}\n" in said
        assert f"{path}:3:25: pin 2 is I2C data" in said


@pytest.mark.parametrize(
    "number",
    [
        errno.ENOENT,
        errno.EACCES,
        errno.EPERM,
        errno.ENOTDIR,
        errno.EISDIR,
        errno.ENAMETOOLONG,
        errno.ELOOP,
    ],
)
def test_what_a_person_must_mend_is_refused(number: int) -> None:
    with pytest.raises(FileRefused, match="cannot be read: as the system says it"):
        refuse_unreadable("station.yaml", OSError(number, "As the system says it"))


@pytest.mark.parametrize("number", [errno.EIO, errno.EMFILE, errno.ENOMEM, errno.ESTALE])
def test_anything_else_may_pass(number: int) -> None:
    with pytest.raises(ReadingFailedError):
        refuse_unreadable("station.yaml", OSError(number, "As the system says it"))


@pytest.mark.meets("EXI-3")
@pytest.mark.parametrize(
    ("name", "said"),
    [("x" * 300, "file name too long"), ("loop/y", "too many levels"), ("file/y", "not a dir")],
)
def test_a_path_that_cannot_be_is_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file").touch()
    assert main(["run", "-c", str(tmp_path / name)]) == 2
    assert said in capsys.readouterr().err
