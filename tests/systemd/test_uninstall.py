"""The way back, on a small system in a directory."""

import sys

import pytest

from tests.systemd.tree import Tree

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="systemd runs on Linux only")


def test_uninstalling_keeps_config_journal_and_the_admins_own(tree: Tree) -> None:
    tree.installed("--no-network")
    tree.write("var/lib/station/journal.db", "facts")
    tree.write("etc/systemd/system/station.service.d/override.conf", "[Service]\n")
    tree.calls()
    tree.installed("--uninstall")
    assert [call for call in tree.calls() if call.startswith("systemctl")] == [
        "systemctl disable --quiet --now station.service",
        "systemctl daemon-reload",
        "systemctl reset-failed station.service",  # else one that failed is still told of
    ]
    kept = [name for name in tree.files() if name.startswith(("etc/", "opt/", "usr/", "var/"))]
    assert kept == [
        "etc/station/station.yaml",
        "etc/systemd/system/station.service.d/override.conf",
        "var/lib/station/journal.db",
    ]
    tree.installed("--uninstall")
    assert "userdel station" not in tree.calls()
    tree.installed()
    assert tree.home.exists()


def test_there_may_be_no_failure_to_forget(tree: Tree) -> None:
    tree.installed()
    tree.breaks("systemctl-reset-failed", "Unit station.service not loaded.")
    ended = tree.install("--uninstall")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_purging_leaves_nothing(tree: Tree) -> None:
    before = tree.folders()
    tree.installed()
    tree.write("var/lib/station/journal.db", "facts")
    tree.installed("--uninstall", "--purge")
    assert "userdel station" in tree.calls()
    kept = [name for name in tree.files() if name.startswith(("etc/", "opt/", "usr/", "var/"))]
    assert kept == []
    ours = {name for name in tree.folders() - before if "station" in name}
    assert ours == set()
    tree.installed("--purge")
