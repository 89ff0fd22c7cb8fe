"""Panels kept up to date without anybody waiting: latest frame wins, lost panels are found again.

`PanelRound` has the rules and no thread: a replay attends it in virtual time. `PanelWorker` is a
thread that attends one as real time passes, one for each I2C bus.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PIL import Image

from station.core.screen import Screen
from station.hardware.i2cbus import Bus
from station.hardware.panel import Panel

PULSE = 1_000
"""Milliseconds after which a frame is sent again though nothing changed.

So a panel is missed within a second, and one that lost its power shows again within two
(`panel.RENEWAL`), whether or not anything counts down.
"""
FIRST_RETRY, LAST_RETRY = 100, 1_000
"""Milliseconds from a failure to the next attempt, doubled each time up to the last."""


@dataclass(frozen=True, slots=True)
class PanelReport:
    """A panel was lost, or is back."""

    index: int
    lost: bool
    reason: str = ""
    """What the bus said; empty when the panel is back."""


@dataclass(slots=True)
class _Place:
    """One panel of the round, and how it stands with it."""

    panel: Panel
    screen: Screen | None = None
    due: int = 0
    retry: int = 0
    """Milliseconds from the last failure to the next attempt; 0 if the panel is not lost."""


class PanelRound:
    """The panels of one bus or several, attended one after the other.

    One thread attends; others may show and ask for reports at any time, and never wait.
    """

    def __init__(self, panels: Mapping[int, Panel], *, lazy: bool = False) -> None:
        """Take panels by their number in the station.

        A lazy round asks the bus whether it would take a frame, and draws it only if somebody
        wants the picture. Reports and pictures are the same; it needs probed buses.
        """
        self._places = {index: _Place(panel) for index, panel in panels.items()}
        self._lazy = lazy
        # Single operations on a dict and a deque need no lock.
        self._mail: dict[int, Screen] = {}
        self._reports: deque[PanelReport] = deque()

    def show(self, index: int, screen: Screen) -> None:
        """Have this shown from now on, in place of what was not yet sent. KeyError: no such one."""
        if index not in self._places:
            raise KeyError(index)
        self._mail[index] = screen

    def reports(self) -> list[PanelReport]:
        """What has become of panels since the last call: one `lost` and one back per outage."""
        reports = []
        while self._reports:
            reports.append(self._reports.popleft())
        return reports

    def attend(self, now: int) -> int | None:
        """Send what is to be sent; the instant (ms) of the next attempt, or None if there is none.

        Each panel is served once at most. Those with something new come first, also if it comes
        while others are served.
        """
        waiting = list(self._places)
        while waiting:
            index = next((index for index in waiting if index in self._mail), waiting[0])
            waiting.remove(index)
            self._serve(index, now)
        wishes = [place.due for place in self._places.values() if place.screen is not None]
        return min(wishes, default=None)

    def flush(self, now: int) -> None:
        """Send what is not yet sent, lost panels included, whatever their next attempt."""
        for index, place in self._places.items():
            if place.retry:
                place.due = now
            self._serve(index, now)

    def picture(self, index: int) -> Image.Image:
        """What eyes see on a panel now, upright; mode "1". Black if its bus cannot be looked at."""
        return self._places[index].panel.picture()

    def _serve(self, index: int, now: int) -> None:
        place = self._places[index]
        screen = self._mail.pop(index, place.screen)
        fresh = screen != place.screen
        place.screen = screen
        if screen is None or (now < place.due and (place.retry or not fresh)):
            return
        try:
            (place.panel.keep if self._lazy else place.panel.show)(screen, now)
        except OSError as error:
            self._lose(index, place, error.strerror or str(error), now)
        except Exception as error:  # noqa: BLE001 - one bad frame is not to take the others along
            self._lose(index, place, f"cannot be drawn: {error!r}", now)
        else:
            if place.retry:
                self._reports.append(PanelReport(index, lost=False))
            place.retry = 0
            place.due = now + PULSE

    def _lose(self, index: int, place: _Place, reason: str, now: int) -> None:
        if not place.retry:
            self._reports.append(PanelReport(index, lost=True, reason=reason))
        place.retry = min(2 * place.retry, LAST_RETRY) if place.retry else FIRST_RETRY
        place.due = now + place.retry


def _monotonic() -> int:
    return time.monotonic_ns() // 1_000_000


class PanelWorker:
    """A thread that keeps the panels of one bus up to date. It starts at once."""

    def __init__(
        self, panels: Mapping[int, Panel], bus: Bus, clock: Callable[[], int] = _monotonic
    ) -> None:
        """Take panels by their number in the station, and the bus they share, to be closed."""
        self._round = PanelRound(panels)
        self._bus = bus
        self._clock = clock
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._work, name="panels", daemon=True)
        self._thread.start()

    def show(self, index: int, screen: Screen) -> None:
        """Have this shown as soon as may be. Only stores it and wakes the thread."""
        self._round.show(index, screen)
        self._wake.set()

    def reports(self) -> list[PanelReport]:
        """What has become of panels since the last call: one `lost` and one back per outage."""
        return self._round.reports()

    def stop(self, timeout: float) -> bool:
        """Send the last frames, once, and end. False if that takes longer than `timeout` seconds.

        The thread is a daemon: one that hangs in the kernel does not keep the process alive.
        """
        self.end()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def end(self) -> None:
        """Send the last frames and end, in its own time."""
        self._stopping = True
        self._wake.set()

    def _work(self) -> None:
        try:
            while not self._stopping:
                self._wake.clear()
                due = self._round.attend(self._clock())
                if not self._stopping:
                    left = None if due is None else max(0, due - self._clock()) / 1000
                    self._wake.wait(left)
            self._round.flush(self._clock())
        finally:
            self._bus.close()
