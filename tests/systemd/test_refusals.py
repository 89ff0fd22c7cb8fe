"""Where the installer cannot succeed it says why, and what to do; and has touched nothing."""

import sys
from collections.abc import Callable

import pytest

from tests.systemd.tree import Tree

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="systemd runs on Linux only")


def not_root(tree: Tree) -> str:
    tree.write("uid-me", "1000\n")
    return "sudo"


def no_systemd(tree: Tree) -> str:
    (tree.root / "run/systemd/system").rmdir()
    return "--no-start"


def no_checkout(tree: Tree) -> str:
    (tree.checkout / "pyproject.toml").unlink()
    return "git clone"


def old_python(tree: Tree) -> str:
    tree.breaks("old-python")
    return "--python FILE"


def no_python(tree: Tree) -> str:
    tree.python.unlink()
    return "--python FILE"


def no_venv(tree: Tree) -> str:
    tree.breaks("venv")
    return "sudo apt install python3-venv"


def python_at_home(tree: Tree) -> str:
    own = tree.write("home/ada/python3", tree.python.read_text())
    own.chmod(0o755)
    tree.python.unlink()
    tree.python.symlink_to(own)
    return "ProtectHome"


def no_lgpio(tree: Tree) -> str:
    tree.breaks("pip", "ERROR: No matching distribution found for lgpio>=0.2.2")
    return "sudo apt install python3-lgpio"


def overlay(tree: Tree) -> str:
    tree.write("proc/cmdline", "overlayroot=tmpfs console=tty1\n")
    return "disable_overlayfs"


def read_only(tree: Tree) -> str:
    tree.write("proc/mounts", "/dev/root / ext4 rw 0 0\n/dev/root / ext4 ro,noatime 0 0\n")
    return "remount,rw"


def journal_not_writable(tree: Tree) -> str:
    tree.write("var/lib/station", "a file")
    return "a power cut loses"


def journal_elsewhere(tree: Tree) -> str:
    tree.write("etc/station/station.yaml", 'journal: "/mnt/stick/journal.db" # a stick\n')
    return "/mnt/stick/journal.db is where the service may not write"


def a_directory_in_the_way(tree: Tree) -> str:
    tree.home.mkdir(parents=True)
    return "move it away"


def a_person_of_that_name(tree: Tree) -> str:
    tree.write("passwd-station", "")
    tree.write("uid-station", "1000\n")
    return "usermod -l"


REFUSALS = [
    *(not_root, no_systemd, no_checkout, old_python, no_python, no_venv, python_at_home, no_lgpio),
    *(overlay, read_only, journal_not_writable, journal_elsewhere, a_directory_in_the_way),
    a_person_of_that_name,
]


@pytest.mark.parametrize("spoil", REFUSALS)
def test_where_it_cannot_succeed_it_says_why_and_what_to_do(
    tree: Tree, spoil: Callable[[Tree], str]
) -> None:
    cure = spoil(tree)
    before = tree.files(), tree.folders()
    assert cure in tree.refused()
    assert (tree.files(), tree.folders()) == before
    done = [call.split()[0] for call in tree.calls()]
    assert set(done) <= {"python", "pip"}


def test_a_journal_elsewhere_is_fine_once_the_service_may_write_there(tree: Tree) -> None:
    journal_elsewhere(tree)
    own = "[Service]\nReadWritePaths=/mnt/stick\n"
    tree.write("etc/systemd/system/station.service.d/override.conf", own)
    tree.installed()
