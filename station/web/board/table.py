"""Every station and bay that the board knows of, and what changed since a page last asked.

1. Each thing is kept as the bytes that pages get, made once however many pages there are.
2. Each change has the next number. The table is in the order of its changes, so that what came
   after a number is found from the end; a page is owed nothing but its number, however slow it is.
3. After every (re)connection, and every ten minutes, there is a roll call: the broker tells all
   that it retains. What it does not name any more is gone; if cream was on there, it stays, marked
   `missing`.
4. Of a bay whose message is not understood, what it said before may hold no more: it is marked
   `unclear`, and cream may be on there.
5. No more stations and bays than MOST: whoever floods the broker fills a table, not the memory.
"""

import sys
import threading
from typing import Final, NamedTuple, TypeAlias

import msgspec

from station.web.board.said import Bay, RefusedError

MOST: Final = 20_000
"""Bays, and as many stations."""
MOST_GONE: Final = 1000
"""Of things that are gone, how many are remembered for pages that are behind."""
FORGOTTEN_AFTER: Final = 24 * 3_600_000
"""Milliseconds for which a bay that the broker has no more is shown, if cream was on."""

Key: TypeAlias = tuple[str, ...]
"""(station,) or (station, bay)."""


class Station(msgspec.Struct, frozen=True, gc=False):
    """A station as pages are told it."""

    station: str
    online: bool | None
    """None: nobody has said."""
    since: int | None
    """Since when it is not heard from, in milliseconds since 1970; None: not known."""


class Known(NamedTuple):
    """What a page knows already."""

    number: int = 0
    """All changes up to this one."""
    whole: int = 0
    """It began anew when what was gone before this change was remembered no more."""


class Changes(NamedTuple):
    """What a page is told next."""

    body: bytes
    """JSON; empty if there is nothing new."""
    known: Known
    """To ask with next time."""
    more: bool
    """There is more already."""


class _Entry:
    """One station or bay, or what is left of it for pages to be told that it is gone."""

    __slots__ = ("body", "number", "roll")

    def __init__(self, body: bytes | None, number: int, roll: int) -> None:
        self.body = body
        self.number = number
        self.roll = roll


