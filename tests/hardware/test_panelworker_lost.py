"""Panels in turn, of which one is lost, reset, or given what cannot be drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.change import replace
from station.core.reports import PanelReport
from station.hardware.panelworker import FIRST_RETRY, LAST_RETRY, PULSE
from tests.hardware.attended import ADDRESSES, CONTACT, DRIVERS, OVERDUE, READY, Ward, picture_of

BLACK = bytes(1024)


@pytest.mark.meets("FLT-2")
def test_retries_begin_soon_and_never_stop() -> None:
    ward = Ward()
    ward.bus.unplug(ADDRESSES[0])
    ward.show(0, CONTACT)
    instants = []
    for _ in range(8):
        assert ward.due is not None
        instants.append(ward.due)
        ward.wait(ward.due - ward.now)
    assert instants == [100, 300, 700, 1500, 2500, 3500, 4500, 5500]
    assert instants[0] == FIRST_RETRY
    assert instants[-1] - instants[-2] == LAST_RETRY


def test_an_outage_is_reported_once_when_it_begins_and_once_when_it_ends() -> None:
    ward = Ward()
    ward.show(0, CONTACT)
    ward.wait(10_000)
    ward.bus.unplug(ADDRESSES[0])
    ward.wait(60_000)
    ward.bus.plug(ADDRESSES[0])
    ward.wait(60_000)
    assert [report for _, report in ward.reports] == [
        PanelReport(0, "ssd1306 at 0x3C: Remote I/O error"),
        PanelReport(0, None),
    ]
    lost, back = (at for at, _ in ward.reports)
    assert 10_000 < lost <= 10_000 + PULSE
    assert 70_000 < back <= 70_000 + LAST_RETRY


@pytest.mark.meets("FLT-3")
@given(lit=st.integers(0, 5000), dark=st.integers(1, 20_000), frames=st.integers(1, 3000))
def test_the_picture_is_back_within_2_s_of_replug(lit: int, dark: int, frames: int) -> None:
    """However short the outage: also if nobody wrote while it lasted."""
    ward = Ward(lazy=True)
    ward.show(1, READY)
    ward.wait(lit)
    ward.bus.unplug(ADDRESSES[1])
    ward.wait(dark)
    ward.bus.plug(ADDRESSES[1])
    for at in range(0, 2000, frames):
        ward.show(1, replace(CONTACT, turn=at))
        ward.wait(min(frames, 2000 - at))
    assert ward.sees(1) == picture_of(replace(CONTACT, turn=1999 // frames * frames))


def test_a_frame_that_comes_while_a_panel_is_lost_waits_for_the_next_attempt() -> None:
    ward = Ward()
    ward.bus.unplug(ADDRESSES[0])
    ward.show(0, CONTACT)
    ward.bus.plug(ADDRESSES[0])
    ward.wait(50)
    ward.show(0, OVERDUE)
    assert ward.sees(0) == BLACK
    ward.wait(50)
    assert ward.sees(0) == picture_of(OVERDUE)


def test_the_other_panels_go_on_meanwhile() -> None:
    ward = Ward()
    ward.show(0, CONTACT)
    ward.show(1, CONTACT)
    ward.bus.unplug(ADDRESSES[0])
    for second in range(10):
        screen = replace(CONTACT, figure=f"0:0{second}")
        ward.show(0, screen)
        ward.show(1, screen)
        assert ward.sees(1) == picture_of(screen)
        ward.wait(1000)
    assert {report.panel for _, report in ward.reports} == {0}


def test_a_frame_that_cannot_be_drawn_loses_only_its_own_panel() -> None:
    ward = Ward()
    broken = replace(READY, prompts=(None,))  # type: ignore[arg-type] # that is what is broken
    ward.show(0, broken)
    ward.show(1, CONTACT)
    assert ward.sees(1) == picture_of(CONTACT)
    [(_, report)] = ward.reports
    assert report.panel == 0
    assert (report.reason or "").startswith("cannot be drawn")
    ward.show(0, READY)
    ward.wait(FIRST_RETRY)
    assert ward.sees(0) == picture_of(READY)


@pytest.mark.parametrize("drivers", [DRIVERS, ("ssd1305", "ch1115")])
def test_the_last_word_arrives_even_after_a_reset_that_nobody_noticed(
    drivers: tuple[str, ...],
) -> None:
    ward = Ward(drivers=drivers)
    ward.show(0, CONTACT)
    ward.wait(10 * PULSE)
    ward.bus.power_cycle(ADDRESSES[0])
    ward.now += PULSE
    ward.round.show(0, OVERDUE)
    ward.round.flush(ward.now)
    assert ward.sees(0) == picture_of(OVERDUE)


def test_a_reset_of_one_panel_costs_the_others_nothing() -> None:
    ward = Ward()
    for index in (0, 1):
        ward.show(index, CONTACT)
    ward.wait(10 * PULSE)
    ward.bus.power_cycle(ADDRESSES[0])
    before = ward.bus.sent
    ward.wait(PULSE)
    assert ward.sees(0) == picture_of(CONTACT)
    once = ward.bus.sent - before
    assert 1_024 < once < 1_200
    assert ward.reports == []


def test_flushing_does_not_wait_for_the_next_attempt() -> None:
    ward = Ward()
    ward.bus.unplug(ADDRESSES[0])
    ward.show(0, CONTACT)
    ward.bus.plug(ADDRESSES[0])
    ward.round.show(0, OVERDUE)
    ward.round.flush(1)
    assert ward.sees(0) == picture_of(OVERDUE)
    assert ward.round.reports() == [PanelReport(0, None)]
