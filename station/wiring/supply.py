"""What panels draw from 3.3 V, in mA, and which of them the header feeds."""

from collections.abc import Sequence
from typing import Final

from station.config import PanelConfig

PANEL_LIMIT: Final = 400.0
"""What the header's 3.3 V gives to panels: two large ones. Nobody publishes what it can give
besides the Pi itself; two are as much as is asked of it here."""
_SMALL: Final = {"ssd1306": 30.0, "sh1106": 55.0}
"""SSD1306: its common drivers sink 15 mA at most (datasheet), and the charge pump that doubles the
voltage takes twice that. SH1106: the same light on the 1.3 inch panel's 1.8 times the area."""
_LARGE: Final = 190.0
"""Any other panel, as careful as for an SSD1309: 40 mA at most (datasheet), boosted from 3.3 V to
12.5 V at 80 %."""


def is_small(driver: str) -> bool:
    """Whether panels with this driver are of the small kind, sold with the four pins of I2C."""
    return driver in _SMALL


def panel_current(panel: PanelConfig) -> float:
    """What a panel draws with every dot lit."""
    return _SMALL.get(panel.driver, _LARGE)


def fed_by_header(panels: Sequence[PanelConfig]) -> tuple[bool, ...]:
    """Which panels the header feeds: in order, each that it still can."""
    fed: list[bool] = []
    given = 0.0
    for panel in panels:
        fed.append(given + panel_current(panel) <= PANEL_LIMIT)
        given += panel_current(panel) if fed[-1] else 0
    return tuple(fed)
