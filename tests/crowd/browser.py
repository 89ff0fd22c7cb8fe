"""The board's own page in a real Chromium: when it was told of each bay, and had drawn it."""

import time
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Final, Self

from tests.web.browser import CHROMIUM, browsing

NOTES: Final = """
window.told = [];
const listen = EventSource.prototype.addEventListener;
EventSource.prototype.addEventListener = function (kind, hear, ...rest) {
  return listen.call(this, kind, kind !== "changes" ? hear : (event) => {
    hear(event);
    const bays = JSON.parse(event.data).bays;
    // Once the next frame has been made of it, and given away.
    requestAnimationFrame(() => setTimeout(() => window.told.push([Date.now(), bays])));
  }, ...rest);
};
"""


class Browser:
    """Open for as long as it is entered; nothing at all where there is no Chromium."""

    def __init__(self, port: int, *, wanted: bool) -> None:
        self._port = port
        self._wanted = wanted and CHROMIUM is not None
        self._opened = ExitStack()
        self._driver: Any = None

    def __enter__(self) -> Self:
        if self._wanted:
            self._driver = self._opened.enter_context(browsing())
            self._driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": NOTES})
            self._driver.get(f"http://127.0.0.1:{self._port}/")
            time.sleep(5)
            self._driver.execute_script("window.told = []")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.close()

    def told(self) -> dict[tuple[object, ...], float]:
        """When the page had drawn each state of each bay; of time.monotonic()."""
        if self._driver is None:
            return {}
        ahead = time.time() - time.monotonic()
        told: dict[tuple[object, ...], float] = {}
        for at, bays in self._driver.execute_script("return window.told"):
            for bay in bays:
                state = (
                    bay["phase"], bay.get("due"), bay.get("alarm"),
                    bay.get("silenced", False), bay.get("today", 0),
                )  # fmt: skip
                told.setdefault((bay["station"], bay["bay"], *state), at / 1000 - ahead)
        return told
