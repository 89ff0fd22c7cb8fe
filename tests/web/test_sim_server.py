"""What the simulator's server tells its page, and what it lets others do: nothing."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.web.serving import Serving, serving


@pytest.fixture(scope="module")
def sim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("sim")) as at_work:
        yield at_work


@pytest.mark.meets("CMD-3")
def test_its_page_comes_with_all_that_it_needs_and_asks_nobody_else(sim: Serving) -> None:
    status, text, headers = sim.ask()
    assert status == 200
    assert "http://" not in text
    assert "https://" not in text
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert headers["cache-control"] == "no-store"
    for name in ("sim.js", "ward.js", "sound.js", "orders.js", "drills.js", "sim.css", "icon.svg"):
        assert sim.ask(path=f"/page/{name}")[0] == 200


@pytest.mark.meets("CMD-3")
def test_a_page_is_told_everything_when_it_comes(sim: Serving) -> None:
    with sim.listening() as following:
        station = following("station")
        assert [bay["label"] for bay in station["bays"]] == ["Bed 1", "Bed 2", "Bed 3"]
        assert [panel["bays"] for panel in station["panels"]] == [[0], [1, 2]]
        assert following("switches")["life"] == "works"
        assert following("levels")["pins"].keys() >= {"22", "13"}
        assert following("facts")["facts"][0]["says"] == "started"
        picture = following("picture")
        assert (picture["width"], picture["height"]) == (128, 64)


@pytest.mark.meets("CMD-3")
def test_a_press_of_the_page_is_a_press_on_the_wall(sim: Serving) -> None:
    with sim.listening() as following:
        following("facts")
        assert sim.order(do="press", bay=0, down=True, page="test") == (204, "")
        assert following("switches")["down"] == [True, False, False]
        answers = {(22, 1), (27, 1)}
        while answers.isdisjoint([((pin := following("pin"))["pin"], pin["level"])]):
            pass  # other beds' lamps may just have been put out
        sim.order(do="press", bay=0, down=False, page="test")
        assert following("fact")["bay"] == "bed-1"


def test_a_page_that_is_gone_holds_no_button_down(sim: Serving) -> None:
    with sim.listening("other") as other:
        other("facts")
        with sim.listening("gone") as following:
            following("facts")
            sim.order(do="press", bay=2, down=True, page="gone")
            assert other("switches")["down"][2] is True
        assert other("switches")["down"][2] is False


def test_a_page_that_does_not_listen_has_no_finger(sim: Serving) -> None:
    with sim.listening("other") as other:
        other("facts")
        for page in ("never came", "", "gone"):
            status, why = sim.order(do="press", bay=2, down=True, page=page)
            assert status == 400
            assert "reload" in why
            assert sim.order(do="press", bay=2, down=False, page=page)[0] == 204
    assert sim.stage.down == [False, False, False]


def test_a_page_that_listens_anew_before_it_is_seen_to_be_gone_keeps_its_finger_s_place(
    sim: Serving,
) -> None:
    with sim.listening("twice") as again:
        again("facts")
        with sim.listening("twice") as following:
            following("facts")
            sim.order(do="press", bay=2, down=True, page="twice")
            assert again("switches")["down"][2] is True
        assert again("switches")["down"][2] is False
        assert sim.order(do="press", bay=2, down=True, page="twice")[0] == 204
        assert again("switches")["down"][2] is True


def test_what_is_switched_is_told_to_every_page(sim: Serving) -> None:
    with sim.listening("a") as one, sim.listening("b") as two:
        for following in (one, two):
            following("facts")
        sim.order(do="plug", panel=1, plugged=False)
        sim.order(do="disk", state="full")
        sim.order(do="speed", times=10)
        for following in (one, two):
            assert following("switches")["plugged"] == [True, False]
            assert following("switches")["disk"] == "full"
            assert following("switches")["speed"] == 10
        for back in ({"do": "plug", "panel": 1, "plugged": True}, {"do": "disk", "state": "ok"}):
            assert sim.order(**back)[0] == 204
        sim.order(do="speed", times=1)


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"do": "press", "bay": 3, "down": True, "page": "test"}, "there is no bay 3"),
        ({"do": "press", "bay": -1, "down": True, "page": "test"}, "there is no bay -1"),
        ({"do": "press", "bay": True, "down": True}, "`int`"),
        ({"do": "plug", "panel": 2, "plugged": False}, "there is no panel 2"),
        ({"do": "speed", "times": 7}, "1, 10, 60, 600"),
        ({"do": "step", "by": 10**15}, "a year"),
        ({"do": "disk", "state": "gone"}, "gone"),
        ({"do": "burn"}, "burn"),
        ({"do": "drill", "name": "siesta"}, "one of visit, clash, power"),
        ({"do": "drill", "name": "../../etc"}, "one of visit, clash, power"),
        ({"do": "drill", "name": ""}, "one of visit, clash, power"),
        ({"do": "drill", "name": "<script>" * 50}, "there is no such drill"),
        ({"do": "drill", "name": 1}, "`str`"),
        ({"do": "drill"}, "name"),
        ({"do": "stop", "now": True}, "now"),
        ({"do": "dismiss", "all": 1}, "all"),
        ({}, "do"),
        ([], "array"),
    ],
)
def test_an_order_that_is_none_is_refused_with_a_reason(
    sim: Serving, wanted: object, why: str
) -> None:
    headers = {"Origin": sim.url.rstrip("/")}
    with sim.listening() as following:
        following("facts")
        status, text, _ = sim.ask("POST", "/do", json.dumps(wanted).encode(), headers)
    assert status == 400
    assert why in text


def test_a_page_is_told_of_the_drills_and_how_one_stands(sim: Serving) -> None:
    with sim.listening() as following:
        told = following("drills")
        assert [drill["name"] for drill in told["all"]] == ["visit", "clash", "power"]
        assert told["on"] is None
        assert sim.order(do="drill", name="visit")[0] == 204
        assert following("station")["station"] == "practice", "another comes on show"
        assert following("facts")["facts"] == []
        assert following("drills")["on"]["name"] == "visit"
        assert sim.order(do="stop")[0] == 204
        assert following("station")
        assert following("facts")["facts"] != []
        ended = following("drills")["ended"]
        assert ended["passed"] is False
        assert ended["says"].startswith("Stopped.")
    with sim.listening("late") as following:
        assert following("drills")["ended"] == ended
        assert sim.order(do="dismiss")[0] == 204
        assert following("drills")["ended"] is None


def test_orders_that_come_at_a_bad_time_do_nothing(sim: Serving) -> None:
    for do in ("stop", "dismiss", "stop"):
        assert sim.order(do=do)[0] == 204
    for _ in range(5):
        assert sim.order(do="drill", name="power")[0] == 204
    assert sim.order(do="dismiss")[0] == 204
    with sim.listening() as following:
        assert following("drills")["on"]["name"] == "power"
        assert sim.order(do="stop")[0] == 204
        while following("drills")["on"] is not None:
            pass  # how it stood before may be told once more
    sim.order(do="dismiss")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"null", b"[" * 900])
def test_so_is_what_is_no_order_at_all(sim: Serving, body: bytes) -> None:
    headers = {"Origin": sim.url.rstrip("/")}
    assert sim.ask("POST", "/do", body, headers)[0] == 400


def test_an_order_as_long_as_a_book_is_not_read(sim: Serving) -> None:
    headers = {"Origin": sim.url.rstrip("/")}
    assert sim.ask("POST", "/do", b"x" * 100_000, headers)[0] == 413


def hosts(port: int) -> list[str]:
    return ["clinic.example", f"clinic.example:{port}", "127.0.0.1", "127.0.0.1:1", ""]


def test_who_calls_it_by_another_name_gets_nothing(sim: Serving) -> None:
    for host in hosts(sim.port):
        assert sim.ask(headers={"Host": host})[0] in {400, 403}, host
    assert sim.ask(headers={"Host": f"localhost:{sim.port}"})[0] == 200


@pytest.mark.parametrize("path", ["/", "/events", "/page/sim.js"])
@pytest.mark.parametrize("origin", ["https://clinic.example", "null", "http://127.0.0.1:1"])
def test_another_page_gets_nothing(sim: Serving, path: str, origin: str) -> None:
    assert sim.ask(path=path, headers={"Origin": origin})[0] == 403


@pytest.mark.parametrize("origin", [None, "https://clinic.example", "null"])
def test_another_page_changes_nothing(sim: Serving, origin: str | None) -> None:
    before = list(sim.stage.down)
    body = b'{"do": "press", "bay": 0, "down": true}'
    assert sim.ask("POST", "/do", body, {"Origin": origin} if origin else {})[0] == 403
    assert sim.stage.down == before


@pytest.mark.parametrize("path", ["/page/../server.py", "/page/%2e%2e/server.py", "/page/", "/x"])
def test_nothing_but_the_page_is_served(sim: Serving, path: str) -> None:
    assert sim.ask(path=path)[0] == 404


def test_it_ends_at_once_and_quietly_though_a_page_listens(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with ExitStack() as page, serving(tmp_path) as at_work:  # the page is closed last
        following = page.enter_context(at_work.listening())
        following("facts")
        at_work.order(do="drill", name="visit")
    said = capfd.readouterr().err
    assert "Traceback" not in said
    assert "exceeded" not in said
