"""What anybody may publish on the clinic's broker, for the board and for a station to read."""

import io
import json
from collections.abc import Sequence
from contextlib import redirect_stderr
from functools import cache
from xml.etree import ElementTree as ET

from hypothesis import strategies as st

from station.config import BrokerConfig
from station.day.picture import draw_days
from station.day.words import figures, span_rows
from station.fleet.connection import Heard
from station.fleet.link import Link
from station.hardware.clock import BootClock
from station.lookback.burden import burdens
from station.lookback.timeline import days
from station.readers.configfile import load
from station.web.board.address import Broker
from station.web.board.listening import Listening
from station.web.board.lookback import told
from station.web.board.record import Kept, _row
from station.web.board.said import Fact, RefusedError
from station.web.board.table import Known, Table
from tests.fuzz.engine import Target, WrongError
from tests.fuzz.targets.files import lay_out, workshop
from tests.fuzz.tricky import LETTERS, NUMBERS, TEXTS
from tests.fuzz.verdict import require_printable
from tests.web.board.clinic import bay, cream_on

NOW = 1_800_000_000
DAY = 86_400_000
Message = tuple[str, bytes, bool]
"""Topic, payload, whether the broker had it from before."""

GOOD_IDS = st.sampled_from(["room-1", "room-2", "bed-1", "bed-2"])
IDS = st.one_of(GOOD_IDS, GOOD_IDS, GOOD_IDS, TEXTS)
TOPICS = st.one_of(
    st.builds(lambda s, b: f"station/{s}/bay/{b}", GOOD_IDS, GOOD_IDS),
    st.builds(lambda s: f"station/{s}/fact", GOOD_IDS),
    st.builds(lambda s, b: f"station/{s}/bay/{b}", IDS, IDS),
    st.builds(lambda s: f"station/{s}/fact", IDS),
    st.builds(lambda s: f"station/{s}/status", IDS),
    st.sampled_from(
        ["homeassistant/device/room-1/config", "homeassistant/status", "$SYS/broker", "/", ""]
    ),
    st.builds("/".join, st.lists(TEXTS, max_size=6)),
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 30),
    st.integers(-(2**70), 2**70),
    st.floats(),
    TEXTS,
)
JSON: st.SearchStrategy[object] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=6,
)
FACTS: list[dict[str, object]] = [
    {"fact": "started", "bay": None},
    {"fact": "applied", "application": 1, "today": 1},
    {"fact": "removal_due"},
    {"fact": "silenced"},
    {"fact": "overdue", "late": True},
    {"fact": "removed", "application": 1, "contact": 1200.5, "overdue_by": 0.0, "certain": True},
    {"fact": "undone", "of": "removed"},
    {"fact": "refused", "gesture": "press", "reason": "guard"},
    {"fact": "numb_over", "application": 1},
    {"fact": "panel_lost", "panel": 0},
    {"fact": "journal_lost", "reason": "full"},
    {"fact": "resumed", "phase": "contact", "certain": False},
]
BAYS: list[dict[str, object]] = [
    bay(),
    cream_on(NOW),
    cream_on(NOW, silenced=True, faults=["panel_lost"], alarm="overdue"),
    bay("numb", numb_until="2027-01-15T09:00:00.000Z", certain=False),
]
TOLD: list[dict[str, object]] = [
    {"bay": "bed-1", "at": 60.0 * n, "boot": "b1", "time": f"2027-01-15T08:{n:02d}:00.000Z", **fact}
    for n, fact in enumerate(FACTS)
]
DEVICE: dict[str, object] = {
    "dev": {"ids": ["station_room-1"]},
    "cmps": {"bed-9_phase": {"p": "sensor"}, "bed-1_phase": {"p": "sensor"}},
}
BASES = [*BAYS, *TOLD, DEVICE]
KEYS = sorted({key for base in BASES for key in base})


def _payload(base: int, changes: list[tuple[str, str, object]]) -> bytes:
    message = dict(BASES[base % len(BASES)])
    for what, key, value in changes:
        if what == "drop":
            message.pop(key, None)
        else:
            message[key] = value
    return json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")


