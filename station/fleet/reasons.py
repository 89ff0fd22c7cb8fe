"""Why there is no connection to the broker, in words that people understand."""

import ssl

from paho.mqtt.reasoncodes import ReasonCode

from station.config import BrokerConfig


class NoConnectionError(Exception):
    """The broker cannot be reached, or does not let us in. Says why, and what to do."""


class reasons:  # noqa: N801 - read as `with reasons():`
    """What goes wrong on the way to a broker, as a reason that people understand."""

    def __enter__(self) -> None:
        """Only what is raised from here on is put into words."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, ssl.SSLCertVerificationError):
            cure = "name the authority that signed it as ca_file"
            raise NoConnectionError(f"its certificate: {error.verify_message}; {cure}") from None
        if isinstance(error, ssl.SSLError):
            raise NoConnectionError(f"TLS: {error.reason or error}") from None
        if isinstance(error, OSError):
            where = f"{error.filename}: " if error.filename else ""
            raise NoConnectionError(f"{where}{error.strerror or error}") from None
        if isinstance(error, ValueError):  # a password that is no text, a host that is none
            raise NoConnectionError(str(error)) from None


def refused(code: ReasonCode, broker: BrokerConfig) -> str:
    """Why a broker does not let us in, and what to do."""
    name = str(code)
    if name in ("Not authorized", "Bad user name or password"):
        who = "a username" if broker.username is None else f"user {broker.username}"
        return f"it does not let us in ({name}): check {who}, the password and the broker's rules"
    if name == "Unsupported protocol version":
        return "it does not speak MQTT 5: take a newer version of the broker"
    return f"it does not let us in ({name})"


def ended(code: ReasonCode) -> str:
    """Why a connection is over."""
    if str(code) == "Session taken over":
        return "another client has come by our name"
    return "it broke off" if str(code) == "Unspecified error" else f"it broke off ({code})"
