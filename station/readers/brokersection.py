"""The config's section on the clinic's MQTT broker."""

from pathlib import Path
from typing import Final

from station.config import BrokerConfig
from station.readers.brokeraddress import broker_address
from station.readers.placed import Misread, Placed, Reader
from station.readers.section import Section
from station.readers.yamlfile import Node
from station.readers.yamlvalues import text

HOME_ASSISTANT: Final = "homeassistant"
"""The prefix under which it looks for devices, unless somebody has changed it."""
NO_DISCOVERY: Final = "none"


def broker_section(beside: Path) -> Reader[BrokerConfig]:
    """Reads the section; files that it names are relative to the folder `beside`."""

    def file(node: Node) -> Path:
        return beside / text()(node)

    def read(node: Node) -> BrokerConfig:
        with Section(node) as keys:
            address = keys.required("broker", _address)
            username = keys.optional("username", text(), None)
            password = keys.optional("password_file", file, None)
            ca = keys.optional("ca_file", file, None)
            certificate = keys.optional("certificate_file", file, None)
            key = keys.optional("key_file", file, None)
            discovery = keys.optional("discovery", _prefix, HOME_ASSISTANT)
        if password.written and not username.written:
            password.place.wrong("a password without a user: add username, or remove this")
        if key.written and not certificate.written:
            key.place.wrong("a key without a certificate: add certificate_file, or remove this")
        if address.known and not address.value[2]:
            _refuse_tls(ca, certificate)
        host, port, tls = address.value
        return BrokerConfig(
            host=host,
            port=port,
            tls=tls,
            username=username.value,
            password=password.value,
            ca=ca.value,
            certificate=certificate.value,
            key=key.value,
            discovery=None if discovery.value == NO_DISCOVERY else discovery.value,
        )

    return read


def _refuse_tls(*files: Placed[Path | None]) -> None:
    for file in files:
        if file.written:
            file.place.wrong("mqtt:// is without TLS: write mqtts:// in broker, or remove this")


def _address(node: Node) -> tuple[str, int, bool]:
    try:
        return broker_address(text()(node))
    except ValueError as error:
        raise Misread(str(error)) from None


def _prefix(node: Node) -> str:
    prefix = text()(node)
    if set("+#") & set(prefix) or prefix[0] in "/$" or prefix[-1] == "/":
        cure = f"write {HOME_ASSISTANT}, or {NO_DISCOVERY}"
        raise Misread(f"'{prefix}' is no prefix of topics: {cure}")
    return prefix