TIMES = (
    *("2027-01-15T08:00:00Z", "2027-01-15T08:20:00+23:59", "2027-01-15T08:00:00", None),
    *("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"),
    *("2019-12-31T23:59:59Z", "2100-01-01T00:00:00.001Z", "2027-02-30T08:00:00Z", "now", ""),
)
FIELDS: dict[str, st.SearchStrategy[object]] = {
    **dict.fromkeys(("label", "protocol", "boot", "reason", "bay"), TEXTS),
    **dict.fromkeys(("since", "due", "overdue", "numb_until", "time"), st.sampled_from(TIMES)),
    "phase": st.sampled_from(["ready", "contact", "removal", "overdue", "numb", "Ready", ""]),
    "alarm": st.sampled_from([None, "removal", "overdue", "fault", "fire"]),
    "at": st.one_of(st.sampled_from([0, -0.001, 1e10, 1e10 + 1, 5e-324]), st.floats()),
    "faults": st.lists(TEXTS, max_size=3),
}
"""What stations tell, by its kind: a message is to be nearly good, to come far."""
SOUND = [st.tuples(st.just("set"), st.just(key), values) for key, values in sorted(FIELDS.items())]
WILD = st.tuples(st.sampled_from(["set", "drop"]), st.one_of(st.sampled_from(KEYS), TEXTS), JSON)
CHANGES = st.lists(st.one_of(*SOUND, WILD), max_size=3)
OBJECTS = st.builds(_payload, st.integers(0, len(BASES) - 1), CHANGES)
NEARLY_GOOD = st.one_of(
    st.tuples(
        st.builds(lambda s, b: f"station/{s}/bay/{b}", GOOD_IDS, GOOD_IDS),
        st.builds(_payload, st.integers(0, len(BAYS) - 1), CHANGES),
        st.booleans(),
    ),
    st.tuples(
        st.builds(lambda s: f"station/{s}/fact", GOOD_IDS),
        st.builds(_payload, st.integers(len(BAYS), len(BASES) - 2), CHANGES),
        st.just(value=False),
    ),
)
RAW = st.one_of(
    st.binary(max_size=40),
    st.sampled_from([b"online", b"offline", b"", b"Online", b"{}", b"[]", b"null", b"[" * 8000,
        b'{"a":' * 1000,
                     b"[" * 9000, b"{" * 8192, b'{"x":' + b"[" * 8000, b'"' + b"a" * 8190,
                         b"\xef\xbb\xbf{}", b"\xff" * 9,
                     b'{"label":"\\ud800"}', b"9" * 8000, b"-", b"1e999",
                         b'{"phase":' + b"9" * 5000 + b"}"]),
    st.sampled_from([*NUMBERS, *LETTERS]).map(lambda text: text.encode("utf-8", "surrogatepass")),
)  # fmt: skip


def _spoilt(payload: bytes, at: int, bytes_: bytes, cut: int) -> bytes:
    at %= len(payload) + 1
    return payload[:at] + bytes_ + payload[at + cut :]


SPOILT = st.builds(
    _spoilt,
    OBJECTS,
    st.integers(0, 5000),
    st.one_of(RAW, st.binary(max_size=4)),
    st.integers(0, 20),
)
MESSAGES = st.tuples(TOPICS, st.one_of(OBJECTS, OBJECTS, OBJECTS, SPOILT, RAW), st.booleans())
TURNS = st.sampled_from(["roll", "end of roll", "lose", "page", "page"])
STORIES = st.lists(st.one_of(NEARLY_GOOD, NEARLY_GOOD, MESSAGES, TURNS), min_size=1, max_size=12)


def judge(story: Sequence[Message | str]) -> str:
    """Say all of it to a board and to a station; whatever pages are told must be sound."""
    ends = {_board(story), _station([said for said in story if not isinstance(said, str)])}
    return "fine: " + "; ".join(sorted(ends))


