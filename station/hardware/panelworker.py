"""Panels kept up to date without anybody waiting: latest frame wins, lost panels are found again.

`PanelRound` has the rules and no thread: a replay attends it in virtual time. `PanelWorker` is a
thread that attends one as real time passes, one for each I2C bus.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping

from msgspec import Struct
from PIL import Image

from station.core.reports import PanelReport
from station.core.screen import Screen
from station.hardware.i2cbus import Bus
from station.hardware.outages import STUCK, Outages, Pulse
from station.hardware.panel import Panel
from station.machine.news import News
from station.machine.pace import Bell, step_back

PULSE = 1_000
"""Milliseconds after which a panel is turned to again though nothing changed.

So a panel is missed within a second, and one that lost its power shows again within two (`panel`
says how), whether or not anything counts down.
"""
FIRST_RETRY, LAST_RETRY = 100, 1_000
"""Milliseconds from a failure to the next attempt, doubled each time up to the last."""
REVIVAL = 1_000
"""Milliseconds from one start of a thread that died to the next."""
HOPELESS = 10
"""Deaths in a row after which nothing is to be hoped for from another start."""


class _Place(Struct):
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
        self.served = 0
        """How often it has turned to a panel: a sign of life."""
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
        self.served += 1
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
                self._reports.append(PanelReport(index, None))
            place.retry = 0
            place.due = now + PULSE

    def _lose(self, index: int, place: _Place, reason: str, now: int) -> None:
        if not place.retry:
            self._reports.append(PanelReport(index, reason))
        place.retry = min(2 * place.retry, LAST_RETRY) if place.retry else FIRST_RETRY
        place.due = now + place.retry


def _monotonic() -> int:
    return time.monotonic_ns() // 1_000_000


class PanelWorker:
    """A thread that keeps the panels of one bus up to date. It starts at once.

    Whoever asks for reports supervises it: the kernel may keep the thread for ever, or an error
    that nobody thought of may end it.
    """

    def __init__(
        self,
        panels: Mapping[int, Panel],
        bus: Bus,
        clock: Callable[[], int] = _monotonic,
        news: News | None = None,
    ) -> None:
        """Take panels by their number in the station, and the bus they share, to be closed.

        `news` is set when a round is over.
        """
        self._news = news or News()
        self._round = PanelRound(panels)
        self._bus = bus
        self._clock = clock
        self._wake = Bell()
        self._stopping = False
        # Only the thread writes these, others only read them.
        self._working = False
        self._finished = 0
        """Rounds."""
        self._death = ""
        self._pulse = Pulse()
        self._outages = Outages(panels)
        self._revival = clock()
        """When the thread may be started again, should it be dead."""
        self._deaths = 0
        """How often in a row it was, without one finished round in between."""
        self._thread = self._begun()

    def show(self, index: int, screen: Screen) -> None:
        """Have this shown as soon as may be. Only stores it and wakes the thread."""
        self._round.show(index, screen)
        self._wake.ring()

    def reports(self) -> list[PanelReport]:
        """What has become of panels since the last call: one `lost` and one back per outage.

        To be called whenever there is news, and ten times a second: it is here that a bus is found
        to hang, and a thread that died is started again.
        """
        now = self._clock()
        finished = self._finished  # before what these rounds reported is fetched
        reports = [told for said in self._round.reports() for told in self._outages.hear(said)]
        if not self._stopping:
            reports += self._supervise(finished, now)
        return reports

    def progress(self) -> bool:
        """False once the thread has died so often in a row that only a new process can help.

        A bus that hangs is no reason to end a process that times.
        """
        return self._deaths < HOPELESS

    def stop(self, timeout: float) -> bool:
        """Send the last frames, once, and end. False if that takes longer than `timeout` seconds.

        The thread is a daemon: one that hangs in the kernel does not keep the process alive.
        """
        self.end()
        if self._thread.is_alive():  # one that could not be started cannot be joined
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def end(self) -> None:
        """Send the last frames and end, in its own time."""
        if self._stopping:
            return
        self._stopping = True
        if not self._thread.is_alive():
            self._thread = self._begun()
        self._wake.ring()

    def _supervise(self, finished: int, now: int) -> list[PanelReport]:
        sign = (finished, self._round.served) if self._working else None
        still = self._pulse.still(sign, now)
        if not self._thread.is_alive():
            reports = self._outages.silence(f"its worker died: {self._death}", finished + 1)
            if now >= self._revival:
                self._revival = now + REVIVAL
                self._deaths += 1
                self._thread = self._begun()
            return reports
        if still >= STUCK:
            # The round that hung may have passed panels by: the next one tells how they are.
            return self._outages.silence("the bus does not answer", finished + 2)
        if self._outages.over(finished):
            self._deaths = 0
            return self._outages.end()
        return []

    def _begun(self) -> threading.Thread:
        thread = threading.Thread(target=self._work, name="panels", daemon=True)
        try:
            thread.start()
        except RuntimeError as error:  # no memory for a thread: it is not alive, like a dead one
            self._death = str(error)
        return thread

    def _work(self) -> None:
        try:
            step_back()
            while not self._stopping:
                self._working = True
                due = self._round.attend(self._clock())
                self._finished += 1
                self._working = False
                self._news.there = True
                if not self._stopping:
                    left = None if due is None else max(0, due - self._clock()) / 1000
                    self._wake.wait(left)
            self._round.flush(self._clock())
        except BaseException as error:
            self._death = repr(error)
            raise  # with its traceback to stderr
        finally:
            self._working = False
            self._news.there = True
            self._bus.close()
