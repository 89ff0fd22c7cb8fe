"""Under which topics a station speaks (section 6 of the design). None of them takes commands."""

from typing import Final

from msgspec import Struct

ONLINE: Final = b"online"
OFFLINE: Final = b"offline"


class Topics(Struct, frozen=True):
    """The topics of one station."""

    station: str

    @property
    def status(self) -> str:
        """Whether it is there; retained, and the broker's word if it is not."""
        return f"station/{self.station}/status"

    @property
    def fact(self) -> str:
        """Each fact."""
        return f"station/{self.station}/fact"

    @property
    def bays(self) -> str:
        """All its bays, to be subscribed to."""
        return self.bay("+")

    def bay(self, bay: str) -> str:
        """How one bay stands; retained."""
        return f"station/{self.station}/bay/{bay}"

    def is_bay(self, topic: str) -> bool:
        """Whether it is one of this station's bays, present or past."""
        return topic.startswith(self.bay(""))

    def discovery(self, prefix: str) -> str:
        """Where Home Assistant looks for the device; retained."""
        return f"{prefix}/device/{self.station}/config"