class _Page:
    """Somebody who asks from time to time what has changed."""

    def __init__(self) -> None:
        self.known = Known()
        self.things: dict[tuple[str, ...], object] = {}

    def ask(self, table: Table) -> None:
        """Until there is nothing more."""
        more = True
        while more:
            changes = table.changes(self.known, 3)
            self.known, more = changes.known, changes.more
            if not changes.body:
                continue
            told_ = json.loads(changes.body)
            if told_["reset"]:
                self.things.clear()
            for key in told_["gone"]:
                self.things.pop(tuple(key), None)
            for thing in (*told_["stations"], *told_["bays"]):
                key = (thing["station"], thing["bay"]) if "bay" in thing else (thing["station"],)
                self.things[key] = thing
                for value in thing.values():
                    require_printable(str(value))


def _board(story: Sequence[Message | str]) -> str:
    table, facts, now = Table(), list[Kept](), NOW * 1000

    def keep(station: str, fact: Fact, heard: int) -> None:
        _row(station, fact, heard)
        facts.append(Kept(station, fact, heard))

    board = Listening(Broker("h", 1883), table, keep, lambda: None)
    page, ends = _Page(), set[str]()
    for said in story:
        now += 1000
        match said:
            case "roll":
                table.begin_roll()
            case "end of roll":
                table.end_roll(now)
            case "lose":
                table.lose(now)
            case "page":
                page.ask(table)
            case (topic, payload, retained):
                try:
                    board.take(topic, payload, retained=retained)
                    ends.add("taken")
                except RefusedError as refused:
                    ends.add(refused.reason)
    page.ask(table)
    newcomer = _Page()
    newcomer.ask(table)
    if page.things != newcomer.things:
        raise WrongError("tells two pages two stories", (page.things, newcomer.things))
    _look_back(facts, table)
    return " ".join(sorted(ends))


def _look_back(kept: Sequence[Kept], table: Table) -> None:
    facts = [one for each in kept if (one := told(each)) is not None]
    labels = table.labels(None)
    found = days(
        facts,
        NOW * 1000 - DAY,
        NOW * 1000 + DAY,
        heard=table.heard(NOW * 1000),
        gaps={},
        bays=[*labels],
    )
    picture = draw_days(found, labels=labels, now=NOW * 1000, name="lanes")
    ET.fromstring(picture)  # noqa: S314 - the board's own
    for row in (*span_rows(found, labels), *figures(burdens(facts, found).all)):
        require_printable(" ".join(row))


@cache
def _link() -> Link:
    """A station's, whose broker is not there: it only hears what it is given here."""
    folder = workshop("mqtt")
    plain = (
        b"station: room-1\nbays: [{id: bed-1, button: 17}]\npanels: [{}]\nbuzzers: [{pin: 22}]\n"
    )
    lay_out(folder, {"station.yaml": plain})
    broker = BrokerConfig("127.0.0.1", 1, tls=False, discovery="homeassistant")
    config = load(folder / "station.yaml")
    return Link(config, broker, BootClock("trusted"), lambda _words: None, "1")


def _station(messages: Sequence[Message]) -> str:
    link, errors = _link(), io.StringIO()
    with redirect_stderr(errors):
        for topic, payload, retained in messages:
            link._hear(Heard(topic, payload, retained))
    count = 0
    while (letter := link._outbox.take()) is not None:
        count += 1
        if letter.topic not in {topic for topic, _, _ in messages}:
            raise WrongError("answers where nobody spoke", letter)
        if letter.payload:
            json.loads(letter.payload)
    return f"{min(count, 1)} answered"


MQTT = Target(
    "mqtt",
    STORIES,
    judge,
    repr,
    (
        "web/board/said.py",
        "web/board/table.py",
        "day/*.py",
        "lookback/told.py",
        "lookback/timeline.py",
        "lookback/span.py",
        "lookback/burden.py",
        "fleet/discovery.py",
        "fleet/topics.py",
        "fleet/outbox.py",
    ),
)
