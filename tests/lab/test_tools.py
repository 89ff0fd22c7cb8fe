"""What a machine lacks is said all at once, with the command that brings it."""

from pathlib import Path

import pytest

from tests.lab.tools import Arch, NoLabError, needs, refuse_without_tools


@pytest.mark.parametrize("arch", ["arm64", "amd64"])
def test_all_that_is_missing_is_named_at_once(tmp_path: Path, arch: Arch) -> None:
    (tmp_path / "apt-get").touch(0o755)
    with pytest.raises(NoLabError) as lacking:
        refuse_without_tools(arch, user=0, path=str(tmp_path))
    said = str(lacking.value).split()
    assert said[:3] == ["apt-get", "install", "--no-install-recommends"]
    assert {"gcc-12", "mmdebstrap", "xz-utils"} <= set(said)
    assert len(said) == len(set(said))


@pytest.mark.parametrize("arch", ["arm64", "amd64"])
def test_with_all_of_it_nothing_is_said(tmp_path: Path, arch: Arch) -> None:
    for tool in ("apt-get", *needs(arch)):
        (tmp_path / tool).touch(0o755)
    refuse_without_tools(arch, user=0, path=str(tmp_path))


def test_a_machine_without_apt_is_told_that_it_takes_debian(tmp_path: Path) -> None:
    with pytest.raises(NoLabError, match="on Debian or Ubuntu"):
        refuse_without_tools("arm64", user=0, path=str(tmp_path))


def test_only_root_builds() -> None:
    with pytest.raises(NoLabError, match="sudo"):
        refuse_without_tools("arm64", user=1000)
