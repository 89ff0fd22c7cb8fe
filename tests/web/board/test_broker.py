"""The board on a real Mosquitto: killed, started again, flooded, and asked for who we are."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.machine.exitstatus import UsageError
from station.web.board import listening
from station.web.board.address import read_broker
from station.web.board.listening import Listening
from station.web.board.said import Fact
from station.web.board.table import Table
from tests.fleet.broker import Broker, certificates, needs_mosquitto, passwords, running
from tests.waiting import until
from tests.web.board.clinic import Listener, Voice, bay, board, cream_on, speaking

pytestmark = needs_mosquitto
NOW = 1_800_000_000.0
BED = ("room-1", "bed-1")


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    with running(tmp_path / "broker") as at_work:
        yield at_work


@pytest.fixture
def voice(broker: Broker) -> Iterator[Voice]:
    with speaking(broker.port) as voice:
        yield voice


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "QUIET", 0.3)
    monkeypatch.setattr(listening, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(listening, "LONGEST_PAUSE", 0.2)


def whole(page: Listener) -> bool:
    return bool(page.beat and page.beat["whole"] and page.beat["joined"])


@pytest.mark.meets("CMD-12")
def test_what_was_said_before_the_board_came_and_what_is_said_after(
    broker: Broker, voice: Voice
) -> None:
    voice.status("room-1")
    voice.bay("room-1", "bed-1", cream_on(NOW))
    with board(broker.port) as at_work, at_work.page() as page:
        page.until(whole)
        assert page.bays[BED]["due"] == (NOW + 20 * 60) * 1000
        voice.bay("room-1", "bed-1", bay("numb"))
        page.until(lambda p: p.bays[BED]["phase"] == "numb")
        voice.gone("room-1", "bed-1")
        page.until(lambda p: BED not in p.bays)
        voice.status("room-1", "offline")
        page.until(lambda p: p.stations["room-1"]["since"] is not None)


def test_ten_thousand_bays_that_the_broker_retains_all_come(
    broker: Broker, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "QUIET", 2.0)  # as in a clinic: this machine may be busy
    told = json.dumps(cream_on(NOW))
    for number in range(10_000):
        topic = f"station/room-{number // 4}/bay/bed-{number % 4}"
        last = voice.client.publish(topic, told, qos=1, retain=True)
    last.wait_for_publish(60)
    with board(broker.port) as at_work, at_work.page() as page:
        page.until(whole)
        assert len(page.bays) == 10_000


def test_a_broker_that_is_killed_is_told_and_heard_again(broker: Broker) -> None:
    with speaking(broker.port) as voice:
        voice.status("room-1")
        voice.bay("room-1", "bed-1", cream_on(NOW))
        voice.bay("room-1", "bed-2", bay())
    with board(broker.port) as at_work, at_work.page() as page:
        page.until(whole)
        broker.kill()
        page.until(lambda p: not p.beat["joined"])
        assert page.beat["since"] is not None
        assert page.beat["why"]
        assert page.bays[BED]["phase"] == "contact", "nothing is forgotten"
        broker.start()
        # It has forgotten all that it retained: cream that was on must still be counted.
        page.until(lambda p: p.beat["joined"] and ("room-1", "bed-2") not in p.bays)
        assert "missing" in page.bays[BED]
        assert page.stations["room-1"]["online"] is False
        with speaking(broker.port) as voice:
            voice.status("room-1")
            voice.bay("room-1", "bed-1", cream_on(NOW))
            page.until(lambda p: "missing" not in p.bays[BED] and p.stations["room-1"]["online"])


def test_a_broker_that_is_not_there_yet(tmp_path: Path) -> None:
    with running(tmp_path / "broker") as broker:
        broker.kill()
        with board(broker.port) as at_work, at_work.page() as page:
            page.until(lambda p: "cannot be reached" in p.beat.get("why", ""))
            assert page.beat["since"] is None
            assert not page.beat["whole"]
            broker.start()
            page.until(whole)


def test_a_broker_that_hangs_is_lost(
    broker: Broker, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "KEEPALIVE", 1)
    voice.status("room-1")
    with board(broker.port) as at_work, at_work.page() as page:
        page.until(whole)
        broker.freeze()
        page.until(lambda p: not p.beat["joined"])
        broker.thaw()
        page.until(lambda p: bool(p.beat["joined"]))


def test_something_else_that_answers_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, board(other.getsockname()[1]) as at_work:
        line, _ = other.accept()
        line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        line.close()
        with at_work.page() as page:
            page.until(lambda p: bool(p.beat))
            assert not page.beat["joined"]
            assert page.beat["why"]


def test_hostile_messages_are_left_out_and_counted(broker: Broker, voice: Voice) -> None:
    with board(broker.port) as at_work, at_work.page() as page:
        page.until(whole)
        for payload in (b"nonsense", b"x" * 1_000_000, json.dumps(bay("asleep")).encode(), b"\xff"):
            voice.say("station/room-1/bay/bed-1", payload)
        voice.bay("room-1", "bed-1", bay(due="9999-12-31T23:59:59Z"))
        voice.say("station/Room/bay/bed-1", json.dumps(bay()))
        voice.say("station/room-1/status", "maybe")
        voice.say("station/room-1/fact", json.dumps({"fact": "applied"}), retain=False)
        voice.bay("room-2", "bed-1", bay(label="<script>alert(1)</script>"))
        page.until(lambda p: ("room-2", "bed-1") in p.bays)
        assert set(page.bays) == {BED, ("room-2", "bed-1")}
        assert page.bays[BED]["phase"] == "unknown"
        assert at_work.running.listening.refused.total() == 8


def test_a_hundred_thousand_topics_fill_a_table_and_no_more(
    broker: Broker, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.web.board.table.MOST", 100)
    told = json.dumps(bay())
    with board(broker.port) as at_work, at_work.page() as page:
        page.until(whole)
        for number in range(5_000):
            last = voice.client.publish(f"station/r-{number}/bay/b", told, qos=1)
        last.wait_for_publish(60)
        voice.bay("r-5", "b", bay("numb"))
        page.until(lambda p: p.bays.get(("r-5", "b"), {}).get("phase") == "numb")
        assert at_work.running.table.bays == 100
        assert at_work.running.listening.refused["too many"] == 4_900


def test_with_a_name_and_a_password(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cret pass\n")
    secret.chmod(0o600)
    with running(tmp_path / "b", passwords(tmp_path / "b", board="s3cret pass")) as broker:
        url = f"mqtt://127.0.0.1:{broker.port}"
        known = read_broker(url, username="board", password_file=secret)
        with board(known) as at_work, at_work.page() as page:
            page.until(whole)
        secret.write_text("wrong")
        unknown = read_broker(url, username="board", password_file=secret)
        with board(unknown) as at_work, at_work.page() as page:
            page.until(lambda p: "does not let this board in" in p.beat.get("why", ""))


# paho leaves the socket of a handshake that failed to the collector, which takes it at once.
@pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")
def test_with_tls_and_a_certificate_of_its_own(tmp_path: Path) -> None:
    made = certificates(tmp_path / "tls")
    with running(tmp_path / "broker", *made.settings(clients=True)) as broker:
        url = f"mqtts://127.0.0.1:{broker.port}"
        known = read_broker(url, ca=made.authority, certificate=made.client, key=made.client_key)
        with board(known) as at_work, at_work.page() as page:
            page.until(whole)
        with board(read_broker(url)) as at_work, at_work.page() as page:
            page.until(lambda p: "certificate is not to be trusted" in p.beat.get("why", ""))
        with board(read_broker(url, ca=made.authority)) as at_work, at_work.page() as page:
            page.until(
                lambda p: bool(p.beat.get("why")) and "not connected yet" not in p.beat["why"]
            )
            assert not page.beat["joined"]


def test_one_that_may_not_read_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "broker"
    folder.mkdir()
    (folder / "rules").write_text("topic read other/#\n")
    with running(folder, f"acl_file {folder / 'rules'}") as broker:
        one = Listening(
            read_broker(f"mqtt://127.0.0.1:{broker.port}"), Table(), lambda *_: None, lambda: None
        )
        one.start()
        # Mosquitto 2.0 says yes and tells nothing: that is its way, and the page shows no bay.
        until(lambda: one.hearing.joined or "does not let" in one.hearing.why)
        one.close()


def test_facts_are_passed_on_but_not_retained_ones(broker: Broker, voice: Voice) -> None:
    facts: list[tuple[str, Fact, int]] = []
    one = Listening(
        read_broker(f"mqtt://127.0.0.1:{broker.port}"),
        Table(),
        lambda *told: facts.append(told),
        lambda: None,
    )
    told = {"fact": "applied", "bay": "bed-1", "at": 5.0, "time": None, "boot": "b"}
    voice.say("station/room-1/fact", json.dumps(told))
    one.start()
    until(lambda: one.hearing.whole)
    voice.fact("room-1", "removed", 9.0, bay="bed-1")
    until(lambda: bool(facts))
    one.close()
    assert [(station, fact.fact, fact.at) for station, fact, _ in facts] == [
        ("room-1", "removed", 9.0)
    ]
    assert one.refused["retained fact"] == 1


@pytest.mark.parametrize(
    ("url", "options", "says"),
    [
        ("http://broker", {}, "write mqtts://broker.example:8883"),
        ("mqtt://", {}, "write mqtts://broker.example:8883"),
        ("broker", {}, "write mqtts://broker.example:8883"),
        ("mqtt://broker:99999", {}, "write mqtts://broker.example:8883"),
        ("mqtt://[::1", {}, "write mqtts://broker.example:8883"),
        ("mqtt://broker/topic", {}, "write mqtts://broker.example:8883"),
        ("mqtt://me:secret@broker", {}, "write user and password file apart"),
        ("mqtt://broker", {"ca": Path("ca.pem")}, "mqtts://broker"),
        ("mqtt://broker", {"password_file": Path("x")}, "needs --username"),
        ("mqtts://broker", {"key": Path("x")}, "needs --certificate"),
        ("mqtts://broker", {"ca": Path("none.pem")}, "none.pem: No such file"),
        ("mqtts://broker", {"certificate": Path("none.pem")}, "none.pem: No such file"),
        ("mqtt://broker", {"username": "me", "password_file": Path("none")}, "none: No such file"),
    ],
)
def test_a_command_line_that_is_wrong_says_what_would_be_right(
    url: str, options: dict[str, Path], says: str
) -> None:
    with pytest.raises(UsageError, match=says.replace("[", r"\[")):
        read_broker(url, **options)  # type: ignore[arg-type]


def test_the_password_of_the_broker_is_for_its_owner_only(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    secret.chmod(0o644)
    with pytest.raises(UsageError, match="chmod 600"):
        read_broker("mqtt://broker", username="me", password_file=secret)
