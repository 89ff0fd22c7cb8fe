"""The panels of a replay: the rounds of `run`, attended in virtual time, on glass."""

from collections.abc import Callable

from PIL import Image

from station.core.reports import PanelReport
from station.core.screen import Screen
from station.hardware.panels import panels_on
from station.hardware.panelworker import PanelRound
from station.mock.wall import Wall
from station.replay.world import NEVER


class ReplayPanels:
    """Every panel, told and asked without a thread; pictures are drawn when somebody looks.

    One for each start of the station. `pluggable`: panels will be unplugged, so the station must
    be made to look again as often as a worker would.
    """

    def __init__(self, wall: Wall, now: Callable[[], int], *, pluggable: bool) -> None:
        self._now = now
        self._pluggable = pluggable
        self._round = PanelRound(panels_on(wall.configs, wall.buses), lazy=True)
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