class Table:
    """Told by the broker's thread, read by the server's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: dict[Key, _Entry] = {}
        self._number = 0
        self._roll = 0
        self._gone: dict[Key, None] = {}
        self._whole_from = 0
        """Pages that know less than this may have missed that something is gone."""
        self._lost: int | None = None
        self._last: tuple[Known, int, int, Changes] | None = None
        self.bays = 0
        self.stations = 0

    def tell_status(self, station: str, now: int, *, online: bool, retained: bool) -> None:
        """A station is there, or is not heard from any more since `now` (ms since 1970).

        `retained`: the broker had that from before. Raises RefusedError if it is one too many.
        """
        with self._lock:
            before = self._station(station)
            since = None
            if not online and before is not None and before.online is False:
                since = before.since
            elif not online and not retained:
                since = now
            elif not online and before is not None and before.online:
                since = now if self._lost is None else self._lost  # while the board was deaf
            self._put_station(Station(station, online, since))

    def forget_status(self, station: str) -> None:
        """A station is no more: whether it runs is not known, and it is not shown without bays."""
        with self._lock:
            if (station,) in self._entries:
                self._put_station(Station(station, online=None, since=None))

    def tell_bay(self, bay: Bay) -> None:
        """A bay is as it says (instants in ms since 1970). Raises RefusedError: one too many."""
        with self._lock:
            self._put_bay(bay)

    def misunderstand_bay(self, station: str, bay: str) -> None:
        """A bay said what is not understood. Raises RefusedError: one too many."""
        with self._lock:
            entry = self._entries.get((station, bay))
            if entry is None or entry.body is None:
                before = Bay(station=station, bay=bay, label=bay, phase="unknown")
            else:
                before = _BAYS.decode(entry.body)
            self._put_bay(msgspec.structs.replace(before, missing=None, unclear=True))

    def forget_bay(self, station: str, bay: str) -> None:
        """A bay is no more: its station says so."""
        with self._lock:
            self._drop((station, bay))

    def lose(self, now: int) -> None:
        """The broker is not heard any more, from `now` (ms since 1970) on."""
        with self._lock:
            self._lost = now

    def begin_roll(self) -> None:
        """The broker is about to tell everything."""
        with self._lock:
            self._roll += 1

    def end_roll(self, now: int) -> None:
        """It has told everything by `now` (ms since 1970): what it did not name is no more."""
        with self._lock:
            since = now if self._lost is None else self._lost
            there = [(k, e) for k, e in self._entries.items() if e.body is not None]
            missed = [key for key, entry in there if entry.roll != self._roll]
            for key in missed:
                if len(key) > 1:
                    self._miss_bay(key, since, now)
            with_bays = {key[0] for key, _ in there if len(key) > 1 and self._has(key)}
            for key in missed:
                if len(key) == 1:
                    self._miss_station(key, since, with_bays)
            self._lost = None

    def labels(self, station: str | None) -> dict[tuple[str, str], str]:
        """What the bays of a station are called, or all bays, by station and bay."""
        with self._lock:
            bodies = [
                entry.body
                for key, entry in self._entries.items()
                if len(key) > 1 and entry.body is not None and station in (None, key[0])
            ]
        bays = [_BAYS.decode(body) for body in bodies]
        return {(bay.station, bay.bay): bay.label for bay in bays}

    def heard(self, now: int) -> dict[str, int]:
        """Until when each station that is online was heard: now, or until the broker was lost."""
        with self._lock:
            until = now if self._lost is None else self._lost
            bodies = [e.body for k, e in self._entries.items() if len(k) == 1 and e.body]
        stations = [_STATIONS.decode(body) for body in bodies]
        return {station.station: until for station in stations if station.online}

    def changes(self, known: Known, most: int) -> Changes:
        """What a page that knows so much is told next, of so many things at once."""
        with self._lock:
            asked = (known, most, self._number)
            if self._last is not None and self._last[:3] == asked:
                return self._last[3]
            reset = self._whole_from > max(known)
            if reset:
                known = Known(whole=self._whole_from)
            fresh = self._since(known.number)
            part = fresh[:most]
            if part:
                known = known._replace(number=part[-1][1].number)
            body = _told(part, reset=reset) if part or reset else b""
            changes = Changes(body, known, len(fresh) > most)
            self._last = (*asked, changes)
            return changes

    def _since(self, seen: int) -> list[tuple[Key, _Entry]]:
        fresh: list[tuple[Key, _Entry]] = []
        for key, entry in reversed(self._entries.items()):
            if entry.number <= seen:
                break
            fresh.append((key, entry))
        fresh.reverse()
        return fresh

    def _has(self, key: Key) -> bool:
        entry = self._entries.get(key)
        return entry is not None and entry.body is not None

    def _station(self, station: str) -> Station | None:
        entry = self._entries.get((station,))
        if entry is None or entry.body is None:
            return None
        return _STATIONS.decode(entry.body)

    def _put_station(self, station: Station) -> None:
        key = (sys.intern(station.station),)
        if not self._has(key) and self.stations >= MOST:
            raise RefusedError("too many")
        self._put(key, msgspec.json.encode(station))

    def _put_bay(self, bay: Bay) -> None:
        key = (sys.intern(bay.station), sys.intern(bay.bay))
        if not self._has(key) and self.bays >= MOST:
            raise RefusedError("too many")
        if not self._has((bay.station,)):
            self._put_station(Station(bay.station, online=None, since=None))
        self._put(key, msgspec.json.encode(bay))

    def _put(self, key: Key, body: bytes) -> None:
        entry = self._entries.get(key)
        if entry is not None and entry.body == body:
            entry.roll = self._roll
            return
        if entry is None or entry.body is None:
            self._count(key, 1)
        self._replace(key, _Entry(body, self._following(), self._roll))
        self._gone.pop(key, None)

    def _drop(self, key: Key) -> None:
        if not self._has(key):
            return
        self._count(key, -1)
        self._replace(key, _Entry(None, self._following(), self._roll))
        self._gone[key] = None
        while len(self._gone) > MOST_GONE:
            oldest = next(iter(self._gone))
            del self._gone[oldest]
            self._whole_from = self._entries.pop(oldest).number

    def _miss_bay(self, key: Key, since: int, now: int) -> None:
        """The broker has a bay no more, and nobody has said why."""
        bay = _BAYS.decode(self._entries[key].body or b"")
        if not bay.cream_on or (bay.missing is not None and now - bay.missing > FORGOTTEN_AFTER):
            self._drop(key)
        elif bay.missing is None:
            self._put(key, msgspec.json.encode(msgspec.structs.replace(bay, missing=since)))

    def _miss_station(self, key: Key, since: int, with_bays: set[str]) -> None:
        station = _STATIONS.decode(self._entries[key].body or b"")
        if key[0] not in with_bays:
            self._drop(key)
        elif station.online:
            self._put_station(Station(key[0], online=False, since=since))

    def _replace(self, key: Key, entry: _Entry) -> None:
        self._entries.pop(key, None)
        self._entries[key] = entry

    def _following(self) -> int:
        self._number += 1
        return self._number

    def _count(self, key: Key, by: int) -> None:
        if len(key) == 1:
            self.stations += by
        else:
            self.bays += by


_STATIONS: Final = msgspec.json.Decoder(Station)
_BAYS: Final = msgspec.json.Decoder(Bay)


def _told(part: list[tuple[Key, _Entry]], *, reset: bool) -> bytes:
    stations: list[bytes] = []
    bays: list[bytes] = []
    gone: list[Key] = []
    for key, entry in part:
        if entry.body is None:
            gone.append(key)
        else:
            (stations if len(key) == 1 else bays).append(entry.body)
    return b'{"reset":%s,"stations":[%s],"bays":[%s],"gone":%s}' % (
        b"true" if reset else b"false",
        b",".join(stations),
        b",".join(bays),
        msgspec.json.encode(gone),
    )
