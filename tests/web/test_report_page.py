"""The report's page in a browser: offline, at both widths, in both lights."""

from pathlib import Path

import pytest

from tests.commands.test_report import CONFIG, report, worked
from tests.web.access import kept_out
from tests.web.browser import browsing, needs_chromium

pytestmark = needs_chromium


@pytest.fixture
def page(tmp_path: Path) -> str:
    config = tmp_path / "station.yaml"
    config.write_text(CONFIG.replace("LABEL", "'<script>alert(1)</script>'"))
    worked(config)
    assert report(config, "--html", str(tmp_path / "day.html")) == 0
    return (tmp_path / "day.html").as_uri()


@pytest.mark.parametrize("width", [375, 1920])
@pytest.mark.parametrize("dark", [False, True])
def test_it_opens_offline_fits_and_obeys_its_own_policy(page: str, width: int, dark: bool) -> None:
    with browsing(width, dark=dark) as driver:
        driver.get(page)
        assert driver.title == "room-1, 2027-01-15"
        said = driver.get_log("browser")  # type: ignore[no-untyped-call]  # selenium's
        assert said == []  # a style that the policy forbids would be here
        wide = driver.execute_script("return document.documentElement.scrollWidth")
        assert wide <= width
        look = "return getComputedStyle(document.querySelector('.day .contact')).fill"
        assert driver.execute_script(look) == ("rgb(95, 176, 230)" if dark else "rgb(36, 114, 168)")
        loaded = "return performance.getEntriesByType('resource').length"
        assert driver.execute_script(loaded) == 0
        assert kept_out(driver) == {}
