"""What stations say on the broker, read strictly: anything else is refused, and why.

Whoever may publish there may publish anything, so nothing of it goes on as it came: what is
understood is read into these structs, and only they are shown.
"""

import re
import unicodedata
from datetime import datetime
from typing import Annotated, Final, Literal, TypeAlias, TypeVar

import msgspec

from station.core.alarm import ALARMS, Sound

MOST_BYTES: Final = 8192
"""Of a message; a bay's has about 400."""
LONGEST_LABEL: Final = 40
"""Characters; a label is cut there."""
EARLIEST: Final = 1_577_836_800_000
"""2020, in milliseconds: no station is older."""
LATEST: Final = 4_102_444_800_000
"""2100: no station gets as old."""
LONGEST_SPAN: Final = 48 * 3_600_000
"""Milliseconds between any two instants of one bay: a protocol is a matter of hours."""

ID: Final = re.compile(r"[a-z0-9-]{1,32}")
Id: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9-]{1,32}\Z")]
_Instant: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]
_Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=999)]
_Word: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9._-]{1,64}\Z")]
_Phase: TypeAlias = Literal["ready", "contact", "removal", "overdue", "numb"]
_Seconds: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1e10)]
_BootClock: TypeAlias = Annotated[float, msgspec.Meta(ge=-1e10, le=1e10)]
"""Seconds; negative for what fell due while the power was cut, before this boot."""
_Text: TypeAlias = Annotated[str, msgspec.Meta(max_length=200)]


class RefusedError(Exception):
    """A message that no station sends. `reason`: which kind, for counting."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _BaySaid(msgspec.Struct, frozen=True, gc=False):
    """A bay as its station tells it; fields that later stations add are passed over."""

    label: str
    phase: _Phase
    since: _Instant | None
    due: _Instant | None
    today: _Count
    silenced: bool
    certain: bool
    faults: Annotated[list[_Word], msgspec.Meta(max_length=16)]
    protocol: _Word
    alarm: Sound | None = None
    overdue: _Instant | None = None
    application: _Count | None = None
    limit: _Count | None = None
    numb_until: _Instant | None = None


class Bay(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A bay as pages are told it: instants in milliseconds since 1970, UTC."""

    station: str
    bay: str
    label: str
    phase: _Phase | Literal["unknown"]
    since: int | None = None
    due: int | None = None
    overdue: int | None = None
    numb_until: int | None = None
    application: int | None = None
    today: int = 0
    limit: int | None = None
    alarm: str | None = None
    silenced: bool = False
    certain: bool = True
    faults: tuple[str, ...] = ()
    protocol: str = ""
    missing: int | None = None
    """Since when the broker has it no more, though cream was on."""
    unclear: bool = False
    """Its last message is not understood: the rest is what was before (phase unknown: nothing)."""

    @property
    def cream_on(self) -> bool:
        """Whether somebody may have cream on the skin, as far as the station was understood."""
        return self.unclear or self.phase in ("contact", "removal", "overdue")


class Fact(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One thing that happened. Its instant `at` tells two of a kind, bay and panel apart."""

    fact: Annotated[str, msgspec.Meta(pattern=r"^[a-z_]{1,32}\Z")]
    at: _BootClock
    boot: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_-]{1,64}\Z")]
    bay: Id | None = None
    time: _Instant | None = None
    application: _Count | None = None
    today: _Count | None = None
    over_limit: bool = False
    of: _Word | None = None
    late: bool = False
    contact: _Seconds | None = None
    overdue_by: _Seconds | None = None
    certain: bool | None = None
    gesture: _Word | None = None
    reason: _Text | None = None
    panel: _Count | None = None
    phase: _Phase | None = None


_T = TypeVar("_T")
_BAYS: Final = msgspec.json.Decoder(_BaySaid)
_FACTS: Final = msgspec.json.Decoder(Fact)


def place(topic: str) -> tuple[str, str, str | None]:
    """Of a topic: the station, what is told of it (status, bay or fact), and of which bay.

    Raises RefusedError if it is none of a station's.
    """
    if len(topic) > len("station//bay/") + 2 * 32:
        raise RefusedError("topic")
    match topic.split("/"):
        case ["station", station, ("status" | "fact") as what]:
            return _id(station), what, None
        case ["station", station, "bay", bay]:
            return _id(station), "bay", _id(bay)
    raise RefusedError("topic")


def read_status(payload: bytes) -> bool:
    """Whether a station is online. Raises RefusedError."""
    if payload not in (b"online", b"offline"):
        raise RefusedError("status")
    return payload == b"online"


def read_bay(station: str, bay: str, payload: bytes) -> Bay:
    """A bay's message. Raises RefusedError."""
    said = _read(_BAYS, payload)
    if said.alarm is not None and said.alarm not in ALARMS:
        raise RefusedError("fields")
    instants = [_ms(at) for at in (said.since, said.due, said.overdue, said.numb_until)]
    known = [at for at in instants if at is not None]
    if known and max(known) - min(known) > LONGEST_SPAN:
        raise RefusedError("time")
    since, due, overdue, numb_until = instants
    return Bay(
        station=station,
        bay=bay,
        label=_line(said.label) or bay,
        phase=said.phase,
        since=since,
        due=due,
        overdue=overdue,
        numb_until=numb_until,
        application=said.application,
        today=said.today,
        limit=said.limit,
        alarm=said.alarm,
        silenced=said.silenced,
        certain=said.certain,
        faults=tuple(said.faults),
        protocol=said.protocol,
    )


def read_fact(payload: bytes) -> Fact:
    """A fact. Raises RefusedError."""
    fact = _read(_FACTS, payload)
    _ms(fact.time)
    return fact


def milliseconds(instant: datetime) -> int:
    """Since 1970, UTC."""
    return round(instant.timestamp() * 1000)


def _read(decoder: msgspec.json.Decoder[_T], payload: bytes) -> _T:
    if len(payload) > MOST_BYTES:
        raise RefusedError("too long")
    try:
        return decoder.decode(payload)
    except msgspec.ValidationError:
        raise RefusedError("fields") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise RefusedError("not JSON") from None


def _id(text: str) -> str:
    if not ID.fullmatch(text):
        raise RefusedError("topic")
    return text


def _ms(instant: datetime | None) -> int | None:
    if instant is None:
        return None
    try:
        ms = milliseconds(instant)
    except (OverflowError, ValueError):
        raise RefusedError("time") from None
    if not EARLIEST <= ms <= LATEST:
        raise RefusedError("time")
    return ms


def _line(text: str) -> str:
    """A label as one line that shows only itself: no controls, no turning of directions."""
    shown = "".join(" " if letter.isspace() else letter for letter in text[: 4 * LONGEST_LABEL])
    shown = "".join(letter for letter in shown if unicodedata.category(letter)[0] != "C")
    shown = " ".join(shown.split())
    return shown if len(shown) <= LONGEST_LABEL else f"{shown[: LONGEST_LABEL - 1]}…"
