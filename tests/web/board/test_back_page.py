"""Looking back in a real browser: what is shown is of the day that is asked for, or nothing is."""

import time
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.support.ui import WebDriverWait

from tests.web.board.clinic import Board, board
from tests.web.board.test_lookback import DAY, VISIT
from tests.web.browser import browsing, needs_chromium

pytestmark = needs_chromium
NEXT = "2026-05-05"
HOLD = """
    const real = window.fetch;
    window.held = [];
    window.fetch = (url) =>
        url.includes(arguments[0])
            ? new Promise((answered) => window.held.push(async () => {
                  const answer = await real(url);
                  const seen = answer.clone().text();
                  answered(answer);
                  await seen;
              }))
            : real(url);
"""
"""The network: answers about that day are on their way until they are let go."""
LET_GO = """
    const done = arguments[0];
    const drawn = () => new Promise((then) => requestAnimationFrame(() => setTimeout(then)));
    (async () => {
        for (; window.held.length; await drawn(), await drawn())
            for (const one of window.held.splice(0)) await one();
    })().then(done);
"""
SHOWN = """
    const words = (id) => document.getElementById(id).innerText.trim();
    const picture = document.querySelector("#picture svg");
    return [words("figures"), picture ? picture.textContent : "", words("bays"), words("wrong")];
"""


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    with board(1, tmp_path_factory.mktemp("board") / "h.db") as serving:
        for fact in VISIT:
            serving.running.record.keep("room-1", fact, time.time_ns() // 1_000_000)
        yield serving


@pytest.fixture
def chrome(at_work: Board) -> Iterator[Chrome]:
    with browsing() as driver:
        driver.get(f"{at_work.url}/back?station=room-1&day={DAY}")
        wait(driver, "Applications 1")
        yield driver


def shown(chrome: Chrome) -> list[str]:
    """Figures, picture, table, and what went wrong; each empty if it is not there."""
    return [" ".join(str(part).split()) for part in chrome.execute_script(SHOWN)]


def wait(chrome: Chrome, words: str) -> None:
    """Until that is shown."""
    until = WebDriverWait(chrome, 20, poll_frequency=0.05)
    until.until(lambda _: words in " ".join(shown(chrome)))


def ask(chrome: Chrome, day: str) -> None:
    """As somebody does who picks a day and presses Show."""
    chrome.execute_script(
        "const form = document.getElementById('ask');"
        "form.elements.day.value = arguments[0]; form.requestSubmit();",
        day,
    )


def test_an_older_answer_that_comes_late_is_not_shown_under_the_new_day(chrome: Chrome) -> None:
    chrome.execute_script(HOLD, DAY)
    ask(chrome, DAY)
    assert shown(chrome) == ["", "", "Asking the board …", ""], (
        "the day before is not what is asked for"
    )
    ask(chrome, NEXT)
    wait(chrome, "Applications 0")
    of_the_next = shown(chrome)
    chrome.execute_async_script(LET_GO)
    assert shown(chrome) == of_the_next


def test_when_the_board_cannot_answer_nothing_of_before_stays(chrome: Chrome) -> None:
    ask(chrome, "9999-12-31")
    wait(chrome, "a day is written as in 2026-05-01")
    assert shown(chrome)[:3] == ["", "", ""]
    ask(chrome, DAY)
    wait(chrome, "Applications 1")
    assert shown(chrome)[3] == ""
