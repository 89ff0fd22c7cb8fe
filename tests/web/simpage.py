"""What somebody does who has the simulator's page open in a browser."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.web.serving import Serving

PATIENCE = 20


def complaints(driver: Chrome) -> list[dict[str, Any]]:
    """What the browser complains of."""
    log: list[dict[str, Any]] = driver.get_log("browser")  # type: ignore[no-untyped-call]  # it has none
    return [message for message in log if message["level"] == "SEVERE"]


class Page:
    """A page that is open."""

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

    def until(self, seen: Callable[[], object]) -> None:
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

    def speed(self, times: int) -> None:
        """Choose a speed."""
        script = f"document.querySelector('#speeds input[value=\"{times}\"]').click()"
        self.driver.execute_script(script)

    def begin(self, title: str) -> None:
        """Choose a drill, by its name on the page."""
        self.until(lambda: title in self.text("#choices"))
        choices = self.driver.find_elements(By.CSS_SELECTOR, "#choices button")
        next(choice for choice in choices if choice.text == title).click()
        self.until(lambda: self.text("#now").startswith("The cream is on at Bed 1."))

    def focused(self) -> str:
        """Where the keyboard is."""
        return str(self.driver.execute_script("return document.activeElement.id"))
