"""A connection that is up, and a broker that does not do what is asked of it there."""

import json
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Final

import pytest

from station.config import BrokerConfig
from tests.fleet.broker import Broker, needs_mosquitto, passwords, running
from tests.fleet.nurse import PATIENCE, LinkedWard, Listener

STATUS: Final = "station/room-1/status"
BED: Final = "station/room-1/bay/bed-1"
GATES: Final = sorted(Path("/usr/lib").glob("**/mosquitto_dynamic_security.so"))


@dataclass
class Clinic:
    """A broker with rules for the station's user; the board's may read all."""

    broker: Broker
    folder: Path

    def rule(self, *lines: str) -> None:
        """What the station may from now on."""
        rules = "".join(f"{line}\n" for line in lines)
        (self.folder / "rules").write_text(f"user board\ntopic readwrite #\nuser room\n{rules}")
        assert self.broker._process is not None
        before = self._read()
        self.broker._process.send_signal(signal.SIGHUP)
        while self._read() == before:
            time.sleep(0.01)

    def _read(self) -> int:
        """How often the broker has read its rules again."""
        return (self.broker.folder / "mosquitto.log").read_text().count("Reloading config")

    def station(self, discovery: str | None = None) -> LinkedWard:
        secret = self.folder / "secret"
        secret.write_text("numb\n")
        secret.chmod(0o600)
        address = BrokerConfig(
            "127.0.0.1", self.broker.port, False, "room", secret, discovery=discovery
        )
        return LinkedWard(self.folder, address)

    def listener(self) -> Listener:
        return Listener(self.broker.port, user="board", word="seen")


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    rules = tmp_path / "rules"
    rules.write_text("")
    known = passwords(tmp_path / "broker", room="numb", board="seen")
    with running(tmp_path / "broker", known, f"acl_file {rules}") as broker:
        yield Clinic(broker, tmp_path)


def until(true: Callable[[], object], ward: LinkedWard) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, ward.said
        time.sleep(0.01)


@needs_mosquitto
def test_a_station_whose_words_are_refused_says_so_and_tells_them_when_it_may(
    clinic: Clinic,
) -> None:
    clinic.rule("topic readwrite station/other/#")  # a user's name that is not the station's id
    listener, ward = clinic.listener(), clinic.station()
    try:
        ward.press()
        until(lambda: ward.link._outbox._held and not ward.link._outbox._flying, ward)
        refused = [line for line in ward.said if "refuses" in line]
        assert f"the broker refuses what we say at {STATUS}" in refused[0]
        assert "(Not authorized): check its rules for user room" in refused[0]
        assert not listener.heard
        clinic.rule("topic readwrite station/room-1/#")
        ward.wait(20 * 60_000)  # it falls due: there is something new to be told
        listener.until(lambda: (listener.latest(BED) or {}).get("phase") == "removal")
        listener.until(lambda: listener.latest(STATUS) == "online")
        listener.until(lambda: listener.facts() == ["applied", "removal_soon", "removal_due"])
        assert refused == [line for line in ward.said if "refuses" in line], "said once"
    finally:
        for each in (ward, listener):
            each.close()


@needs_mosquitto
def test_of_discovery_that_is_refused_the_bays_do_not_notice(clinic: Clinic) -> None:
    clinic.rule("topic readwrite station/room-1/#")
    listener, ward = clinic.listener(), clinic.station(discovery="homeassistant")
    try:
        until(lambda: any("at homeassistant/device/room-1/config" in w for w in ward.said), ward)
        ward.press()
        listener.until(lambda: (listener.latest(BED) or {}).get("phase") == "contact")
        assert listener.latest(STATUS) == "online"
        assert not any("no connection" in line for line in ward.said)
    finally:
        for each in (ward, listener):
            each.close()


@needs_mosquitto
def test_a_station_that_may_only_write_says_that_it_cannot_put_right_what_others_say(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.fleet.link.COMES_BACK", 0.5)
    clinic.rule("topic write station/room-1/#")
    ward = clinic.station()
    try:
        until(lambda: any("does not let us read" in line for line in ward.said), ward)
        (said,) = [line for line in ward.said if "read" in line]
        assert f"read {STATUS}: check its rules for user room" in said
    finally:
        ward.close()


@needs_mosquitto
def test_with_the_rules_that_the_readme_gives_it_can_do_all_that_it_must(clinic: Clinic) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    rules = [line for line in readme.splitlines() if line.startswith("pattern ")]
    assert rules
    clinic.rule(*(line.replace("%u", "room-1") for line in rules))
    listener, ward = clinic.listener(), clinic.station(discovery="homeassistant")
    try:
        listener.until(lambda: listener.latest(STATUS) == "online")
        listener.say(STATUS, b"offline")  # an older connection's will comes late
        listener.until(lambda: listener.all(STATUS)[-2:] == [b"offline", b"online"])
        before = len(listener.all("homeassistant/device/room-1/config"))
        assert before
        listener.say("homeassistant/status", b"online", retain=False)
        listener.until(
            lambda: len(listener.all("homeassistant/device/room-1/config")) == before + 1
        )
        assert len(ward.said) == 1, ward.said
    finally:
        for each in (ward, listener):
            each.close()


@needs_mosquitto
@pytest.mark.skipif(not GATES, reason="this Mosquitto came without its dynamic security")
def test_a_subscription_that_is_refused_is_told(tmp_path: Path) -> None:
    kinds = ("publishClientSend", "publishClientReceive", "subscribe", "unsubscribe")
    allowed = {kind: kind != "subscribe" for kind in kinds}
    (tmp_path / "gate.json").write_text(json.dumps({"defaultACLAccess": allowed}))
    settings = (f"plugin {GATES[0]}", f"plugin_opt_config_file {tmp_path / 'gate.json'}")
    with running(tmp_path / "broker", *settings) as broker:
        ward = LinkedWard(tmp_path, BrokerConfig("127.0.0.1", broker.port, False))
        try:
            until(lambda: any("does not let us read" in line for line in ward.said), ward)
        finally:
            ward.close()
    assert f"does not let us read {BED[:-5]}+, {STATUS}: check its rules" in ward.said[-1]


def test_a_broker_that_confirms_nothing_counts_as_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.fleet.link.CONFIRMS", 0.5)
    monkeypatch.setattr("station.fleet.link.LOOKS", 0.1)
    visits = 0

    def let_in(server: socket.socket) -> None:
        nonlocal visits
        with suppress(OSError):  # the test is over
            while True:
                visitor, _ = server.accept()
                visits += 1
                visitors.append(visitor)
                visitor.recv(1000)
                visitor.sendall(b"\x20\x03\x00\x00\x00")  # CONNACK: come in

    visitors: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as mute:
        Thread(target=let_in, args=(mute,), daemon=True).start()
        address = BrokerConfig("127.0.0.1", mute.getsockname()[1], False)
        ward = LinkedWard(tmp_path, address)
        try:
            until(lambda: visits > 1, ward)
        finally:
            ward.close()
            mute.shutdown(socket.SHUT_RDWR)
            for visitor in visitors:
                visitor.close()
    assert any("no connection: it confirms nothing" in line for line in ward.said)
