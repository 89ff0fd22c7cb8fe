"""One buzzer by itself, to the millisecond."""

from station.core.alarm import Playing, Sound
from station.core.buzzer import (
    PATIENCE,
    Alarm,
    Buzzer,
    Notice,
    confirm,
    settle,
)
from station.core.change import replace

LOW = Alarm(Sound.FAULT, 0, 0)
BEEPS = Buzzer(LOW, Playing(Sound.FAULT, 0))
"""The alarm of a fault: pulses until 600, and again from 30 600."""
SOON = Notice(Sound.SOON, 0)


def test_feedback_leaves_the_buzzer_as_it_ends_and_other_feedback_may_follow_at_once() -> None:
    accepted = Buzzer(aside=Playing(Sound.ACCEPTED, 0))
    assert settle(accepted, [], 99) == accepted
    assert settle(accepted, [], 100) == Buzzer()
    assert accepted.next_change(99) == 100
    assert accepted.next_change(100) is None
    after = confirm(accepted, Sound.TICK, 100, None)
    assert after.aside == Playing(Sound.TICK, 100)
    assert confirm(accepted, Sound.TICK, 99, None) == accepted


def test_a_low_alarm_alone_next_changes_with_its_next_burst() -> None:
    assert BEEPS.next_change(700) == 30_600


def test_a_notice_in_its_pause_comes_once_it_has_been_quiet_for_a_while() -> None:
    assert replace(BEEPS, waiting=(SOON,)).next_change(700) == 800
    sounding = replace(BEEPS, waiting=(SOON,), aside=Playing(Sound.SOON, 700))
    assert sounding.next_change(700) == 900


def test_a_notice_that_waited_too_long_is_dropped_unless_it_sounds_already() -> None:
    high = Alarm(Sound.OVERDUE, 0, 0)
    waiting = Buzzer(high, Playing(Sound.OVERDUE, 0), waiting=(SOON,))
    assert settle(waiting, [high], PATIENCE).waiting == (SOON,)
    assert settle(waiting, [high], PATIENCE + 1).waiting == ()
    heard = Buzzer(aside=Playing(Sound.SOON, PATIENCE - 10), waiting=(SOON,))
    assert settle(heard, [], PATIENCE + 1) == heard


def test_another_alarm_of_one_fault_goes_on_where_the_first_was() -> None:
    later = replace(LOW, raised=500)
    assert settle(BEEPS, [later], 700) == replace(BEEPS, alarm=later)


def test_what_was_heard_before_an_alarm_is_remembered_and_so_is_when_it_slows() -> None:
    slow = Alarm(Sound.OVERDUE, 0, 900, slow=5000)
    begun = settle(Buzzer(heard=500), [slow], 900)
    assert begun == Buzzer(slow, Playing(Sound.OVERDUE, 900, slow=5000), heard=500)
