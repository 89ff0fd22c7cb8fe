"""The simulator's page in a real browser: pressed, looked at, heard, broken and mended."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.web.browser import browsing, needs_chromium
from tests.web.serving import Serving, serving

pytestmark = needs_chromium
PATIENCE = 20


@pytest.fixture
def sim(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path) as at_work:
        yield at_work


@pytest.fixture
def page(sim: Serving) -> Iterator["Page"]:
    with browsing() as driver:
        page = Page(driver, sim)
        yield page
        assert [m for m in console(driver) if m["level"] == "SEVERE"] == []


def console(driver: Chrome) -> list[dict[str, Any]]:
    """What the browser complains of."""
    return driver.get_log("browser")  # type: ignore[no-any-return, no-untyped-call]  # it has none


class Page:
    """What somebody does who has it open."""

    def __init__(self, driver: Chrome, sim: Serving) -> None:
        self.driver = driver
        driver.get(sim.url)
        self.until(lambda: "started" in self.text("#log"))

    def find(self, selector: str) -> WebElement:
        """The first of them."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def pushes(self) -> list[WebElement]:
        """The buttons on the wall."""
        return self.driver.find_elements(By.CSS_SELECTOR, ".push")

    def text(self, selector: str) -> str:
        """What it says."""
        script = "return document.querySelector(arguments[0]).textContent"
        return str(self.driver.execute_script(script, selector))

    def until(self, seen: Any) -> None:
        """Wait for it."""
        WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05).until(lambda _: seen())

    def log(self, words: str) -> None:
        """Wait until that has happened."""
        self.until(lambda: words in self.text("#log"))

    def hold(self, element: WebElement, seconds: float) -> None:
        """Press with the mouse."""
        ActionChains(self.driver).click_and_hold(element).pause(seconds).release().perform()

    def touch(self, kind: str, points: Sequence[Mapping[str, float]]) -> None:
        """A finger on a touch screen."""
        event = {"type": kind, "touchPoints": points}
        self.driver.execute_cdp_cmd("Input.dispatchTouchEvent", event)

    def bits(self, panel: int) -> list[bool]:
        """Which of a panel's pixels the canvas shows lit."""
        script = """
            const canvas = document.querySelectorAll("canvas")[arguments[0]];
            const dot = canvas.width / 128;
            const pen = canvas.getContext("2d");
            const seen = pen.getImageData(0, 0, canvas.width, canvas.height).data;
            const lit = [];
            for (let y = 0; y < 64; y++) for (let x = 0; x < 128; x++)
                lit.push(seen[4 * (y * dot * canvas.width + x * dot)] > 100);
            return lit;
        """
        return list(self.driver.execute_script(script, panel))


def test_a_mouse_presses_and_holds_as_on_the_wall(page: Page) -> None:
    button = page.pushes()[0]
    page.hold(button, 0.2)
    page.log("bed-1 applied")
    page.hold(button, 2.6)
    page.log("bed-1 undone")


@pytest.mark.parametrize("key", [" ", "\ue007"])
def test_so_does_a_key(page: Page, key: str) -> None:
    page.driver.execute_script("arguments[0].focus()", page.pushes()[1])
    ActionChains(page.driver).key_down(key).pause(0.2).key_up(key).perform()
    page.log("bed-2 applied")
    ActionChains(page.driver).key_down(key).pause(2.6).key_up(key).perform()
    page.log("bed-2 undone")


def test_a_digit_is_the_button_of_that_number(page: Page) -> None:
    ActionChains(page.driver).key_down("3").pause(0.2).key_up("3").perform()
    page.log("bed-3 applied")


def test_a_finger_on_glass_presses_too(page: Page) -> None:
    box = page.pushes()[0].rect
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    page.touch("touchStart", [at])
    page.until(lambda: "down" in (page.pushes()[0].get_attribute("class") or "").split())
    ActionChains(page.driver).pause(0.2).perform()
    page.touch("touchEnd", [])
    page.log("bed-1 applied")


def test_it_shows_each_panel_pixel_for_pixel(page: Page, sim: Serving) -> None:
    def alike(panel: int) -> bool:
        picture = sim.stage.picture(panel)
        pixels = picture.load()
        assert pixels is not None
        glass = [bool(pixels[x, y]) for y in range(64) for x in range(128)]
        return page.bits(panel) == glass

    page.until(lambda: alike(0) and alike(1))
    page.hold(page.pushes()[0], 0.2)
    page.log("bed-1 applied")
    page.until(lambda: alike(0))
    assert "CREAM ON" in page.text("#panel-0-text")


def test_it_sounds_with_the_very_pulses_of_the_pin(page: Page) -> None:
    page.find("#sound").click()
    page.until(lambda: page.find("#sound").text == "Sound is on")
    page.hold(page.pushes()[0], 0.2)
    page.log("bed-1 applied")
    page.until(lambda: page.driver.execute_script("return window.heard.length") >= 6)
    heard = page.driver.execute_script("return window.heard")
    levels = [edge["level"] for edge in heard]
    assert levels == [1, 0] * (len(levels) // 2), "a tick, then two short ones"
    for begin, end in zip(heard[::2], heard[1::2], strict=True):
        pulse = end["instant"] - begin["instant"]
        assert 1000 * (end["at"] - begin["at"]) == pytest.approx(pulse, abs=1)


def test_what_is_broken_is_shown_and_mended(page: Page, sim: Serving) -> None:
    page.hold(page.pushes()[0], 0.2)
    page.log("bed-1 applied")
    unplug = page.find('[data-panel="1"]')
    unplug.click()
    page.log("panel lost")
    page.until(lambda: not any(page.bits(1)))
    unplug.click()
    page.log("panel restored")
    page.find("#kill").click()
    page.log("bed-1 resumed")
    page.find("#power").click()
    page.until(lambda: page.text("#life") == "no power")
    assert not page.find("#kill").is_enabled()
    page.until(lambda: not any(page.bits(0)))
    page.find("#power").click()
    page.until(lambda: page.text("#life") == "running")
    page.until(lambda: any(page.bits(0)))
    Select(page.find("#disk")).select_by_value("full")
    page.hold(page.pushes()[1], 0.2)
    page.log("journal lost")
    assert sim.stage.disk == "full"


def test_it_goes_faster_and_the_clock_on_the_wall_with_it(page: Page, sim: Serving) -> None:
    page.driver.execute_script("document.querySelector('#speeds input[value=\"600\"]').click()")
    page.until(lambda: sim.stage.clock.rate == 600)
    page.hold(page.pushes()[0], 0.2)
    page.log("bed-1 removal due")


def test_a_closed_page_lets_go_of_its_buttons(page: Page, sim: Serving) -> None:
    ActionChains(page.driver).click_and_hold(page.pushes()[0]).perform()
    page.until(lambda: sim.stage.down[0])
    page.driver.get("about:blank")
    page.until(lambda: not sim.stage.down[0])
