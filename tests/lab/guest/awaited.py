"""What the journal comes to say, as somebody waits for it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from tests.lab.guest import service
from tests.lab.guest.clock import until

Fact: TypeAlias = Mapping[str, Any]
"""A fact as `service.facts` gives it; `at` and `acted` in milliseconds of the boot clock."""
PATIENCE: Final = 30.0
"""Seconds for what should take one: the guest is slow, and others make it slower."""


def newest() -> int:
    """The number of the newest fact; 0 if there is none."""
    return max((fact["number"] for fact in service.facts()), default=0)


def every(kind: str, since: int = 0, bay: str | None = None) -> Sequence[Fact]:
    """The facts of a kind after number `since`, of one bay or of all."""
    return [
        fact
        for fact in service.facts(since)
        if fact["kind"] == kind and (bay is None or fact["bay"] == bay)
    ]


def told(kind: str, since: int = 0, bay: str | None = None, seconds: float = PATIENCE) -> Fact:
    """The first of them, once it is saved. Raises AssertionError if that takes too long."""
    try:
        return until(lambda: every(kind, since, bay), seconds, every=0.1)[0]
    except AssertionError:
        kinds = [fact["kind"] for fact in service.facts(since)]
        raise AssertionError(f"no {kind} within {seconds} s; there came {kinds}") from None
