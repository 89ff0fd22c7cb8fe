"""The panels of a replay: the rounds of `run`, attended in virtual time, on glass."""

from collections.abc import Callable, Sequence

from PIL import Image

from station.config import PanelConfig
from station.core.reports import PanelReport
from station.core.screen import Screen
from station.hardware.glass import RecordingBus
from station.hardware.panels import mock_buses, panels_on
from station.hardware.panelworker import PanelRound
from station.replay.scenario import Plug
from station.replay.world import NEVER


class Glass:
    """What is on the wall: every panel, whether it is plugged in, and whether there is power."""

    def __init__(self, configs: Sequence[PanelConfig]) -> None:
        self.configs = configs
        self.buses: dict[int, RecordingBus] = mock_buses(configs)
        self._plugged = [True for _ in configs]

    def plug(self, plug: Plug) -> None:
        """Plug a panel in, or pull its plug."""
        self._plugged[plug.panel] = plug.plugged
        self._set(plug.panel, lit=plug.plugged)

    def darken(self) -> None:
        """The power is off: every panel forgets what it showed."""
        for panel in range(len(self._plugged)):
            self._set(panel, lit=False)

    def light(self) -> None:
        """The power is back."""
        for panel, plugged in enumerate(self._plugged):
            self._set(panel, lit=plugged)

    def _set(self, panel: int, *, lit: bool) -> None:
        config = self.configs[panel]
        bus = self.buses[config.port]
        (bus.plug if lit else bus.unplug)(config.address)


class ReplayPanels:
    """Every panel, told and asked without a thread; pictures are drawn when somebody looks.

    One for each start of the station. `pluggable`: panels will be unplugged, so the station must
    be made to look again as often as a worker would.
    """

    def __init__(self, glass: Glass, now: Callable[[], int], *, pluggable: bool) -> None:
        self._now = now
        self._pluggable = pluggable
        self._round = PanelRound(panels_on(glass.configs, glass.buses), lazy=True)
        self._reports: list[PanelReport] = []
        self._due = NEVER

    def show(self, panel: int, screen: Screen) -> None:
        """Show this from now on."""
        self._round.show(panel, screen)
        self._attend()

    def reports(self) -> list[PanelReport]:
        """What has become of panels since the last call."""
        if self._due <= self._now():
            self._attend()
        reports, self._reports = self._reports, []
        return reports

    def restless(self) -> int:
        """When the station should next ask for reports."""
        return self._now() if self._reports else self._due

    def picture(self, panel: int) -> Image.Image:
        """What eyes see on a panel now."""
        return self._round.picture(panel)

    def _attend(self) -> None:
        due = self._round.attend(self._now())
        if self._pluggable:
            self._reports += self._round.reports()
            self._due = NEVER if due is None else due
