"""Where the broker is, and by what the board makes itself known there."""

import ssl
from pathlib import Path
from typing import NoReturn

from msgspec import Struct

from station.machine.exitstatus import UsageError
from station.readers.brokeraddress import broker_address
from station.readers.problem import MENDED_BY_PEOPLE, refuse_unreadable
from station.web.board.secretfile import read_secret


class Broker(Struct, frozen=True):
    """How to reach it."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None
    username: str | None = None
    password: str | None = None

    @property
    def name(self) -> str:
        """As people write it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'mqtts' if self.tls else 'mqtt'}://{host}:{self.port}"


def read_broker(
    url: str,
    *,
    username: str | None = None,
    password_file: Path | None = None,
    ca: Path | None = None,
    certificate: Path | None = None,
    key: Path | None = None,
) -> Broker:
    """What the command line says of the broker. Raises UsageError, ReadingFailedError."""
    try:
        host, port, secure = broker_address(url)
    except ValueError as error:
        raise UsageError(f"--broker: {error}") from None
    if password_file is not None and username is None:
        raise UsageError("--password-file needs --username: whose password is it?")
    if not secure and (ca or certificate or key):
        raise UsageError(
            f"--ca, --certificate and --key are for TLS: write --broker mqtts://{host}"
        )
    if key is not None and certificate is None:
        raise UsageError("--key needs --certificate: a key alone says nothing")
    password = None if password_file is None else read_secret(password_file, "--password-file")
    tls = _tls(ca, certificate, key) if secure else None
    return Broker(host, port, tls, username, password)


def _tls(ca: Path | None, certificate: Path | None, key: Path | None) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=ca)
    except OSError as error:
        _refuse(f"--ca {ca}", error)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if certificate is not None:
        try:
            context.load_cert_chain(certificate, key, password="")
        except OSError as error:
            named = f"--certificate {certificate}" + ("" if key is None else f" --key {key}")
            _refuse(named, error)
    return context


def _refuse(named: str, error: OSError) -> NoReturn:
    """Raises UsageError; ReadingFailedError if the file may well be read another time."""
    if isinstance(error, ssl.SSLError):
        why = "no certificate or key in PEM that goes with the other, or it wants a passphrase"
        raise UsageError(f"{named}: {why}") from None
    if error.errno not in MENDED_BY_PEOPLE:
        refuse_unreadable(named, error)
    raise UsageError(f"{named}: {error.strerror or error}") from None
