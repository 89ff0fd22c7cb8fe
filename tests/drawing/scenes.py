"""What a clinic may come to see, played on the real core: pictures to keep, and what must fit."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from station.core.change import replace
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.parting import parting_screen
from station.core.phase import Phase
from station.core.plan import Plan, PlannedBay
from station.core.reports import CheckReport, JournalReport, Part, PinReport, Saved
from station.core.screen import Screen
from station.core.selfcheck import FIRST
from station.readers.languagefile import load_words, shipped_languages
from station.readers.protocolfile import load_protocol
from tests.core.outage import Outages
from tests.core.ward import Ward, ward_in

LANGUAGES = shipped_languages()
LABELS = {"en": "Bed", "de": "Bett", "es": "Cama", "fr": "Lit"}
"""What a clinic calls its treatment places."""
SAVED = Saved(1_000_000)
_HERE = Path(__file__).parent


@cache
def clinic(language: str = "en", bays: int = 1, protocol: str = "numb520") -> Plan:
    """A station of so many bays that share a panel, as its config would have it."""
    cream = load_protocol(protocol, _HERE, language)
    label = LABELS.get(language, "Bed")
    return Plan(
        bays=tuple(PlannedBay(f"bed-{i}", f"{label} {i}", cream) for i in range(1, bays + 1)),
        panels=(tuple(range(bays)),),
        buzzers=(tuple(range(bays)),),
        words=load_words(language, _HERE),
    )


def _in(phase: Phase, *, sounding: bool = False) -> Callable[[Plan], Screen]:
    def scene(plan: Plan) -> Screen:
        ward = ward_in(phase, sounding=sounding, on=plan)
        ward.report(SAVED)
        return ward.screen()

    return scene


def _second_area(plan: Plan) -> Screen:
    """Cream on again while an earlier area is still numb."""
    ward = ward_in(Phase.NUMB, on=plan)
    ward.press()
    ward.wait(4 * MINUTE)
    ward.report(SAVED)
    return ward.screen()


def _undoable(plan: Plan) -> Screen:
    """Just applied: a hold would undo it."""
    ward = ward_in(Phase.READY, on=plan)
    ward.press()
    ward.wait(5 * SECOND)
    return ward.screen()


def _guarded(plan: Plan) -> Screen:
    """Just applied: a press would be too quick yet."""
    ward = ward_in(Phase.READY, on=plan)
    ward.press()
    ward.report(SAVED)
    ward.wait(SECOND)
    return ward.screen()


def _guarded_removal(plan: Plan) -> Screen:
    """Wiping has just begun early."""
    ward = ward_in(Phase.CONTACT, on=plan)
    ward.hold()
    ward.report(SAVED)
    ward.wait(SECOND)
    return ward.screen()


def _two_late(plan: Plan) -> Screen:
    """Two bays that nobody has looked after for long."""
    ward = Ward(plan)
    ward.press()
    if len(plan.bays) > 1:
        ward.press(1)
    ward.until(36 * MINUTE)
    ward.report(SAVED)
    return ward.screen()


def _wiped(plan: Plan) -> Screen:
    """Just wiped: a hold would undo that."""
    ward = ward_in(Phase.REMOVAL, on=plan)
    ward.press()
    ward.wait(5 * SECOND)
    ward.report(SAVED)
    return ward.screen()


def _wiping_early(plan: Plan) -> Screen:
    ward = ward_in(Phase.CONTACT, on=plan)
    ward.hold()
    ward.wait(20 * SECOND)
    ward.report(SAVED)
    return ward.screen()


def _long_overdue(plan: Plan) -> Screen:
    ward = ward_in(Phase.OVERDUE, sounding=True, on=plan)
    ward.wait(12 * MINUTE)
    ward.report(SAVED)
    return ward.screen()


def _forgotten(plan: Plan) -> Screen:
    ward = ward_in(Phase.OVERDUE, sounding=True, on=plan)
    ward.wait(100 * MINUTE)
    ward.report(SAVED)
    return ward.screen()


def _silenced(plan: Plan) -> Screen:
    ward = ward_in(Phase.OVERDUE, on=plan)
    ward.report(SAVED)
    return ward.screen()


def _refused(plan: Plan) -> Screen:
    ward = ward_in(Phase.CONTACT, on=plan)
    ward.press()
    ward.report(SAVED)
    return ward.screen()


def _at_limit(plan: Plan) -> Ward:
    ward = Ward(plan)
    ward.wait(MINUTE)
    for _ in range(plan.bays[0].protocol.applications or 0):
        ward.treat()
    ward.wait(61 * MINUTE)
    ward.report(SAVED)
    return ward


def _limit(plan: Plan) -> Screen:
    return _at_limit(plan).screen()


def _limit_refused(plan: Plan) -> Screen:
    ward = _at_limit(plan)
    ward.press()
    return ward.screen()


def _limit_again(plan: Plan) -> Screen:
    ward = _at_limit(plan)
    ward.press()
    ward.wait(6 * SECOND)
    return ward.screen()


def _letting_go(phase: Phase, length: int) -> Callable[[Plan], Screen]:
    def scene(plan: Plan) -> Screen:
        ward = ward_in(phase, on=plan)
        ward.report(SAVED)
        ward.down()
        ward.wait(length)
        return ward.screen()

    return scene


def _power_lost(plan: Plan) -> Screen:
    outages = Outages(plan)
    outages.ward.wait(MINUTE)
    outages.ward.press()
    outages.ward.wait(5 * MINUTE)
    outages.cut(3 * MINUTE, trusted=False)
    outages.ward.wait(12 * SECOND)
    outages.ward.report(SAVED)
    return outages.ward.screen()


def _power_lost_while_numb(plan: Plan) -> Screen:
    outages = Outages(plan)
    outages.ward.wait(MINUTE)
    outages.ward.treat()
    outages.ward.wait(5 * MINUTE)
    outages.cut(3 * MINUTE, trusted=False)
    outages.ward.wait(12 * SECOND)
    outages.ward.report(SAVED)
    return outages.ward.screen()


def _faults(plan: Plan) -> Screen:
    """All that can go wrong at once."""
    ward = ward_in(Phase.CONTACT, on=plan)
    for part in (Part.LAMP, Part.BUZZER):
        ward.report(PinReport(part, 0, "it does not answer"))
    ward.report(JournalReport("full"))
    ward.lose_panel()
    ward.down()
    ward.wait(11 * SECOND)
    return ward.screen()


def _clash(plan: Plan) -> Screen:
    """A ready bed at which cream would be due together with another bed's."""
    ward = Ward(plan)
    ward.press()
    ward.wait(30 * SECOND)
    ward.report(SAVED)
    return ward.screen()


