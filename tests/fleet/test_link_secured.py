"""A station and a real broker, with a password and with TLS."""

import ssl
from pathlib import Path

import pytest

from station.config import BrokerConfig
from tests.fleet.broker import Broker, certificates, needs_mosquitto, passwords, running
from tests.fleet.nurse import LinkedWard, Listener
from tests.fleet.topics import phase
from tests.waiting import until

pytestmark = needs_mosquitto


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
        until(lambda: ward.said)
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
