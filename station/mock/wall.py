"""What hangs on the wall: every panel as glass, plugged in or not, with power or without."""

from collections.abc import Sequence

from station.config import PanelConfig
from station.hardware.glass import RecordingBus
from station.hardware.panels import mock_buses


class Wall:
    """The panels outlive the station's process, as the real ones do."""

    def __init__(self, configs: Sequence[PanelConfig]) -> None:
        self.configs = configs
        self.buses: dict[int, RecordingBus] = mock_buses(configs)
        self.plugged = [True for _ in configs]

    def plug(self, panel: int, *, plugged: bool) -> None:
        """Plug a panel in, or pull its plug."""
        self.plugged[panel] = plugged
        self._set(panel, lit=plugged)

    def darken(self) -> None:
        """The power is off: every panel forgets what it showed."""
        for panel in range(len(self.plugged)):
            self._set(panel, lit=False)

    def light(self) -> None:
        """The power is back."""
        for panel, plugged in enumerate(self.plugged):
            self._set(panel, lit=plugged)

    def _set(self, panel: int, *, lit: bool) -> None:
        config = self.configs[panel]
        bus = self.buses[config.port]
        (bus.plug if lit else bus.unplug)(config.address)