def _dim(plan: Plan) -> Screen:
    ward = ward_in(Phase.READY, on=plan)
    ward.wait(5 * MINUTE)
    return ward.screen()


def _blank(plan: Plan) -> Screen:
    ward = ward_in(Phase.READY, on=plan)
    ward.wait(HOUR)
    return ward.screen()


def _label(instant: int) -> str:
    minutes = 14 * 60 + instant // MINUTE
    return f"{minutes // 60 % 24}:{minutes % 60:02d}"


def _stopped(phase: Phase, *, clock: bool = True) -> Callable[[Plan], Screen]:
    def scene(plan: Plan) -> Screen:
        ward = ward_in(phase, on=plan)
        for bed in range(1, len(plan.bays)):
            ward.press(bed)
            ward.wait(MINUTE)
        known = _label if clock else (lambda _instant: None)
        return parting_screen(ward.floor, 0, ward.now, known)

    return scene


def _all_at_once(plan: Plan) -> Screen:
    """Every bay in a phase of its own: overdue, ready, removal, numb, and contact for the rest."""
    ward = Ward(plan)
    beds = len(plan.bays)
    ward.press()
    if beds > 2:
        ward.until(2 * MINUTE)
        ward.press(2)
    if beds > 3:
        ward.treat(3)
    for bed in range(4, beds):
        ward.until((6 + bed) * MINUTE)
        ward.press(bed)
    ward.until(22 * MINUTE + 40 * SECOND)
    ward.report(SAVED)
    return ward.screen()


def _checked(*astray: tuple[Part, int], room: str | None = None) -> Callable[[Plan], Screen]:
    """Some hours after the station has checked itself."""

    def scene(plan: Plan) -> Screen:
        ward = Ward(plan)
        ward.until(FIRST)
        row = ward.floor.saved + 1
        ward.report(CheckReport(ward.now, frozenset(astray), trusted=True, row=row))
        ward.report(Saved(row, room))
        ward.wait(23 * HOUR)
        ward.hold()
        ward.wait(6 * SECOND)
        return ward.screen()

    return scene


SCENES: dict[str, Callable[[Plan], Screen]] = {
    "ready": _in(Phase.READY),
    "contact": _in(Phase.CONTACT),
    "removal": _in(Phase.REMOVAL, sounding=True),
    "removal_silenced": _in(Phase.REMOVAL),
    "overdue": _in(Phase.OVERDUE, sounding=True),
    "overdue_silenced": _silenced,
    "overdue_long": _long_overdue,
    "overdue_forgotten": _forgotten,
    "numb": _in(Phase.NUMB),
    "second_area": _second_area,
    "undoable": _undoable,
    "guarded": _guarded,
    "guarded_removal": _guarded_removal,
    "two_late": _two_late,
    "wiped": _wiped,
    "wiping_early": _wiping_early,
    "refused": _refused,
    "limit": _limit,
    "limit_refused": _limit_refused,
    "limit_again": _limit_again,
    "pressed_ready": _letting_go(Phase.READY, 100),
    "held_contact": _letting_go(Phase.CONTACT, 2500),
    "held_numb": _letting_go(Phase.NUMB, 2500),
    "power_lost": _power_lost,
    "power_lost_numb": _power_lost_while_numb,
    "faults": _faults,
    "dim": _dim,
    "blank": _blank,
    "stopped": _stopped(Phase.CONTACT),
    "stopped_overdue": _stopped(Phase.OVERDUE),
    "stopped_no_clock": _stopped(Phase.CONTACT, clock=False),
    "stopped_ready": _stopped(Phase.READY),
    "checked": _checked(),
    "astray": _checked((Part.LAMP, 0), (Part.BUZZER, 0), room="the disk has 3 MB left"),
    "clash": _clash,
    "all_at_once": _all_at_once,
}


@cache
def scene(name: str, language: str = "en", bays: int = 1) -> Screen:
    """What the panel shows in a scene, in its first turn and not shifted."""
    return replace(SCENES[name](clinic(language, bays)), turn=0, shift=0)


def turns(screen: Screen) -> list[Screen]:
    """The screen in so many of its turns that everything it has to say has had one."""
    lines = max(len(screen.news), 1) * max(len(screen.hints), 1) * 2
    turned = [replace(screen, turn=turn) for turn in range(12 * lines)]
    first = {one.spoken: one for one in reversed(turned)}
    beginning = turned[: max(len(screen.header) + 1, 2 * len(screen.strip), 2)]
    return sorted({*first.values(), *beginning}, key=lambda one: one.turn)
