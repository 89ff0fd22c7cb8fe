"""A replay told to programs, a JSON object a line, or to people."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from PIL import Image

from station.core.duration import HOUR, MINUTE, SECOND
from station.core.facts import Fact
from station.core.telling import sentence, told
from station.drawing.halfblocks import half_blocks
from station.mock.tape import Edge, Event, Picture, Teller

Camera = Callable[[int], Image.Image]
"""What a panel shows at this instant, as a picture."""


class Tellers:
    """Several that are told the same."""

    def __init__(self, tellers: Sequence[Teller]) -> None:
        self._tellers = tellers

    def tell(self, now: int, events: Sequence[Event]) -> None:
        """All that happened at one instant."""
        for teller in self._tellers:
            teller.tell(now, events)


class JsonTeller:
    """The interface of section 6 of the design: one object a line."""

    def __init__(self, out: TextIO, only: frozenset[str]) -> None:
        self._out = out
        self._only = only
        self._shown: dict[int, tuple[str, ...]] = {}

    def tell(self, now: int, events: Sequence[Event]) -> None:
        """All that happened at one instant."""
        for event in events:
            line = self._line(event)
            if line is not None and line["type"] in self._only:
                line = {"t": now / SECOND, **line}
                self._out.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _line(self, event: Event) -> dict[str, object] | None:
        if isinstance(event, Fact):
            return {"type": "fact", **told(event)}
        if isinstance(event, Edge):
            return {"type": "pin", "pin": event.pin, "level": event.level}
        text = event.screen.text
        if self._shown.get(event.panel) == text:
            return None
        self._shown[event.panel] = text
        return {"type": "screen", "panel": event.panel, "text": text}


class PeopleTeller:
    """Lines to read, and after what happened a drawing of each panel that changed."""

    def __init__(self, out: TextIO, only: frozenset[str], camera: Camera | None) -> None:
        self._out = out
        self._only = only
        self._camera = camera
        self._drawn: dict[int, bytes] = {}

    def tell(self, now: int, events: Sequence[Event]) -> None:
        """All that happened at one instant."""
        happened = False
        for event in events:
            if isinstance(event, Fact) and "fact" in self._only:
                happened = True
                self._out.write(f"{_clock(now)}  {_line(event)}\n")
            elif isinstance(event, Edge) and "pin" in self._only:
                self._out.write(
                    f"{_clock(now)}  pin {event.pin} {'on' if event.level else 'off'}\n"
                )
            elif isinstance(event, Picture) and "screen" in self._only:
                happened = happened or "fact" not in self._only
        if happened and self._camera is not None:
            self._draw({event.panel for event in events if isinstance(event, Picture)})

    def _draw(self, panels: set[int]) -> None:
        for panel in sorted(panels):
            picture = self._camera(panel) if self._camera else None
            if picture is not None and self._drawn.get(panel) != picture.tobytes():
                self._drawn[panel] = picture.tobytes()
                self._out.write(half_blocks(picture) + "\n")


class FrameNotSavedError(Exception):
    """A picture could not be saved. Says why, and what to do."""


class FrameTeller:
    """Tells nothing, but saves every picture that a panel shows as a PNG."""

    def __init__(self, directory: Path, camera: Camera) -> None:
        self._directory = directory
        self._camera = camera
        self._saved: dict[int, bytes] = {}

    def tell(self, now: int, events: Sequence[Event]) -> None:
        """All that happened at one instant. Raises FrameNotSavedError."""
        for panel in sorted({e.panel for e in events if isinstance(e, Picture)}):
            picture = self._camera(panel)
            if self._saved.get(panel) != picture.tobytes():
                self._saved[panel] = picture.tobytes()
                try:
                    picture.save(self._directory / f"panel{panel}-{now:09d}ms.png")
                except OSError as error:
                    why = f"{error.strerror or error}: name another directory"
                    raise FrameNotSavedError(f"{self._directory}: {why}") from None


def _clock(now: int) -> str:
    minutes, rest = now % HOUR // MINUTE, now % MINUTE
    return f"{now // HOUR}:{minutes:02d}:{rest // SECOND:02d}.{rest % SECOND:03d}"


def _line(fact: Fact) -> str:
    at = f"  (at {_clock(fact.at)})" if fact.at != fact.acted else ""
    return sentence(fact) + at
