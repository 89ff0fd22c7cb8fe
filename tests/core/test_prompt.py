"""What a press, a hold, or letting go would do now: as the table of section 2 says."""

from collections.abc import Callable
from copy import deepcopy

import pytest

from station.core.duration import DAY, MINUTE, SECOND
from station.core.facts import Fact, FactKind, Refusal
from station.core.phase import Phase
from station.core.prompt import letting_go, next_prompt_change, prompts
from station.core.words import ENGLISH
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, short, ward_in

OVER = ON + 22 * MINUTE
NO_EFFECT = plan(protocol=short(effect=None))
Scene = Callable[[], Ward]


def asked(ward: Ward) -> tuple[str, str]:
    press, hold = prompts(ward.bay(), ward.plan, ward.now)
    return press.text, hold.text


def at_limit(ward: Ward) -> Ward:
    for _ in range(6):
        ward.treat()
    return ward


def after(ward: Ward, gesture: str, wait: int = 0) -> Ward:
    ward.press() if gesture == "press" else ward.hold()
    ward.wait(wait)
    return ward


def contact() -> Ward:
    return ward_in(Phase.CONTACT)


def alarm(phase: Phase) -> Ward:
    return ward_in(phase, sounding=True)


SCENES: dict[str, tuple[Scene, str, str]] = {
    "fresh": (lambda: ward_in(Phase.READY), "PRESS cream on", "HOLD nothing"),
    "just applied": (
        lambda: after(ward_in(Phase.READY), "press"),
        "PRESS nothing",
        "HOLD undo cream on",
    ),
    "contact": (contact, "PRESS nothing", "HOLD wipe early"),
    "just begun to wipe": (lambda: after(contact(), "hold"), "PRESS nothing", "HOLD undo wiping"),
    "wiping": (lambda: after(contact(), "hold", 31 * SECOND), "PRESS wiped", "HOLD wiped"),
    "removal, alarm": (lambda: alarm(Phase.REMOVAL), "PRESS silence", "HOLD silence"),
    "just silenced": (
        lambda: after(alarm(Phase.REMOVAL), "press"),
        "PRESS nothing",
        "HOLD wiped",
    ),
    "removal": (lambda: ward_in(Phase.REMOVAL), "PRESS wiped", "HOLD wiped"),
    "overdue, alarm": (lambda: alarm(Phase.OVERDUE), "PRESS silence", "HOLD silence"),
    "overdue": (lambda: ward_in(Phase.OVERDUE), "PRESS wiped", "HOLD wiped"),
    "just wiped": (
        lambda: after(ward_in(Phase.REMOVAL), "press"),
        "PRESS nothing",
        "HOLD undo wiped",
    ),
    "numb": (lambda: ward_in(Phase.NUMB), "PRESS cream on", "HOLD new client"),
    "new client": (
        lambda: after(ward_in(Phase.NUMB), "hold"),
        "PRESS cream on",
        "HOLD nothing",
    ),
    "limit": (
        lambda: at_limit(ward_in(Phase.READY)),
        "PRESS limit reached",
        "HOLD new client",
    ),
    "refused at the limit": (
        lambda: after(at_limit(ward_in(Phase.READY, on=NO_EFFECT)), "press"),
        "PRESS AGAIN TO TIME ANYWAY",
        "HOLD new client",
    ),
    "silence_first false": (
        lambda: ward_in(Phase.REMOVAL, sounding=True, on=plan(protocol=short(silence_first=False))),
        "PRESS wiped",
        "HOLD silence",
    ),
}


@pytest.mark.meets("RDY-3", "PAN-6")
@pytest.mark.parametrize("scene", SCENES)
def test_what_a_press_and_a_hold_do_now(scene: str) -> None:
    play, press, hold = SCENES[scene]
    assert asked(play()) == (press, hold)


def in_words(doing: str, fact: Fact) -> str:
    """What a prompt should have said, now that it has happened."""
    if fact.reason is Refusal.LIMIT:
        return f"{doing} limit reached"
    if fact.over_limit:
        return "PRESS AGAIN TO TIME ANYWAY"
    if fact.kind is FactKind.UNDONE and fact.of is not None:
        return f"{doing} {ENGLISH.undoes[fact.of]}"
    return f"{doing} {ENGLISH.becomes[fact.kind]}"


