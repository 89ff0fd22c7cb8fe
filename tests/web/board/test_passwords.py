"""Who may see the pages: the file, and how it is asked."""

import base64
from pathlib import Path

import pytest

from station.machine.exitstatus import UsageError
from station.web.board.passwords import Passwords, add, basic


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pages"
    add(path, "reception", "correct horse")
    return path


def test_who_is_in_the_file_comes_in(file: Path) -> None:
    passwords = Passwords.read(file)
    assert not passwords.seen(b"reception:correct horse")
    assert passwords.right(b"reception:correct horse")
    assert passwords.seen(b"reception:correct horse")
    for wrong in (b"reception:correct", b"nobody:correct horse", b"reception", b"", b"\xff:\xff"):
        assert not passwords.right(wrong)
        assert not passwords.seen(wrong)


def test_only_its_owner_can_read_it_and_no_password_is_in_it(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    assert "horse" not in file.read_text()
    file.chmod(0o640)
    with pytest.raises(UsageError, match=r"others may read it \(mode 640\): chmod 600"):
        Passwords.read(file)


def test_a_password_is_changed_and_somebody_is_added(file: Path) -> None:
    add(file, "reception", "another horse")
    add(file, "doctor", "third horses")
    passwords = Passwords.read(file)
    assert len(file.read_text().splitlines()) == 2
    assert not passwords.right(b"reception:correct horse")
    assert passwords.right(b"reception:another horse")
    assert passwords.right(b"doctor:third horses")


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("", "12345678"),
        ("a:b", "12345678"),
        ("a", "short"),
        ("#a", "12345678"),
        ("a\n", "12345678"),
    ],
)
def test_what_cannot_be_put_into_it(file: Path, name: str, password: str) -> None:
    before = file.read_text()
    with pytest.raises(UsageError):
        add(file, name, password)
    assert file.read_text() == before


@pytest.mark.parametrize(
    "text", ["reception\n", "a:b:c:d\n", "a:scrypt:???:x\n", "", "# only a remark\n"]
)
def test_a_file_that_says_nothing_or_nonsense_lets_nobody_in(file: Path, text: str) -> None:
    file.write_text(text)
    with pytest.raises(UsageError, match="--make-password NAME"):
        Passwords.read(file)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        Passwords.read(tmp_path / "none")


@pytest.mark.parametrize("header", ["", "Basic", "Basic ?", "Bearer YTpi", f"Basic {'A' * 5000}"])
def test_headers_without_credentials(header: str) -> None:
    assert not basic(header)


def test_credentials_in_a_header() -> None:
    assert basic(f"basic {base64.b64encode(b'a:b:c').decode()}") == b"a:b:c"


def test_one_that_is_not_there_yet_says_how_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        Passwords.read(tmp_path / "none")
    made = f"station board --page-passwords {tmp_path}/none --make-password NAME"
    assert str(refused.value) == (
        f"--page-passwords {tmp_path}/none: No such file or directory: {made} makes one"
    )
