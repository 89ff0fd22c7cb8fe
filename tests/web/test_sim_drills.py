"""Drills on the page: told step by step, judged in the end, by mouse and by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains

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


def stands(page: Page) -> list[str]:
    """How each step stands."""
    script = "return [...document.querySelectorAll('#steps strong')].map((s) => s.textContent)"
    return list(page.driver.execute_script(script))


def key(page: Page, name: str, seconds: float = 0.2) -> None:
    """Press a key."""
    ActionChains(page.driver).key_down(name).pause(seconds).key_up(name).perform()


def test_a_power_cut_from_its_beginning_to_its_end(page: Page, sim: Serving) -> None:
    page.begin("A power cut")
    assert page.text("#now") == "The cream is on at Bed 1. Press Bed 1's button once."
    assert "1:30 on the skin stands for 20:00" in page.text("#scaled")
    assert stands(page) == ["now", "to come", "to come"]
    key(page, "1")
    page.until(lambda: stands(page)[0] == "done")
    assert "nothing to press" in page.text("#now")
    page.speed(10)
    page.until(lambda: "The power is gone" in page.text("#now"))
    page.until(lambda: page.text("#life") == "no power")
    page.until(lambda: "Nobody knows how long the power was gone" in page.text("#now"))
    key(page, "1")
    page.until(lambda: stands(page)[1] == "done")
    quiet = sim.stage.clock.time() + 12_000
    page.until(lambda: sim.stage.clock.time() > quiet)
    key(page, "1")
    page.until(lambda: page.find("#report").is_displayed())
    assert page.text("#verdict") == "All done in time."
    assert page.find("#report").get_attribute("data-passed") == "true"
    assert page.text("#announced") == "The drill is over. All done in time."
    assert "0 s" not in page.text("#findings .asides")
    assert page.text("#log").count("started") == 1, "one's own station again"


def test_all_by_keyboard(page: Page) -> None:
    page.driver.execute_script("document.querySelector('#choices button').focus()")
    key(page, "\ue007")
    page.until(lambda: page.find("#drill").is_displayed())
    assert page.focused() == "drill-title"
    key(page, "\ue004")
    assert page.focused() == "anew"
    key(page, "\ue004")
    assert page.focused() == "stop"
    key(page, "\ue007")
    page.until(lambda: page.find("#report").is_displayed())
    assert page.focused() == "report-title"
    assert page.text("#verdict").startswith("Stopped.")
    key(page, "\ue004")
    assert page.focused() == "again"
    key(page, "\ue007")
    page.until(lambda: page.find("#drill").is_displayed())
    assert not page.find("#report").is_displayed()
    assert page.focused() == "drill-title"
    page.find("#stop").click()
    page.until(lambda: page.find("#dismiss").is_displayed())
    page.find("#dismiss").click()
    page.until(lambda: not page.find("#report").is_displayed())
    assert page.focused() == "drills-title"


def test_what_went_wrong_is_listed(page: Page) -> None:
    page.begin("A normal visit")
    page.hold(page.pushes()[1], 0.2)
    page.until(lambda: "Bed 2 was started, where nobody has put cream on" in page.text("#now"))
    page.find("#stop").click()
    page.until(lambda: page.find("#report").is_displayed())
    assert "Wrong button: Bed 2 was started" in page.text("#findings .slips")
    assert page.find("#report").get_attribute("data-passed") == "false"


def test_what_is_to_be_done_is_said_once(page: Page) -> None:
    page.begin("A normal visit")
    watch = """
        window.said = 0;
        new MutationObserver((all) => { window.said += all.length; })
            .observe(document.querySelector("#now"), { childList: true, subtree: true });
    """
    page.driver.execute_script(watch)
    key(page, "1")
    page.until(lambda: stands(page)[0] == "done")
    key(page, "2")
    page.until(lambda: "Bed 2" in page.text("#now"))
    ActionChains(page.driver).pause(1).perform()
    assert page.driver.execute_script("return window.said") == 2
    assert page.find("#now").get_attribute("role") == "status"


def test_time_that_flies_is_read_to_nobody(page: Page, sim: Serving) -> None:
    page.speed(600)
    page.driver.execute_script("""
        window.said = 0;
        for (const region of document.querySelectorAll(
            "[role=status], [role=alert], [aria-live]:not([role=log]), output"))
            new MutationObserver(() => { window.said += 1; })
                .observe(region, { childList: true, subtree: true, characterData: true });
    """)
    began = sim.stage.clock.time()
    page.until(lambda: sim.stage.clock.time() > began + 600_000)
    assert page.driver.execute_script("return window.said") == 0


def test_begun_again_it_begins_from_nothing(page: Page) -> None:
    page.begin("A normal visit")
    key(page, "1")
    page.until(lambda: stands(page)[0] == "done")
    page.find("#anew").click()
    page.until(lambda: page.text("#now").startswith("The cream is on"))
    assert stands(page) == ["now", "to come", "to come", "to come"]
    page.until(lambda: page.text("#log").count("applied") == 0)


def test_a_second_page_sees_the_same_and_a_closed_one_ends_nothing(
    page: Page, sim: Serving
) -> None:
    page.begin("Two beds at once")
    with browsing() as driver:
        other = Page(driver, sim)
        other.until(lambda: other.find("#drill").is_displayed())
        key(other, "1")
        page.until(lambda: stands(page)[0] == "done")
        ActionChains(driver).key_down("2").perform()
        page.until(lambda: sim.stage.down[1])
    page.until(lambda: not sim.stage.down[1])  # and its finger is gone with it
    page.driver.refresh()
    page.until(lambda: page.find("#drill").is_displayed() and stands(page)[0] == "done")
    page.find("#stop").click()
    page.until(lambda: page.find("#report").is_displayed())


def test_killed_and_without_power_the_drill_goes_on_and_says_so(page: Page) -> None:
    page.begin("A normal visit")
    key(page, "1")
    page.until(lambda: stands(page)[0] == "done")
    page.find("#kill").click()
    page.log("bed-1 resumed")
    page.find("#power").click()
    page.until(lambda: "The power is gone" in page.text("#now"))
    page.find("#power").click()
    page.until(lambda: "nothing to press" in page.text("#now"))
    page.find("#stop").click()
    page.until(lambda: page.find("#report").is_displayed())
    assert "by hand" in page.text("#findings .asides")
