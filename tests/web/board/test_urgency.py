"""What the page's pure part says of a bay, against an oracle; of its clock, and of its words."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome

from station.core.alarm import PATTERNS, SLOW, Sound
from tests.web.board import oracle
from tests.web.board.clinic import Board, board
from tests.web.browser import browsing, needs_chromium

pytestmark = needs_chromium
NOW = 1_800_000_000_000
MINUTE = 60_000
CALL = """
    const [file, name, cases, done] = [...arguments];
    import(`/page/${file}.js`)
        .then((module) => done(cases.map((args) => module[name](...args) ?? null)))
        .catch((error) => done(String(error)));
"""


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    with board(1, tmp_path_factory.mktemp("board") / "h.db") as at_work:
        yield at_work


@pytest.fixture(scope="module")
def chrome(serving: Board) -> Iterator[Chrome]:
    with browsing() as driver:
        driver.get(f"{serving.url}/page/urgency.js")
        yield driver


def call(chrome: Chrome, file: str, name: str, *cases: list[Any]) -> list[Any]:
    """What a function of a module says to each case."""
    said = chrome.execute_async_script(CALL, file, name, list(cases))
    assert isinstance(said, list), said
    return said


def chance(dice: random.Random) -> dict[str, Any]:
    """Any bay that may be told of."""

    def instant() -> int | None:
        near = dice.choice(
            [0, 1, 2999, 3000, 3001, 5001, 10_001, MINUTE, 20 * MINUTE, 50 * 60 * MINUTE]
        )
        return dice.choice([None, NOW + near, NOW - near])

    told: dict[str, Any] = {
        "station": dice.choice(["a", "b"]),
        "bay": dice.choice(["1", "2", "3"]),
        "phase": dice.choice(["ready", "contact", "removal", "overdue", "numb", "unknown"]),
        "since": instant(),
        "due": instant(),
        "overdue": instant(),
        "alarm": dice.choice([None, "removal", "overdue", "fault"]),
        "silenced": dice.random() < 0.3,
        "certain": dice.random() < 0.8,
        "faults": dice.choice([[], [], ["panel_lost"]]),
        "unclear": dice.random() < 0.2,
    }
    told["unclear"] |= told["phase"] == "unknown"
    optional = ("since", "due", "overdue", "alarm", "faults", "unclear")
    left_out = [key for key in optional if not told[key]]
    for key in left_out:
        if dice.random() < 0.5:
            del told[key]
    return told


def test_it_judges_as_the_oracle_does(chrome: Chrome) -> None:
    dice = random.Random(6)
    cases: list[list[Any]] = [[chance(dice), dice.random() < 0.5, NOW] for _ in range(5_000)]
    for case, said in zip(cases, call(chrome, "urgency", "judge", *cases), strict=True):
        assert said == oracle.judge(*case), json.dumps(case)


def test_the_order_is_one_order(chrome: Chrome) -> None:
    dice = random.Random(7)
    told = [chance(dice) for _ in range(300)]
    beds = [{"bay": b, "judged": oracle.judge(b, True, NOW)} for b in told]
    pairs = [[dice.choice(beds), dice.choice(beds)] for _ in range(3_000)]

    def key(bed: dict[str, Any]) -> tuple[Any, ...]:
        judged = bed["judged"]
        time = next((t for t in (judged["from"], judged["end"]) if t is not None), 0)
        return judged["rank"], time, bed["bay"]["station"], bed["bay"]["bay"]

    for (a, b), said in zip(pairs, call(chrome, "urgency", "compare", *pairs), strict=True):
        assert (said > 0) - (said < 0) == (key(a) > key(b)) - (key(a) < key(b))


def cream(**told: Any) -> dict[str, Any]:
    times = {"since": NOW, "due": NOW + 20 * MINUTE, "overdue": NOW + 22 * MINUTE}
    return {"phase": "contact", **times, **told}


@pytest.mark.parametrize(
    ("minutes", "phase", "alarm"),
    [
        (0, "contact", None),
        (19.99, "contact", None),
        (20, "removal", "removal"),
        (21.99, "removal", "removal"),
        (22, "overdue", "overdue"),
        (600, "overdue", "overdue"),
    ],
)
def test_a_station_that_fell_silent_with_cream_on_goes_on_here(
    chrome: Chrome, minutes: float, phase: str, alarm: str | None
) -> None:
    [said] = call(chrome, "urgency", "judge", [cream(), False, NOW + minutes * MINUTE])
    assert (said["phase"], said["alarm"]) == (phase, alarm)


@pytest.mark.parametrize(
    "told",
    [
        {"phase": "contact"},
        {"phase": "contact", "due": NOW + 49 * 60 * MINUTE},
        {"phase": "removal"},
        {"phase": "removal", "silenced": True},
    ],
)
def test_cream_of_which_nobody_knows_until_when_alarms_once_its_station_is_silent(
    chrome: Chrome, told: dict[str, Any]
) -> None:
    told = {"alarm": None, **told}
    heard, silent = call(chrome, "urgency", "judge", [told, True, NOW], [told, False, NOW])
    assert (heard["alarm"], silent["alarm"]) == (None, "removal")
    assert silent["phase"] == told["phase"], "and it claims nothing that nobody knows"
    words = call(chrome, "words", "doubtWord", [heard], [silent])
    assert all("look at the bed" in each for each in words)


def test_who_is_silenced_in_removal_is_not_in_overdue(chrome: Chrome) -> None:
    told = cream(phase="removal", due=NOW + 2 * MINUTE, overdue=NOW + 2 * MINUTE, silenced=True)
    before, after = call(
        chrome, "urgency", "judge", [told, False, NOW + MINUTE], [told, False, NOW + 2 * MINUTE]
    )
    assert (before["alarm"], after["alarm"]) == (None, "overdue")


@pytest.mark.parametrize(
    ("station", "broker", "page", "heard"),
    [
        ({"online": True}, True, True, [True, None]),
        ({"online": False, "since": 5}, True, True, [False, "station"]),
        ({"online": False, "since": 5}, False, False, [False, "station"]),
        ({"online": None, "since": None}, True, True, [False, "station"]),
        (None, True, True, [False, "station"]),
        ({"online": True}, False, True, [False, "broker"]),
        ({"online": True}, True, False, [False, "board"]),
    ],
)
def test_who_is_heard_and_if_not_through_whom(
    chrome: Chrome, station: Any, broker: bool, page: bool, heard: list[Any]
) -> None:
    links = [{"joined": broker, "since": 7}, {"joined": page, "since": 9}]
    [said] = call(chrome, "urgency", "hearing", [cream(), station, *links])
    assert [said["heard"], said["lost"]] == heard


def test_a_bay_that_is_not_understood_is_not_heard(chrome: Chrome) -> None:
    joined = {"joined": True}
    told = [{"phase": "ready", "unclear": True}, {"online": True}, joined, joined]
    [heard] = call(chrome, "urgency", "hearing", told)
    assert heard == {"heard": False, "since": None, "lost": "words"}
    assert call(chrome, "words", "lostWord", [heard]) == ["Not understood: look at the bed"]
    before, ready = call(
        chrome, "urgency", "judge", [told[0], False, NOW], [{"phase": "ready"}, True, NOW]
    )
    assert before["rank"] < ready["rank"], "cream may be on there"


def test_words_never_say_of_the_unheard_what_nobody_knows(chrome: Chrome) -> None:
    phases = ["ready", "contact", "removal", "overdue", "numb", "unknown"]
    cases = [
        [{"phase": phase, "derived": False}, heard] for heard in (True, False) for phase in phases
    ]
    said = call(chrome, "words", "phaseWord", *cases)
    assert said[:5] == ["Ready", "Cream on", "Wipe now", "Overdue", "Numb"]
    assert all("unless" in words or "when last known" in words for words in said[6:11])
    assert said[5] == said[11] == "Not known"


def test_figures_as_on_the_panels(chrome: Chrome) -> None:
    left = call(chrome, "words", "face", [1], [1000], [59_001], [20 * MINUTE], [60 * MINUTE], [-5])
    assert left == ["0:01", "0:01", "1:00", "20:00", "1:00:00", "0:00"]
    assert call(chrome, "words", "face", [59_999, {"up": True}]) == ["+0:59"]


BEATS = """
    const [beats, now, done] = [...arguments];
    import("/page/clock.js").then(({ Clock }) => {
        const clock = new Clock();
        beats.forEach((beat) => clock.beat(...beat));
        done(clock.now(...now));
    });
