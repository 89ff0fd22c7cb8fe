"""The config's section on the broker: what it says, and every fault with its place and its cure."""

from pathlib import Path

import pytest

from station.config import BrokerConfig
from station.readers.brokeraddress import broker_address
from station.readers.configfile import load
from station.readers.problem import FileRefused

STATION = "station: room-1\nbays: [{id: bed-1, button: 17}]\npanels: [{}]\nbuzzers: [{pin: 22}]\n"


def broker(path: Path, section: str) -> BrokerConfig | None:
    path.write_text(f"{STATION}{section}\n")
    return load(path).broker


def problems(path: Path, section: str) -> list[str]:
    with pytest.raises(FileRefused) as refused:
        broker(path, section)
    return [str(problem).removeprefix(f"{path}:") for problem in refused.value.problems]


@pytest.mark.meets("MQT-1")
def test_without_a_section_nobody_is_told(path: Path) -> None:
    assert broker(path, "") is None


def test_an_address_is_enough(path: Path) -> None:
    found = broker(path, "mqtt: {broker: 'mqtt://10.0.0.5'}")
    assert found == BrokerConfig("10.0.0.5", 1883, tls=False, discovery="homeassistant")


def test_home_assistant_need_not_be_told(path: Path) -> None:
    found = broker(path, "mqtt: {broker: 'mqtt://10.0.0.5', discovery: none}")
    assert found is not None
    assert found.discovery is None


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("mqtt://broker", ("broker", 1883, False)),
        ("mqtts://broker/", ("broker", 8883, True)),
        ("mqtts://broker.example:1", ("broker.example", 1, True)),
        ("mqtt://[fe80::1]:99", ("fe80::1", 99, False)),
    ],
)
def test_addresses(url: str, meant: tuple[str, int, bool]) -> None:
    assert broker_address(url) == meant


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("broker", "is no address of a broker: write mqtts://broker.example:8883"),
        ("http://broker", "is no address of a broker"),
        ("mqtt://", "is no address of a broker"),
        ("mqtt://broker:99999", "is no address of a broker (Port out of range"),
        ("mqtt://broker:x", "is no address of a broker (Port could not be cast"),
        ("mqtt://broker:0", "is no address of a broker (no port is 0)"),
        ("mqtt:// broker", "is no address of a broker (no host has such a name)"),
        ("mqtt://the broker", "is no address of a broker (no host has such a name)"),
        ("mqtt://broker..example", "is no address of a broker (no host has such a name)"),
        (f"mqtt://{'a' * 64}.example", "is no address of a broker (no host has such a name)"),
        (f"mqtt://{'ü' * 60}.example", "is no address of a broker (no host has such a name)"),
        ("mqtt://broker,other", "is no address of a broker (no host has such a name)"),
        ("mqtt://[v1.x:y]", "is no address of a broker (no host has such a name)"),
        ("mqtt://[broker", "is no address of a broker (Invalid IPv6 URL)"),
        ("mqtt://me:secret@broker", "write user and password file apart"),
        ("mqtt://me:secret@broker:x", "write user and password file apart"),
        ("mqtt://me:secret@[broker", "write user and password file apart"),
        ("me:secret@broker", "write user and password file apart"),
        ("mqtt://broker/station", "goes on after the port"),
        ("mqtt://broker?x=1", "goes on after the port"),
    ],
)
def test_addresses_that_are_none(url: str, why: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - what it says is looked at below
        broker_address(url)
    assert why in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("section", "why"),
    [
        ("{}", "5:7: required key 'broker' is missing"),
        ("{broker: nowhere}", "5:16: 'nowhere' is no address of a broker: write mqtts://"),
        (
            "{broker: 'mqtt://b', password_file: p}",
            "5:43: a password without a user: add username, or remove this",
        ),
        (
            "{broker: 'mqtts://b', key_file: k}",
            "5:39: a key without a certificate: add certificate_file, or remove this",
        ),
        (
            "{broker: 'mqtt://b', ca_file: c}",
            "5:37: mqtt:// is without TLS: write mqtts:// in broker, or remove this",
        ),
        (
            "{broker: 'mqtt://b', discovery: 'a/#'}",
            "5:39: 'a/#' is no prefix of topics: write homeassistant, or none",
        ),
        ("{broker: 'mqtt://b', user: me}", "5:28: unknown key 'user'"),
        ("[]", "5:7: "),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_its_cure(
    path: Path, section: str, why: str
) -> None:
    assert any(problem.startswith(why) for problem in problems(path, f"mqtt: {section}"))
