"""How long, how often, how many: every figure of the core by itself, in milliseconds where it is a
time. Other tests go by their names; here they are said."""

import pytest

from station.core import (
    alarm,
    buzzer,
    deadlines,
    duration,
    figure,
    fold,
    footer,
    gesture,
    lamp,
    panel,
    protocol,
    rules,
    screen,
    selfcheck,
    stamp,
)

FIGURES: list[tuple[int | tuple[int, ...], int | tuple[int, ...], str]] = [
    (alarm.UNANSWERED, 1_800_000, "an overdue alarm that nobody answers slows"),
    (alarm.SLOW, 60_000, "... to one burst a minute"),
    (buzzer.PATIENCE, 60_000, "a notice waits for an alarm"),
    (buzzer.MARGIN, 200, "silence around feedback"),
    (deadlines.SOON, 60_000, "removal soon"),
    (deadlines.ENDING, 600_000, "numbness ends soon"),
    (deadlines.RESOUND, 60_000, "a silenced overdue alarm sounds again"),
    (duration.MILLISECOND, 1, "a millisecond"),
    (duration.SECOND, 1000, "a second"),
    (duration.MINUTE, 60_000, "a minute"),
    (duration.HOUR, 3_600_000, "an hour"),
    (duration.DAY, 86_400_000, "a day"),
    (duration.LONGEST_MINUTES, 100, "minutes that fit a panel"),
    (figure.COARSE, 6000, "seconds from which minutes are all that is shown"),
    (fold.FORGOTTEN, 3_600_000, "so late that nobody knows when it was wiped"),
    (footer.REFUSAL_SHOWN, 5000, "a refusal is shown"),
    (gesture.STUCK, 10_000, "a button is stuck"),
    (gesture.WELL, 1000, "a button is well again"),
    (gesture.CHATTER_CHANGES, 50, "raw changes that are no chatter yet"),
    (gesture.CHATTER_SPAN, 5000, "... within this time"),
    (lamp.BLINK, 100, "a lamp inverts as its button goes down"),
    (lamp.FLASHES, 1000, "... at most once in this time"),
    (lamp.REST, 500, "a lamp rests as overdue goes on at other instants"),
    (panel.TURN, 5000, "a line's turn"),
    (panel.URGENT_TURN, 2500, "the turn of what cannot wait"),
    (panel.DIM_AFTER, 120_000, "an idle panel dims"),
    (panel.BLANK_AFTER, 600_000, "an idle panel goes dark"),
    (protocol.CAREFUL_REMOVAL, 120_000, "removal where a cream's source says nothing"),
    (rules.UNDO, 30_000, "a hold undoes"),
    (rules.AGAIN, 30_000, "a second press at the limit"),
    (rules.TOO_SOON, 10_000, "a press says nothing of wiping yet"),
    (screen.HINTED, (4, 2), "turns of prompts and of hints"),
    (screen.TOLD, (2, 1), "turns of prompts and of news"),
    (screen.HINT_EVERY, 3, "every third line is a hint"),
    (selfcheck.FIRST, 60_000, "the first check after a start"),
    (selfcheck.EVERY, 86_400_000, "the next one"),
    (selfcheck.AGAIN, 3_600_000, "... if something was found"),
    (selfcheck.PATIENCE, 10_000, "a check waits for its row"),
    (stamp.WALL_JITTER, 1000, "a trusted clock may be put back"),
]


@pytest.mark.parametrize(
    ("ours", "said"), [row[:2] for row in FIGURES], ids=[r[2] for r in FIGURES]
)
def test_each_figure_is_the_one_that_was_decided(
    ours: int | tuple[int, ...], said: int | tuple[int, ...]
) -> None:
    assert repr(ours) == repr(said)  # 1000.0 would be no instant
