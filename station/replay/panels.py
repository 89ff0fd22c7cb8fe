"""The panels of a replay: the rounds of `run`, attended in virtual time, on glass."""

from collections.abc import Callable, Sequence

from PIL import Image

from station.config import PanelConfig
from station.core.screen import Screen
from station.hardware.panels import mock_buses, panels_on
from station.hardware.panelworker import PanelReport, PanelRound
from station.replay.world import NEVER


class ReplayPanels:
    """Every panel, told and asked without a thread; pictures are drawn when somebody looks.

    `pluggable`: panels will be unplugged, so the station must be made to look again as often
    as a worker would.
    """

    def __init__(
        self, configs: Sequence[PanelConfig], now: Callable[[], int], *, pluggable: bool
    ) -> None:
        self._configs = configs
        self._now = now
        self._pluggable = pluggable
        self._buses = mock_buses(configs)
        self._round = PanelRound(panels_on(configs, self._buses), lazy=True)
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

    def plug(self, panel: int, plugged: bool) -> None:  # noqa: FBT001 - a step of the scenario
        """Plug a panel in, or pull its plug."""
        config = self._configs[panel]
        bus = self._buses[config.port]
        (bus.plug if plugged else bus.unplug)(config.address)

    def picture(self, panel: int) -> Image.Image:
        """What eyes see on a panel now."""
        return self._round.picture(panel)

    def _attend(self) -> None:
        due = self._round.attend(self._now())
        if self._pluggable:
            self._reports += self._round.reports()
            self._due = NEVER if due is None else due
