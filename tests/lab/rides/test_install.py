"""A station's life on one machine: installed, upgraded, uninstalled, purged, by its own script."""

import pytest

from tests.lab.image import Recipe
from tests.lab.ride import Installed, run_tests
from tests.lab.tools import NoLabError

PATIENCE = 1800.0
"""Seconds: each of five installations takes from one minute, alone, to three, beside others."""


@pytest.mark.parametrize(
    "recipe", [Recipe("arm64", "bookworm"), Recipe("amd64", "trixie")], ids=lambda r: r.suite
)
def test_the_life_of_an_installation(recipe: Recipe) -> None:
    try:
        bare = Installed(recipe.image(), recipe)
    except NoLabError as lacking:
        pytest.exit(f"NO LAB HERE: {lacking}", returncode=3)
    run_tests(f"install-{recipe.suite}", bare, ["install"], seconds=PATIENCE)
