"""Which version runs."""

from station.machine.version import version_of


def test_a_version_that_nobody_knows_keeps_nothing_from_working() -> None:
    assert version_of("a-package-that-is-not-there") is None
    assert version_of("pytest")
