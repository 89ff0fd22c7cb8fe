"""The board's page in a real browser: seen, heard, cut off, hostile, and for everybody."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from station.web.board import listening
from station.web.board import pages as pages_module
from station.web.board.said import Bay
from tests.fleet.broker import Broker, needs_mosquitto, running
from tests.web.access import kept_out
from tests.web.board.clinic import Board, Voice, bay, board, cream_on, iso, speaking
from tests.web.board.page import Page
from tests.web.browser import browsing, needs_chromium

pytestmark = [needs_chromium, needs_mosquitto]
SIZES = [(375, 812), (1920, 1080)]
HOSTILE = '<script>window.stolen=1</script><img src=x onerror="window.stolen=1">'


@pytest.fixture
def broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    monkeypatch.setattr(listening, "QUIET", 0.3)
    monkeypatch.setattr(listening, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(listening, "LONGEST_PAUSE", 0.2)
    with running(tmp_path / "broker") as at_work:
        yield at_work


@pytest.fixture
def voice(broker: Broker) -> Iterator[Voice]:
    with speaking(broker.port) as voice:
        for station in ("room-1", "room-2"):
            voice.status(station)
        yield voice


@pytest.fixture
def chrome() -> Iterator[Chrome]:
    with browsing() as driver:
        yield driver


@pytest.fixture
def at_work(broker: Broker, tmp_path: Path) -> Iterator[Board]:
    with board(broker.port, tmp_path / "h.db") as serving:
        yield serving


def clinic(voice: Voice, now: float) -> None:
    """Something of everything."""
    overdue = {"since": iso(now - 90), "due": iso(now - 90), "overdue": iso(now - 90)}
    voice.bay("room-1", "bed-1", bay("overdue", **overdue, alarm="overdue", application=2))
    voice.bay("room-1", "bed-2", cream_on(now - 300, label=HOSTILE))
    voice.bay("room-2", "bed-1", bay("contact", certain=False, application=1))
    voice.bay("room-2", "bed-2", bay("numb", due=iso(now + 600), faults=["panel_lost"]))
    voice.bay(
        "room-2", "bed-3", bay("removal", due=iso(now + 60), overdue=iso(now + 60), alarm="removal")
    )
    voice.bay("room-2", "bed-4", bay())


def test_every_bay_most_urgent_first_and_counting(
    chrome: Chrome, at_work: Board, voice: Voice
) -> None:
    now = time.time()
    clinic(voice, now)
    page = Page(chrome, at_work.url)
    page.until(lambda: len(page.places()) == 6)
    assert page.places() == [
        "room-1/bed-1",
        "room-2/bed-3",
        "room-2/bed-1",
        "room-1/bed-2",
        "room-2/bed-2",
        "room-2/bed-4",
    ]
    assert abs(page.seconds("room-1/bed-2") - (900 - (time.time() - now))) < 3
    before = page.seconds("room-1/bed-1")
    page.until(lambda: page.seconds("room-1/bed-1") >= before + 2)
    assert "Time not known here: look at the bed" in page.bed("room-2/bed-1")
    assert chrome.title.startswith("(2) Bed 1: Overdue")
    voice.bay("room-2", "bed-4", cream_on(time.time()))
    page.until(lambda: "Cream on" in page.bed("room-2/bed-4"))
    voice.gone("room-1", "bed-1")
    page.until(lambda: "room-1/bed-1" not in page.places())


def test_nothing_hostile_is_executed(chrome: Chrome, at_work: Board, voice: Voice) -> None:
    clinic(voice, time.time())
    page = Page(chrome, at_work.url)
    page.until(lambda: "<script>" in page.bed("room-1/bed-2"))
    for payload in (b"{", b"x" * 1_000_000, b'{"label": "</script>"}'):
        voice.say("station/room-1/bay/bed-2", payload)
        voice.say("station/room-1/bay/bed-9", payload)
    page.until(lambda: "6 messages on the broker made no sense" in page.text("#refused"))
    page.until(lambda: "Not understood: look at the bed" in page.bed("room-1/bed-2"))
    assert "Cream on, unless wiped" in page.bed("room-1/bed-2"), "and it counts on"
    assert page.data("room-1/bed-2", "heard") == "false"
    page.until(lambda: "Not understood: look at the bed" in page.bed("room-1/bed-9"))
    assert "Not known" in page.bed("room-1/bed-9")
    assert "1 not known" in page.text("#count")
    assert chrome.execute_script("return window.stolen") is None
    assert chrome.find_elements(By.CSS_SELECTOR, "main script, main img") == []


def test_one_message_without_sense_is_spoken_of_as_one(
    chrome: Chrome, at_work: Board, voice: Voice
) -> None:
    voice.say("station/room-1/bay/bed-1", b"{")
    page = Page(chrome, at_work.url)
    told = "1 message on the broker made no sense and was left out."
    page.until(lambda: page.text("#refused") == told)


def test_a_station_that_went_offline_with_cream_on_counts_down_and_alarms_here(
    chrome: Chrome, at_work: Board, voice: Voice
) -> None:
    voice.bay("room-1", "bed-1", cream_on(time.time() - 20 * 60 + 6))
    page = Page(chrome, at_work.url)
    page.until(lambda: "Cream on" in page.bed("room-1/bed-1"))
    chrome.find_element(By.ID, "sound").click()
    page.until(lambda: page.text("#sound") == "Sound is on")
    voice.status("room-1", "offline")
    page.until(lambda: "Not heard from since" in page.bed("room-1/bed-1"))
    assert "Cream on, unless wiped" in page.bed("room-1/bed-1")
    page.until(lambda: "Wipe now, unless done" in page.bed("room-1/bed-1"))
    assert page.data("room-1/bed-1", "alarm") == "removal"
    page.until(lambda: chrome.execute_script("return window.heard.length") >= 3)
    heard = chrome.execute_script("return window.heard")
    assert {pulse["alarm"] for pulse in heard} == {"removal"}
    assert [round(pulse["off"] - pulse["on"], 3) for pulse in heard[:3]] == [0.2, 0.2, 0.2]
    assert "Wipe now, unless done" in chrome.find_element(By.ID, "announce").get_attribute(
        "textContent"
    )  # type: ignore[operator]
    voice.status("room-1")
    page.until(lambda: "Not heard" not in page.bed("room-1/bed-1"))


def test_when_the_board_loses_the_broker_all_is_marked_and_goes_on(
    chrome: Chrome, at_work: Board, voice: Voice, broker: Broker
) -> None:
    voice.bay("room-1", "bed-1", cream_on(time.time() - 20 * 60 + 4))
    page = Page(chrome, at_work.url)
    page.until(lambda: "Cream on" in page.bed("room-1/bed-1"))
    page.until(lambda: page.text("#trouble") == "")  # the broker has told the board all it has
    broker.kill()
    page.until(lambda: "The broker is not heard since" in page.text("#trouble"))
    assert "Not heard from since" in page.bed("room-1/bed-1")
    page.until(lambda: "Wipe now, unless done" in page.bed("room-1/bed-1"))
    broker.start()
    with speaking(broker.port) as again:
        again.status("room-1")
        again.bay("room-1", "bed-1", bay("numb", due=iso(time.time() + 3600)))
        page.until(
            lambda: page.text("#trouble") == "" and "Not heard" not in page.bed("room-1/bed-1")
        )
        assert "Numb" in page.bed("room-1/bed-1"), "not what was before, as if it were heard now"


def test_when_the_browser_loses_the_board_it_goes_on_alone(
    chrome: Chrome, broker: Broker, voice: Voice, tmp_path: Path
) -> None:
    voice.bay("room-1", "bed-1", cream_on(time.time() - 20 * 60 + 5))
    with board(broker.port, tmp_path / "h.db") as at_work:
        port = at_work.port
        page = Page(chrome, at_work.url)
        page.until(lambda: "Cream on" in page.bed("room-1/bed-1"))
        page.until(lambda: "Not heard" not in page.bed("room-1/bed-1"))
    page.until(lambda: "cut off from its board since" in page.text("#trouble"))
    assert "Not heard from since" in page.bed("room-1/bed-1")
    page.until(lambda: "Wipe now, unless done" in page.bed("room-1/bed-1"))
    # A board that begins anew while the broker is gone knows nothing: nothing ends because of it.
    broker.kill()
    with board(broker.port, tmp_path / "h.db", port=port) as at_work:
        page.until(lambda: "has begun anew" in page.text("#trouble"))
        assert "Wipe now, unless done" in page.bed("room-1/bed-1")
        broker.start()
        with speaking(broker.port) as again:
            again.status("room-1")
            again.bay("room-1", "bed-1", bay())
            page.until(lambda: page.text("#trouble") == "" and "Ready" in page.bed("room-1/bed-1"))


@pytest.mark.parametrize("offset", [-3600, 3600])
def test_a_clock_of_the_browser_that_is_wrong_does_not_matter(
    chrome: Chrome, at_work: Board, voice: Voice, offset: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The board and its stations live in another hour than the browser.
    class Elsewhere:
        time_ns = staticmethod(lambda: time.time_ns() + offset * 1_000_000_000)
        monotonic = staticmethod(time.monotonic)

    monkeypatch.setattr(pages_module, "time", Elsewhere)
    voice.bay("room-1", "bed-1", cream_on(time.time() + offset - 60))
    page = Page(chrome, at_work.url)
    page.until(lambda: "Cream on" in page.bed("room-1/bed-1"))
    assert abs(page.seconds("room-1/bed-1") - 19 * 60) < 5


def test_ten_thousand_bays_stay_smooth(chrome: Chrome, at_work: Board) -> None:
    due = int(1000 * time.time()) + 600_000
    for n in range(10_000):
        place = Bay(f"r-{n // 4}", f"bed-{n % 4}", f"Bed {n}", "contact", due=due + n * 1000)
        at_work.running.table.tell_bay(place)
    at_work.running.pages.change()
    page = Page(chrome, at_work.url)
    page.until(lambda: "10000 with cream on" in page.text("#count"))
    assert len(page.places()) == 60
    longest = chrome.execute_async_script("""
        const done = arguments[0];
        let longest = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
            longest = Math.max(longest, entry.duration);
        })).observe({ entryTypes: ["longtask"] });
        setTimeout(() => done(longest), 4000);
    """)
    assert longest < 500, f"it was busy for {longest} ms"
    search = chrome.find_element(By.ID, "search")
    search.send_keys("Bed 9999")
    page.until(lambda: page.places() == ["r-2499/bed-3"])
    search.clear()
    search.send_keys("nowhere")
    page.until(lambda: "No bay is so." in page.text("#empty"))


def test_more_are_shown_on_demand_and_alarms_elsewhere_are_told(
    chrome: Chrome, at_work: Board, voice: Voice
) -> None:
    for number in range(70):
        voice.bay("room-2", f"b-{number}", bay(label=f"Bed {number}"))
    clinic(voice, time.time())
    page = Page(chrome, at_work.url)
    page.until(lambda: len(page.places()) == 60)
    page.until(lambda: "and 16 more bays" in page.text("#hidden"))
    chrome.find_element(By.ID, "more").click()
    assert len(page.places()) == 76
    chrome.find_element(By.ID, "search").send_keys("Bed 69")
    page.until(lambda: "2 in alarm not shown here" in page.text("#elsewhere"))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("path", ["/", "/wall", "/back?station=room-1"])
def test_nobody_is_kept_out(
    at_work: Board, voice: Voice, path: str, size: tuple[int, int], dark: bool
) -> None:
    clinic(voice, time.time())
    voice.bay("room-2", "bed-4", bay())
    with browsing(*size, dark=dark, still=True) as driver:
        page = Page(driver, at_work.url + path)
        if path.startswith("/back"):
            page.until(lambda: driver.find_elements(By.CSS_SELECTOR, "#picture svg"))
            page.until(lambda: driver.find_elements(By.CSS_SELECTOR, "#bays > *"))
        else:
            page.until(lambda: "room-1/bed-1" in page.places())
        assert kept_out(page.driver) == {}
        assert not page.wide()


def test_the_wall_has_no_controls_and_is_read_from_afar(at_work: Board, voice: Voice) -> None:
    for number in range(40):
        voice.bay("room-2", f"b-{number}", bay())
    clinic(voice, time.time())
    with browsing(1920, 1080) as driver:
        page = Page(driver, f"{at_work.url}/wall")
        page.until(lambda: "room-1/bed-1" in page.places())
        assert driver.find_elements(By.CSS_SELECTOR, "button, input, select, form") == []
        assert len(page.places()) == 9
        page.until(lambda: "and 37 more bays" in page.text("#more"))
        sizes = driver.execute_script("""
            const all = [...document.querySelectorAll(".bed")];
            return [
                parseFloat(getComputedStyle(all[0].querySelector(".figure")).fontSize),
                all.every((bed) => bed.scrollHeight <= bed.clientHeight + 1),
                all.every((bed) => bed.getBoundingClientRect().bottom <= innerHeight),
                document.documentElement.scrollHeight <= innerHeight,
            ];
        """)
        assert sizes[0] >= 75, "its digits are 0.72 of that high: 54 px"
        assert sizes[1:] == [True, True, True]


def test_it_goes_by_keyboard(chrome: Chrome, at_work: Board, voice: Voice) -> None:
    clinic(voice, time.time())
    page = Page(chrome, at_work.url)
    page.until(lambda: len(page.places()) == 6)
    order = []
    for _ in range(8):
        chrome.switch_to.active_element.send_keys("\ue004")
        focused = chrome.switch_to.active_element
        order.append(focused.get_attribute("id") or focused.get_attribute("href"))
    assert order[1] == "sound"
    assert order[4:6] == ["search", "which"]
    assert "station=room-1&bay=bed-1" in str(order[6])
    time_to_change = page.seconds("room-1/bed-1") + 2
    page.until(lambda: page.seconds("room-1/bed-1") >= time_to_change)
    assert "bay=bed-3" in str(chrome.switch_to.active_element.get_attribute("href")), "it stays"
