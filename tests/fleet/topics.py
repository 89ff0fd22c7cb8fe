"""The topics of room-1, what a listener hears there, and how a test opens a station."""

from collections.abc import Callable

from tests.fleet.nurse import LinkedWard, Listener

STATUS, BED_1, BED_2 = (
    "station/room-1/status",
    "station/room-1/bay/bed-1",
    "station/room-1/bay/bed-2",
)
DISCOVERY = "homeassistant/device/room-1/config"
Open = Callable[..., LinkedWard]


def phase(listener: Listener, topic: str = BED_1) -> str | None:
    told = listener.latest(topic)
    return told["phase"] if told else None
