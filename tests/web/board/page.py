"""The board's page as somebody sees it who has it open in a browser."""

from typing import Any

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE = 20


class Page:
    """What somebody sees who has it open; waits up to `PATIENCE` seconds for what is to come."""

    def __init__(self, driver: Chrome, url: str) -> None:
        self.driver = driver
        driver.get(url)

    def bed(self, place: str) -> str:
        """What is written on a bay's card; nothing if there is none."""
        script = "return document.querySelector(`[data-bed='${arguments[0]}']`)?.innerText ?? ''"
        return str(self.driver.execute_script(script, place))

    def data(self, place: str, name: str) -> str | None:
        """An attribute of the card."""
        found = self.driver.find_element(By.CSS_SELECTOR, f"[data-bed='{place}']")
        return found.get_attribute(f"data-{name}")

    def places(self) -> list[str]:
        """The bays shown, in order."""
        script = "return [...document.querySelectorAll('.bed')].map((bed) => bed.dataset.bed)"
        return list(self.driver.execute_script(script))

    def text(self, selector: str) -> str:
        """What it says, if it shows."""
        script = "return document.querySelector(arguments[0]).innerText"
        return str(self.driver.execute_script(script, selector))

    def until(self, seen: Any) -> None:
        """Wait for it."""
        WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05).until(lambda _: seen())

    def seconds(self, place: str) -> int:
        """The figure of a bay, in seconds."""
        script = "return document.querySelector(`[data-bed='${arguments[0]}'] .figure`).innerText"
        shown = str(self.driver.execute_script(script, place))
        minutes, seconds = shown.removeprefix("+").split(":")
        return 60 * int(minutes) + int(seconds)

    def wide(self) -> bool:
        """Whether one has to scroll sideways."""
        script = "const all = document.documentElement; return all.scrollWidth > all.clientWidth"
        return bool(self.driver.execute_script(script))
