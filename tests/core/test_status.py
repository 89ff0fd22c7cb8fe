"""The whole station in one line."""

from station.core.duration import MINUTE
from station.core.facts import Fact, FactKind
from station.core.phase import Phase
from station.core.reports import Part, PinReport
from station.core.status import status
from station.core.step import written
from tests.core.outage import Outages
from tests.core.ward import Ward, plan, ward_in


def line(ward: Ward) -> str:
    return status(ward.floor, ward.now)


def test_it_names_every_bay_its_phase_and_the_time_left() -> None:
    ward = ward_in(Phase.CONTACT, on=plan(2))
    assert line(ward) == "2 bays: bed-1 contact 15:00 left, bed-2 ready"
    assert line(ward_in(Phase.REMOVAL)) == "1 bay: bed-1 removal 1:48 left"
    assert line(ward_in(Phase.OVERDUE)) == "1 bay: bed-1 overdue +0:12"
    assert line(ward_in(Phase.NUMB)) == "1 bay: bed-1 numb 59:29 left"


def test_it_says_what_is_wrong() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.lose_panel()
    ward.lose_journal()
    ward.report(PinReport(Part.BUZZER, 0, "gone"))
    assert line(ward).endswith("; NOT SAVED; panel 0 lost; buzzer failed")


def test_it_tells_of_cream_at_a_bay_that_is_gone_from_the_config() -> None:
    station = Outages(plan(2))
    station.ward.until(MINUTE)
    station.ward.press(1)
    station.ward.wait(5 * MINUTE)
    station.plan = plan()
    station.kill()
    gone = "CREAM ON at bed-2 for 5:00, not in the config: nobody times it"
    assert line(station.ward) == f"1 bay: bed-1 ready; {gone}"
    station.cut(MINUTE, trusted=False)
    gone = "CREAM ON at bed-2 for at least 5:00, not in the config: nobody times it"
    assert line(station.ward) == f"1 bay: bed-1 ready; {gone}"


def test_it_tells_of_each_bay_that_is_gone() -> None:
    station = Outages(plan(3))
    station.ward.until(MINUTE)
    station.ward.press(1)
    station.ward.press(2)
    station.plan = plan()
    station.kill()
    told = line(station.ward)
    assert "; CREAM ON at bed-2 for " in told
    assert "not in the config: nobody times it; CREAM ON at bed-3 for " in told


def test_it_names_all_of_one_kind_that_are_wrong() -> None:
    ward = Ward(plan(panels=((0,), (0,)), lamps=True))
    for panel in (0, 1):
        ward.lose_panel(panel)
    for part in (Part.LAMP, Part.BUZZER):
        ward.report(PinReport(part, 0, "gone"))
    assert line(ward) == "1 bay: bed-1 ready; panel 0, 1 lost; buzzer, lamp failed"


def test_it_says_while_a_fact_is_not_on_the_disk_yet() -> None:
    ward = Ward(plan(2))
    ward.floor = written(ward.floor, [Fact(FactKind.REFUSED, 0, 0, "bed-2")], rows=1)
    assert line(ward) == "2 bays: bed-1 ready, bed-2 ready; unsaved"


def test_numbness_of_unknown_age_lasts_so_long_at_most() -> None:
    station = Outages()
    station.ward = ward_in(Phase.NUMB)
    station.cut(MINUTE, trusted=False)
    assert line(station.ward).endswith("left at most")


def test_it_says_no_more_than_it_knows() -> None:
    station = Outages()
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.wait(5 * MINUTE)
    station.cut(MINUTE, trusted=False)
    assert line(station.ward) == "1 bay: bed-1 removal 2:00 left, on at least 5:00"
