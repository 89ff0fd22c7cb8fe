"""The second of two boots: it begins in 1970, and learns the time later."""

import re
import time

from tests.lab.guest import awaited, service
from tests.lab.guest.clock import now, sleep_until, until
from tests.lab.guest.faults.alarms import REMOVAL, lateness
from tests.lab.guest.faults.two_boots.rest import CONTACT, WARD, synchronise, true_time
from tests.lab.guest.glass import says
from tests.lab.guest.lines import level
from tests.lab.guest.panel import Panel
from tests.lab.guest.tracer import tracing

BUZZER = WARD.horns[0].pin


def seconds_left() -> int:
    """Of contact, as `station status` says."""
    said = service.run("/opt/station/bin/station", "status", check=False)
    found = re.search(r"bed-1 +contact (\d+):(\d\d) left", said)
    assert found, said
    return 60 * int(found[1]) + int(found[2])


def test_a_boot_in_1970_alarms_and_counts_on_once_the_time_is_known() -> None:
    until(service.active, service.SLOW_START)
    assert time.gmtime().tm_year == 1970
    until(lambda: says(Panel(), "POWER LOST"), 60, every=0.2)
    resumed = awaited.told("resumed")
    assert (resumed["phase"], resumed["certain"]) == ("removal", False)
    with tracing() as trace:
        sleep_until(now() + 2 * REMOVAL.period)
        bursts = (now() - resumed["at"]) // REMOVAL.period
        begin = resumed["at"] + (bursts - 1) * REMOVAL.period
        late = lateness(trace.of(BUZZER), REMOVAL, begin, begin + REMOVAL.period)
        print(f"edges of the medium alarm late (ms): most {max(late):.0f}")
        synchronise()
        confirmed = awaited.told("time_confirmed")
        quiet = now()
        assert confirmed["phase"] == "contact"
        left, true = seconds_left(), true_time()
        sleep_until(quiet + 2 * REMOVAL.period)
        # A pulse may end a moment after its end is in the journal, which others read.
        assert not [e for e in trace.of(BUZZER) if e.at > quiet and e.level], "it alarms on"
        assert level(BUZZER) == 0
    fact = awaited.told("applied")
    applied = (fact["wall"] - (fact["acted"] - fact["at"])) / 1e3
    print(f"{left} s of contact left, {applied + CONTACT / 1e3 - true:.1f} s by the host's clock")
    assert abs(left - (applied + CONTACT / 1e3 - true)) < 5
    assert not says(Panel(), "POWER LOST")
