"""A station and a real broker: what is told, and what becomes of it without a network."""

import json
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from station.config import BrokerConfig
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.facts import Fact, FactKind
from station.core.floor import Absent
from tests.fleet.broker import Broker, certificates, needs_mosquitto, passwords, running
from tests.fleet.nurse import LinkedWard, Listener

pytestmark = needs_mosquitto
STATUS, BED_1, BED_2 = (
    "station/room-1/status",
    "station/room-1/bay/bed-1",
    "station/room-1/bay/bed-2",
)
DISCOVERY = "homeassistant/device/room-1/config"
HA = {"discovery": "homeassistant"}
Open = Callable[..., LinkedWard]


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    with running(tmp_path / "broker") as found:
        yield found


@pytest.fixture
def listener(broker: Broker) -> Iterator[Listener]:
    found = Listener(broker.port)
    yield found
    found.close()


@pytest.fixture
def opened(tmp_path: Path, broker: Broker) -> Iterator[Open]:
    """Stations with a link, closed at the end."""
    wards: list[LinkedWard] = []

    def open_ward(
        beds: int = 1,
        station: str = "room-1",
        absent: tuple[Absent, ...] = (),
        **access: object,
    ) -> LinkedWard:
        settings = {"host": "127.0.0.1", "port": broker.port, "tls": False, **HA, **access}
        settled = BrokerConfig(**settings)  # type: ignore[arg-type] # the test's own
        wards.append(LinkedWard(tmp_path, settled, beds, station, absent))
        return wards[-1]

    yield open_ward
    for ward in wards:
        ward.close()


def phase(listener: Listener, topic: str = BED_1) -> str | None:
    told = listener.latest(topic)
    return told["phase"] if told else None


def test_a_visit_is_told_as_it_goes(opened: Open, listener: Listener) -> None:
    ward = opened()
    listener.until(lambda: phase(listener) == "ready")
    assert listener.latest(STATUS) == "online"
    ward.press()
    listener.until(lambda: phase(listener) == "contact")
    ward.wait(20 * MINUTE)
    listener.until(lambda: phase(listener) == "removal")
    ward.wait(2 * MINUTE)
    listener.until(lambda: phase(listener) == "overdue")
    listener.until(
        lambda: listener.facts() == ["applied", "removal_soon", "removal_due", "overdue"]
    )
    told = listener.latest(BED_1)
    assert (told["alarm"], told["application"]) == ("overdue", 1)


@pytest.mark.meets("MQT-7")
def test_a_countdown_is_told_once_and_not_every_second(opened: Open, listener: Listener) -> None:
    ward = opened()
    ward.press()
    listener.until(lambda: phase(listener) == "contact")
    before = len(listener.heard)
    for _ in range(100):
        ward.wait(SECOND)
        time.sleep(0.001)
    ward.link._news.ring()
    ward.press()  # refused: this is told, and all before it has been
    listener.until(lambda: "refused" in listener.facts())
    assert [topic for topic, *_ in listener.heard[before:]] == ["station/room-1/fact"]


@pytest.mark.meets("MQT-2", "MQT-6")
def test_who_comes_later_finds_it_all(opened: Open, broker: Broker) -> None:
    ward = opened(beds=2)
    ward.press(1)
    late = Listener(broker.port)
    try:
        late.until(lambda: phase(late, BED_2) == "contact" and phase(late, BED_1) == "ready")
        assert late.latest(STATUS) == "online"
    finally:
        late.close()


def test_a_station_that_stops_says_so_and_leaves_its_bays_as_they_are(
    opened: Open, listener: Listener
) -> None:
    ward = opened()
    ward.press()
    listener.until(lambda: phase(listener) == "contact")
    ward.close()
    listener.until(lambda: listener.latest(STATUS) == "offline")
    assert phase(listener) == "contact"


def test_the_last_facts_before_a_stop_are_told(opened: Open, listener: Listener) -> None:
    ward = opened()
    listener.until(lambda: listener.latest(STATUS) == "online")
    ward.press()
    ward.close()
    listener.until(lambda: listener.latest(STATUS) == "offline")
    assert listener.facts() == ["applied"]
    assert phase(listener) == "contact"


@pytest.mark.meets("MQT-3")
def test_of_a_station_that_vanishes_the_broker_says_so(
    opened: Open, listener: Listener, broker: Broker
) -> None:
    ward = opened()
    listener.until(lambda: listener.latest(STATUS) == "online")
    # Another one of the same name comes: for the broker the first has vanished.
    double = opened()
    listener.until(lambda: b"offline" in listener.all(STATUS))
    listener.until(lambda: any("is there another station 'room-1'?" in w for w in ward.said))
    double.close()
    listener.until(lambda: listener.latest(STATUS) == "online")
    ward.press()
    listener.until(lambda: phase(listener) == "contact")
    assert f"mqtt 127.0.0.1:{broker.port}: connected" in double.said


