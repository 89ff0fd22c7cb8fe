"""When a panel worker is given up for lost, and what to say of its panels then."""

from collections.abc import Hashable, Iterable
from typing import Final

from station.core.reports import PanelReport

STUCK: Final = 3_000
"""Milliseconds that one panel's frame may take, however many panels there are.

A whole frame with its initialisation takes 0.15 s at 100 kHz, and the first message that the
kernel gives up, after 1 s with most adapters, ends it.
"""


class Pulse:
    """How long a worker at work has given no sign of life."""

    def __init__(self) -> None:
        self._sign: Hashable = None
        self._still = 0
        self._looked = 0

    def still(self, sign: Hashable, now: int) -> int:
        """Milliseconds for which looks have found the same sign; None stands for not at work.

        What passes between two looks counts no more than a third of STUCK: if nobody looked for
        long, the whole process stood still, and the worker with it.
        """
        if sign is None or sign != self._sign:
            self._sign, self._still = sign, 0
        else:
            self._still += min(now - self._looked, STUCK // 3)
        self._looked = now
        return self._still


class Outages:
    """One `lost` and one back for each outage of a panel, whoever finds it out.

    The worker's rounds know of each panel; supervision knows only that nothing is heard of all.
    """

    def __init__(self, panels: Iterable[int]) -> None:
        self._failing: dict[int, str | None] = dict.fromkeys(panels)
        """By panel, why the last round that served it could not; None if it could."""
        self._silence: str | None = None
        self._until = 0
        self._told: set[int] = set()
        """Panels that were told to be lost, and not yet to be back."""

    def hear(self, said: PanelReport) -> list[PanelReport]:
        """Take a round's word; gives what is to be told of it."""
        self._failing[said.panel] = said.reason
        return self._tell([said.panel])

    def silence(self, reason: str, until: int) -> list[PanelReport]:
        """All panels are lost, until so many rounds are finished."""
        self._silence, self._until = self._silence or reason, until
        return self._tell(self._failing)

    def over(self, finished: int) -> bool:
        """Whether there is a silence that so many finished rounds have ended."""
        return self._silence is not None and finished >= self._until

    def end(self) -> list[PanelReport]:
        """The silence is over: each panel is as its round found it."""
        self._silence = None
        return self._tell(self._failing)

    def _tell(self, panels: Iterable[int]) -> list[PanelReport]:
        reports = []
        for panel in panels:
            reason = self._silence or self._failing[panel]
            if (reason is not None) is not (panel in self._told):
                self._told.symmetric_difference_update({panel})
                reports.append(PanelReport(panel, reason))
        return reports