@pytest.mark.meets("PAN-6")
@pytest.mark.parametrize("scene", SCENES)
def test_a_prompt_promises_what_the_gesture_then_does(scene: str) -> None:
    presser = SCENES[scene][0]()
    holder = deepcopy(presser)
    promised = asked(presser)
    [pressed], [held] = presser.press(), holder.hold()
    assert promised == (in_words("PRESS", pressed), in_words("HOLD", held))


def test_prompts_change_of_themselves_when_guard_and_undo_are_over() -> None:
    ward = after(ward_in(Phase.REMOVAL), "press")
    removed = ward.last()
    changes = []
    while (at := next_prompt_change(ward.bay(), ward.plan, ward.now)) is not None and at < OVER:
        changes.append(at)
        ward.until(at)
    assert changes == [removed.acted + 2000, removed.at + 30_001]


@pytest.mark.parametrize("scene", SCENES)
def test_the_next_change_is_where_they_really_change(scene: str) -> None:
    ward = SCENES[scene][0]()
    bay, on, now = ward.bay(), ward.plan, ward.now
    while (at := next_prompt_change(bay, on, now)) is not None:
        assert prompts(bay, on, at - 1) == prompts(bay, on, now) != prompts(bay, on, at)
        now = at


# While a button is down


def let_go(ward: Ward) -> str:
    return letting_go(ward.bay(), ward.floor.places[0].button, ward.plan, ward.now).text


@pytest.mark.meets("GES-10", "GES-11")
@pytest.mark.parametrize(
    ("scene", "before_hold", "after_hold"),
    [
        ("fresh", "LET GO cream on", "LET GO nothing"),
        ("just applied", "LET GO nothing", "LET GO undo cream on"),
        ("contact", "LET GO nothing", "LET GO wipe early"),
        ("removal, alarm", "LET GO silence", "LET GO silence"),
        ("just silenced", "LET GO nothing", "LET GO wiped"),
        ("removal", "LET GO wiped", "LET GO wiped"),
        ("numb", "LET GO cream on", "LET GO new client"),
        ("limit", "LET GO limit reached", "LET GO new client"),
        ("refused at the limit", "LET GO time anyway", "LET GO new client"),
    ],
)
def test_letting_go_is_told_and_told_again_at_hold(
    scene: str, before_hold: str, after_hold: str
) -> None:
    ward = SCENES[scene][0]()
    ward.down()
    ward.wait(30)
    assert let_go(ward) == before_hold
    ward.wait(1969)
    assert let_go(ward) == before_hold
    ward.wait(1)
    assert let_go(ward) == after_hold


@pytest.mark.meets("RUL-1")
def test_letting_go_does_nothing_once_the_phase_has_changed() -> None:
    ward = contact()
    ward.until(ON + 20 * MINUTE - 100)
    ward.down()
    ward.wait(100)
    assert ward.phase() is Phase.REMOVAL
    assert let_go(ward) == "LET GO nothing"


def test_letting_go_times_what_was_one_too_many_when_the_button_went_down() -> None:
    ward = ward_in(Phase.READY)
    for _ in range(6):
        ward.treat()
    first = ward.bay().applied[0]
    ward.until(first + DAY - 10 * SECOND)
    ward.press()  # refused at the limit
    ward.until(first + DAY - SECOND)
    ward.down()
    ward.wait(500)
    assert let_go(ward) == "LET GO time anyway"
    ward.wait(SECOND)  # the first of them does not count any more
    assert let_go(ward) == "LET GO time anyway"
    ward.up()
    ward.wait(30)
    assert ward.last().over_limit


def test_what_changes_only_why_nothing_would_happen_changes_no_prompt() -> None:
    ward = ward_in(Phase.READY)
    ward.press()  # guard is over before the undo is, and a press does nothing either way
    assert next_prompt_change(ward.bay(), ward.plan, ward.now) == ON + 30 * SECOND + 1