@pytest.mark.meets("FLT-17")
def test_after_a_broker_s_death_it_is_told_everything_again(
    opened: Open, broker: Broker, listener: Listener
) -> None:
    ward = opened(beds=2)
    ward.press(0)
    listener.until(lambda: phase(listener) == "contact")
    broker.kill()
    listener.until(lambda: any("no connection" in line for line in ward.said))
    ward.wait(20 * MINUTE)  # it falls due meanwhile
    ward.press(1)
    broker.start()
    late = Listener(broker.port)
    try:
        late.until(lambda: (phase(late, BED_1), phase(late, BED_2)) == ("removal", "contact"))
        late.until(lambda: late.latest(STATUS) == "online")
    finally:
        late.close()


@pytest.mark.meets("FLT-15", "MQT-1")
def test_an_hour_without_a_network_loses_no_final_state_and_keeps_nobody_waiting(
    opened: Open, broker: Broker, listener: Listener
) -> None:
    ward = opened()
    listener.until(lambda: phase(listener) == "ready")
    broker.freeze()  # connections stay, and nothing comes through
    slowest = 0.0
    ward.press()
    for _ in range(600):  # an hour of the ward's in turns of six seconds
        before = time.monotonic()
        ward.wait(HOUR // 600)
        slowest = max(slowest, time.monotonic() - before)
    assert slowest < 0.5, "the engine waited for the network"
    assert len(ward.link._facts) + len(ward.link._outbox._facts) < 1000
    broker.thaw()
    listener.until(lambda: phase(listener) == "overdue")
    told = listener.facts()
    assert told[: told.index("overdue") + 1] == [
        "applied",
        "removal_soon",
        "removal_due",
        "overdue",
    ]


def test_a_station_that_finds_no_broker_works_and_says_why(opened: Open, broker: Broker) -> None:
    broker.stop()
    ward = opened()
    ward.press()
    end = time.monotonic() + 10
    while not ward.said and time.monotonic() < end:
        time.sleep(0.01)
    assert ward.said == [f"mqtt 127.0.0.1:{broker.port}: no connection: Connection refused"]
    broker.start()
    late = Listener(broker.port)
    try:
        late.until(lambda: phase(late) == "contact")
    finally:
        late.close()


@pytest.mark.meets("MQT-11")
def test_nobody_can_command_it(opened: Open, listener: Listener) -> None:
    ward = opened()
    listener.until(lambda: phase(listener) == "ready")
    for topic in (BED_1, f"{BED_1}/set", STATUS, "station/room-1/command", DISCOVERY):
        for payload in (b'{"phase": "contact"}', b"\xff\xfe", b"[" * 20_000, b"reset"):
            listener.say(topic, payload, retain=False)
    listener.until(lambda: listener.all(STATUS)[-1] == b"online")
    ward.press()
    listener.until(lambda: listener.facts() == ["applied"])
    listener.until(lambda: phase(listener) == "contact")
    assert ward.ward.kinds() == ["applied"]


def test_whoever_says_that_it_is_offline_is_corrected(opened: Open, listener: Listener) -> None:
    opened()
    listener.until(lambda: listener.latest(STATUS) == "online")
    listener.say(STATUS, b"offline")
    listener.until(lambda: listener.all(STATUS)[-2:] == [b"offline", b"online"])


def test_a_bay_that_is_no_longer_there_is_forgotten(opened: Open, listener: Listener) -> None:
    first = opened(beds=2)
    listener.until(lambda: phase(listener, BED_2) == "ready")
    first.close()
    opened(beds=1)
    listener.until(lambda: listener.all(BED_2)[-1] == b"")
    listener.until(lambda: "bed-2_phase" not in listener.all(DISCOVERY)[-1].decode())
    steps = [json.loads(payload)["cmps"] for payload in listener.all(DISCOVERY)]
    assert steps[-2]["bed-2_phase"] == {"p": "sensor"}, "this is how Home Assistant forgets it"
    assert "bed-1_phase" in steps[-1]


def test_but_not_while_cream_is_on_there(opened: Open, listener: Listener) -> None:
    first = opened(beds=2)
    first.press(1)
    listener.until(lambda: phase(listener, BED_2) == "contact")
    first.close()
    then = opened(beds=1, absent=(Absent("bed-2", 0, sure=True, until=HOUR),))
    listener.until(lambda: listener.all(STATUS)[-2:] == [b"offline", b"online"])
    then.press()
    listener.until(lambda: phase(listener) == "contact")
    assert phase(listener, BED_2) == "contact"
    then.wait(HOUR)
    listener.until(lambda: listener.all(BED_2)[-1] == b"")


@pytest.mark.meets("MQT-10")
def test_home_assistant_is_told_again_when_it_has_come(opened: Open, listener: Listener) -> None:
    opened()
    listener.until(lambda: listener.all(DISCOVERY))
    before = len(listener.all(DISCOVERY))
    listener.say("homeassistant/status", b"online", retain=False)
    listener.until(lambda: len(listener.all(DISCOVERY)) == before + 1)


def test_without_discovery_home_assistant_is_told_nothing(opened: Open, listener: Listener) -> None:
    opened(discovery=None)
    listener.until(lambda: phase(listener) == "ready")
    assert not listener.all(DISCOVERY)


def test_a_clock_that_was_put_right_is_told(opened: Open, listener: Listener) -> None:
    ward = opened()
    ward.clock.right = False
    ward.press()
    listener.until(lambda: phase(listener) == "contact")
    assert listener.latest(BED_1)["due"] is None
    ward.clock.right = True
    listener.until(lambda: listener.latest(BED_1)["due"] == "2027-01-15T08:20:00.000Z")


# When something goes wrong on this side


def test_a_reason_in_bytes_that_are_no_text_is_told_all_the_same(
    opened: Open, listener: Listener
) -> None:
    ward = opened()
    listener.until(lambda: phase(listener) == "ready")
    ward.link.record([Fact(FactKind.JOURNAL_LOST, 1, 1, reason="Ger\udce4t voll")])
    ward.press()
    listener.until(lambda: phase(listener) == "contact")
    listener.until(lambda: listener.facts() == ["journal_lost", "applied"])
    (lost, _) = listener.all("station/room-1/fact")
    assert json.loads(lost)["reason"] == "Ger?t voll"


def test_a_station_that_can_tell_no_more_does_not_pass_for_online(
    opened: Open, listener: Listener
) -> None:
    ward = opened()
    listener.until(lambda: listener.latest(STATUS) == "online")
    ward.clock.broken = True
    ward.press()  # nobody can be told
    listener.until(lambda: listener.latest(STATUS) == "offline")
    assert any("a fault in this program: ZeroDivisionError: the clock" in w for w in ward.said)
    ward.clock.broken = False
    listener.until(lambda: listener.latest(STATUS) == "online")
    listener.until(lambda: phase(listener) == "contact")
    listener.until(lambda: "applied" in listener.facts())


# With a password, and with TLS


def test_it_shows_its_password_and_is_refused_without(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("numb\n")
    password.chmod(0o640)
    with running(tmp_path / "broker", passwords(tmp_path, **{"room-1": "numb"})) as broker:
        address = BrokerConfig("127.0.0.1", broker.port, tls=False)
        stranger = LinkedWard(tmp_path, address)
        member = LinkedWard(
            tmp_path, BrokerConfig("127.0.0.1", broker.port, False, "room-1", password)
        )
        listener = Listener(broker.port, user="room-1", word="numb")
        try:
            listener.until(lambda: phase(listener) == "ready")
            listener.until(lambda: stranger.said)
        finally:
            for each in (stranger, member, listener):
                each.close()
    why = "it does not let us in (Not authorized): check a username, the password"
    assert stranger.said[0].endswith(f"no connection: {why} and the broker's rules")


@pytest.mark.parametrize(
    ("content", "mode", "why"),
    [
        (b"numb\n", 0o644, "everybody can read it: chmod o= "),
        (b"", 0o600, "there is no password in its first line"),
        (b"\xff\xfe\n", 0o600, "can't decode"),
        (None, 0, "No such file or directory"),
    ],
)
def test_a_password_that_cannot_be_used_is_named(
    tmp_path: Path, broker: Broker, content: bytes | None, mode: int, why: str
) -> None:
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
        file.chmod(mode)
    ward = LinkedWard(tmp_path, BrokerConfig("127.0.0.1", broker.port, False, "room-1", file))
    try:
        end = time.monotonic() + 10
        while not ward.said and time.monotonic() < end:
            time.sleep(0.01)
        assert why in ward.said[0]
    finally:
        ward.close()


@pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")  # paho leaves it
def test_over_tls_both_show_who_they_are(tmp_path: Path) -> None:
    made = certificates(tmp_path / "certificates")
    with running(tmp_path / "broker", *made.settings(clients=True)) as broker:
        place = {"host": "127.0.0.1", "port": broker.port, "tls": True}
        ward = LinkedWard(
            tmp_path,
            BrokerConfig(**place, ca=made.authority, certificate=made.client, key=made.client_key),  # type: ignore[arg-type] # the test's own
        )
        nameless = LinkedWard(tmp_path, BrokerConfig(**place, ca=made.authority), 1, "room-2")  # type: ignore[arg-type] # the test's own
        distrustful = LinkedWard(tmp_path, BrokerConfig(**place), 1, "room-3")  # type: ignore[arg-type] # the test's own
        context = ssl.create_default_context(cafile=made.authority)
        context.load_cert_chain(made.client, made.client_key)
        listener = Listener(broker.port, tls=context)
        try:
            listener.until(lambda: phase(listener) == "ready")
            listener.until(lambda: nameless.said and distrustful.said)
        finally:
            for each in (ward, nameless, distrustful, listener):
                each.close()
    assert "name the authority that signed it as ca_file" in distrustful.said[0]
    assert "no connection" in nameless.said[0]
    assert not [topic for topic, *_ in listener.heard if "room-2" in topic or "room-3" in topic]
