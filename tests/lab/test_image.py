"""Where an image's Debian comes from, on machines of several kinds; and what they are told."""

import subprocess
from pathlib import Path

import pytest

from tests.lab.image import LACKING

DEBIAN = Path(__file__).parent / "image/debian.sh"
KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
BOOKWORM = (
    "bookworm http://a/debian/ Debian\nbookworm-security http://a/security/ Debian-Security\n"
)
TRIXIE = "trixie http://b/debian/ Debian\ntrixie-security http://b/security/ Debian-Security\n"
UBUNTU = "noble http://c/ubuntu/ Ubuntu\n"

with_debians_keys = pytest.mark.skipif(
    not KEYS.exists(), reason="NOT CHECKED: there are no keys of Debian's archive here"
)


def sourced(folder: Path, apt_knows: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """What debian.sh finds on a machine whose apt knows these archives."""
    apt = folder / "apt-get"
    apt.write_text(f"#!/bin/sh\nprintf '{apt_knows}'\n")
    apt.chmod(0o755)
    dpkg = folder / "dpkg"
    dpkg.write_text("#!/bin/sh\necho amd64\n")
    dpkg.chmod(0o755)
    return subprocess.run(
        ["bash", "-euc", f'. {DEBIAN}; echo "$mirror,$security"'],
        capture_output=True, text=True, check=False,
        env={"PATH": f"{folder}:/usr/bin:/bin", "ARCH": "arm64", "SUITE": "bookworm", **settings},
    )  # fmt: skip


@with_debians_keys
@pytest.mark.parametrize(
    ("apt_knows", "found"),
    [
        (BOOKWORM, "http://a/debian/,http://a/security/\n"),
        (TRIXIE, "http://b/debian/,http://b/security/\n"),  # one archive has every release
        (TRIXIE + BOOKWORM + TRIXIE, "http://a/debian/,http://a/security/\n"),
        (UBUNTU + TRIXIE, "http://b/debian/,http://b/security/\n"),
    ],
)
def test_any_debian_knows_where_the_archive_is(tmp_path: Path, apt_knows: str, found: str) -> None:
    assert sourced(tmp_path, apt_knows).stdout == found


@with_debians_keys
def test_elsewhere_one_can_be_named(tmp_path: Path) -> None:
    assert sourced(tmp_path, UBUNTU, LAB_MIRROR="http://d/debian").stdout == "http://d/debian,\n"


@pytest.mark.parametrize("apt_knows", ["", UBUNTU])
def test_without_an_archive_it_says_what_to_do(tmp_path: Path, apt_knows: str) -> None:
    ended = sourced(tmp_path, apt_knows)
    assert ended.returncode == LACKING
    assert "LAB_MIRROR=" in ended.stderr
