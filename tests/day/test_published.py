"""Facts as they come from the broker, honest and not."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from station.core.telling import told
from station.day.published import published
from station.lookback.timeline import days
from tests.lookback.looking_back import FOREVER, STATION, Treatment, plainly, worked

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
KEYS = (
    "fact", "bay", "at", "time", "boot", "application", "today", "of", "contact", "overdue_by",
    "certain", "phase", "late",
)  # fmt: skip
NEARLY = st.sampled_from(["applied", "undone", "removed", "contact", "9999-12-31T23:59:59+00:00",
    "0001-01-01T00:00:00+14:00", 1e308, -1, 10**400, True])  # fmt: skip


def test_what_a_station_publishes_tells_the_same_day_as_its_journal() -> None:
    work = worked([Treatment(pause=60, wiped=300, answered=5, mistaken=True)] * 2)
    facts = []
    for row in work.station.rows:
        if row.fact is not None:
            wall = (row.stamp.wall_at_zero + row.fact.at) / 1000
            more = {"time": datetime.fromtimestamp(wall, UTC).isoformat(), "boot": row.stamp.boot}
            facts.append(published(STATION, json.loads(json.dumps({**told(row.fact), **more}))))
    assert None not in facts
    (day,) = days((fact for fact in facts if fact is not None), 0, FOREVER)
    assert plainly(day.track) == work.expected
    assert plainly(day.windows)[0] == work.numb[0]


@given(st.dictionaries(st.sampled_from(KEYS), JSON | NEARLY))
def test_what_is_no_fact_is_none_and_nothing_raises(payload: dict[str, object]) -> None:
    fact = published("room-1", payload)
    if fact is not None:
        days([fact], 0, FOREVER)


def test_a_fact_of_no_known_time_is_kept_for_a_clock_of_its_boot() -> None:
    fact = published("room-1", {"fact": "started", "at": 1.5, "boot": "b", "time": None})
    assert fact is not None
    assert (fact.at, fact.wall, fact.trusted) == (1500, None, False)