"""


@pytest.mark.parametrize(
    ("beats", "now", "shows"),
    [
        ([], [5, 777, {"heard": False}], 777),
        # A browser's wall clock that is an hour wrong does not matter,
        ([[1_000_000, 100, 4_600_000]], [1100, 4_601_000, {"heard": True}], 1_001_000),
        # and neither does a beat that was long on its way.
        ([[1_000_000, 100, 0], [1_004_000, 5_000, 0]], [5_000, 0, {"heard": True}], 1_004_900),
        # The board's clock was set: what it shows now counts.
        ([[1_000_000, 100, 0], [9_000_000, 200, 0]], [300, 0, {"heard": True}], 9_000_100),
        # Cut off, the computer slept for a minute: its monotonic clock stood still.
        ([[1_000_000, 100, 50_000]], [200, 110_000, {"heard": False}], 1_060_000),
        # Cut off, and the wall clock was set back: the other goes on.
        ([[1_000_000, 100, 50_000]], [5_100, 10_000, {"heard": False}], 1_005_000),
    ],
)
def test_the_boards_clock_as_a_browser_knows_it(
    chrome: Chrome, beats: list[Any], now: list[Any], shows: int
) -> None:
    assert chrome.execute_async_script(BEATS, beats, now) == shows


PATTERN = "import('/page/sound.js').then(({PATTERNS}) => arguments[0](PATTERNS))"


def test_the_alarms_sound_as_the_stations_do(chrome: Chrome) -> None:
    said = chrome.execute_async_script(PATTERN)
    for name, pattern in said.items():
        assert pattern["pitch"] > 0
        if name == "slow":
            assert pattern["pulses"] == said["overdue"]["pulses"]
            assert pattern["pause"] + pattern["pulses"][-1][1] == SLOW / 1000
            continue
        edges = [round(1000 * edge) for pulse in pattern["pulses"] for edge in pulse]
        own = PATTERNS[Sound(name)]
        assert tuple(edges) == own.edges
        assert 1000 * pattern["pause"] == own.pause


def test_the_pure_part_has_no_page_and_no_clock() -> None:
    page = Path(__file__).parents[3] / "station" / "web" / "board" / "page"
    for name in ("urgency.js", "words.js", "clock.js"):
        text = (page / name).read_text()
        assert not any(
            word in text for word in ("document", "window", "Date.", "performance", "import ")
        )
