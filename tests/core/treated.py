"""Beds that were treated before, and how their applications are numbered."""

from station.core.facts import FactKind
from station.core.phase import Phase
from tests.core.ward import Ward, plan, short, ward_in

NO_EFFECT = plan(protocol=short(effect=None))


def treated(times: int, ward: Ward) -> Ward:
    for _ in range(times):
        ward.treat()
    return ward


def treated_ready(times: int = 1) -> Ward:
    """Ready again at once: this cream opens no numb window."""
    return treated(times, ward_in(Phase.READY, on=NO_EFFECT))


def applications(ward: Ward) -> list[tuple[int | None, int | None]]:
    """(application, today) of every application."""
    return [(f.application, f.today) for f in ward.facts if f.kind is FactKind.APPLIED]
