"""The simulator's page in a real browser: pressed, looked at, heard, broken and mended."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.support.ui import Select

from tests.web.browser import browsing, needs_chromium
from tests.web.serving import Serving, serving
from tests.web.simpage import Page, complaints

pytestmark = needs_chromium


@pytest.fixture
def sim(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path) as at_work:
        yield at_work


@pytest.fixture
def page(sim: Serving) -> Iterator[Page]:
    with browsing() as driver:
        page = Page(driver, sim)
        yield page
        assert complaints(driver) == []


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


@pytest.mark.meets("CMD-3")
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


def test_faster_than_real_it_is_silent_and_says_so(page: Page, sim: Serving) -> None:
    page.find("#sound").click()
    page.until(lambda: page.find("#sound").text == "Sound is on")
    assert not page.find("#sound-note").is_displayed()
    page.speed(10)
    page.until(lambda: page.find("#sound-note").is_displayed())
    assert page.find("#sound-note").text == "Sound only at real speed"
    page.hold(page.pushes()[0], 0.2)
    page.log("bed-1 applied")
    page.speed(600)
    page.log("bed-1 removal soon")  # the finger's own second, at real speed, is over
    before = page.driver.execute_script("return window.heard.length")
    page.log("bed-1 overdue")
    began = sim.stage.clock.time()
    page.until(lambda: sim.stage.clock.time() > began + 60_000)  # ten pulses a burst
    assert page.driver.execute_script("return window.heard.length") == before
    page.speed(1)
    page.until(lambda: not page.find("#sound-note").is_displayed())
    page.until(lambda: page.driver.execute_script("return window.heard.length") > before + 4)


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


CLOCKS = """
    const done = arguments[0];
    const listening = new EventSource("/events?page=another");
    let told = 0;
    listening.onmessage = ({ data }) => {
        if (JSON.parse(data).type !== "clock" || ++told < 5) return;
        listening.close();
        done();
    };
"""
"""Until the clock was told a few times more."""


def test_while_the_power_is_off_one_says_how_its_clock_will_come_back(
    page: Page, sim: Serving
) -> None:
    page.find("#power").click()
    page.until(lambda: page.text("#life") == "no power")
    page.find("#trusted").click()
    page.driver.execute_async_script(CLOCKS)
    assert not page.find("#trusted").is_selected()
    page.find("#power").click()
    page.until(lambda: page.text("#life") == "running")
    assert not sim.stage.clock.trusted()
    page.driver.execute_async_script(CLOCKS)
    assert not page.find("#trusted").is_selected(), "as it is now"


def test_it_goes_faster_and_the_clock_on_the_wall_with_it(page: Page, sim: Serving) -> None:
    page.speed(600)
    page.until(lambda: sim.stage.clock.rate == 600)
    page.hold(page.pushes()[0], 0.2)
    page.log("bed-1 removal due")


def test_a_closed_page_lets_go_of_its_buttons(page: Page, sim: Serving) -> None:
    ActionChains(page.driver).click_and_hold(page.pushes()[0]).perform()
    page.until(lambda: sim.stage.down[0])
    page.driver.get("about:blank")
    page.until(lambda: not sim.stage.down[0])
