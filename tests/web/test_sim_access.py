"""The simulator's page for everybody: by axe-core, in the dark, without motion, on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.web.access import kept_out
from tests.web.browser import browsing, needs_chromium
from tests.web.serving import Serving, serving
from tests.web.simpage import Page, complaints

pytestmark = needs_chromium
SIZES = [(375, 812), (1920, 1080)]


@pytest.fixture
def sim(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path) as at_work:
        yield at_work


def too_wide(driver: Chrome) -> bool:
    """Whether one has to scroll sideways."""
    script = "const all = document.documentElement; return all.scrollWidth > all.clientWidth"
    return bool(driver.execute_script(script))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nobody_is_kept_out(sim: Serving, width: int, height: int, dark: bool) -> None:
    with browsing(width, height, dark=dark) as driver:
        page = Page(driver, sim)
        assert kept_out(driver) == {}
        assert not too_wide(driver)
        page.speed(600)
        page.hold(page.pushes()[0], 0.2)
        page.log("bed-1 overdue")
        assert kept_out(driver) == {}
        page.begin("Two beds at once")
        page.hold(page.pushes()[2], 0.2)
        page.until(lambda: "Bed 3" in page.text("#now"))
        assert kept_out(driver) == {}
        assert not too_wide(driver)
        page.find("#stop").click()
        page.until(lambda: page.find("#report").is_displayed())
        assert kept_out(driver) == {}
        assert not too_wide(driver)
        assert complaints(driver) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_is_as_dark_as_one_wants_it(sim: Serving, dark: bool) -> None:
    shade = "return getComputedStyle(document.body)[arguments[0]].match(/[0-9]+/g).map(Number)"
    with browsing(dark=dark) as driver:
        Page(driver, sim)
        paper, ink = (driver.execute_script(shade, of) for of in ("backgroundColor", "color"))
        assert (sum(paper) < sum(ink)) is dark


MOVING = """
    const seconds = (style, name) => style[name].split(",").some((s) => parseFloat(s) > 0);
    return [...document.querySelectorAll("*")].filter((element) => {
        const style = getComputedStyle(element);
        return seconds(style, "transitionDuration") ||
            (style.animationName !== "none" && seconds(style, "animationDuration")) ||
            style.scrollBehavior === "smooth";
    }).map((element) => element.className || element.tagName);
"""


def test_nothing_moves_for_who_wants_no_motion(sim: Serving) -> None:
    with browsing(still=True) as driver:
        page = Page(driver, sim)
        assert driver.execute_script(MOVING) == []
        page.begin("A normal visit")
        assert driver.execute_script(MOVING) == []
    with browsing() as driver:
        Page(driver, sim)
        assert set(driver.execute_script(MOVING)) == {"push"}, "else a button goes down softly"
