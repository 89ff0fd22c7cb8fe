"""Mutations of the deployment: what each setting of the unit, and each wire, is there for.

Each breaks one thing of the installed service as an administrator or an upgrade might. Most must be
caught by the bedside check, by a sign that is their own; a few leave a station that works, because
something else holds as well, and say what.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.lab.guest import service
from tests.lab.guest.mutations.check import WARD, BedsideError, check_bedside

MUTATED: Final = Path("/run/lab-mutated.py")


@dataclass(frozen=True)
class Mutation:
    """One thing that is broken."""

    name: str
    unit: Sequence[str] = ()
    """Lines of a drop-in; an empty value first takes back what the unit has."""
    leaves: str = ""
    """A group that the service's user no longer is in."""
    code: tuple[str, str, str] | None = None
    """A file of the installed station, what stands there, and what stands there now."""
    found: str = ""
    """What the bedside check finds wrong; nothing: the station works all the same."""
    sign: str = ""
    """What the service or systemd says, by which it is known."""


NO_GPIO: Final = ("SupplementaryGroups=", "SupplementaryGroups=i2c")
NO_I2C: Final = ("SupplementaryGroups=", "SupplementaryGroups=gpio")
MUTATIONS: Final = (
    Mutation("nothing"),
    Mutation(
        "no gpio group", NO_GPIO, leaves="gpio", found="service", sign="can not open gpiochip"
    ),
    # The installer makes the user a member, and the unit adds the group: each is enough.
    Mutation("no gpio group in the unit", NO_GPIO),
    Mutation("no gpio group of the user's", leaves="gpio"),
    Mutation("no i2c group", NO_I2C, leaves="i2c", found="panel", sign="in the group i2c?"),
    Mutation(
        "ProcSubset=pid", ("ProcSubset=pid",), found="service", sign="'/proc/cpuinfo'"
    ),
    # lgpio's pipe needs a directory that can be written to. It goes to where LG_WD says, and only
    # without it stays where it was started: each is enough, and LG_WD comes first.
    Mutation("WorkingDirectory=/", ("WorkingDirectory=/",)),
    Mutation("no LG_WD", ("UnsetEnvironment=LG_WD",)),
    Mutation(
        "no LG_WD and WorkingDirectory=/", ("UnsetEnvironment=LG_WD", "WorkingDirectory=/"),
        found="service", sign=".lgd-nfy",
    ),
    Mutation("LG_WD=/", ("Environment=LG_WD=/",), found="service", sign=".lgd-nfy"),
    Mutation(
        "no call of the buzzer",
        code=(
            "hardware/pins.py",
            "wanted = (*levels.buzzers, *levels.lamps)",
            "wanted = (*(None for _ in levels.buzzers), *levels.lamps)",
        ),
        found="buzzer",
    ),
    Mutation(
        "no call of the lamp",
        code=(
            "hardware/pins.py",
            "wanted = (*levels.buzzers, *levels.lamps)",
            "wanted = (*levels.buzzers, *(None for _ in levels.lamps))",
        ),
        found="lamp",
    ),
    Mutation(
        "no facts written",
        code=("engine/runtime.py", "self._edges.journal.write(rows)", "pass"),
        found="journal",
    ),
    Mutation(
        "watchdog not fed",
        code=("engine/supervision.py", "self._notifier.feed()", "pass"),
        found="watchdog",
        sign="Watchdog timeout (limit 10s)!",
    ),
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _ward() -> Iterator[None]:
    service.configure(WARD.config, **WARD.protocols)
    yield
    service.stop()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_mutation_is_known_by_its_sign(mutation: Mutation) -> None:
    found, said = "", ""
    with mutated(mutation):
        try:
            check_bedside()
        except BedsideError as wrong:
            found, said = wrong.what, wrong.said
        finally:
            service.stop()
    print(said)
    assert found == mutation.found
    assert mutation.sign in said


@contextmanager
def mutated(mutation: Mutation) -> Iterator[None]:
    """The installed service with a mutation, until the end."""
    with ExitStack() as undone:
        lines = list(mutation.unit)
        if mutation.code is not None:
            lines.append(f"BindReadOnlyPaths={MUTATED}:{rewritten(*mutation.code)}")
        if mutation.leaves:
            service.run("gpasswd", "--delete", "station", mutation.leaves)
            undone.callback(service.run, "gpasswd", "--add", "station", mutation.leaves)
        undone.enter_context(service.dropped_in(*lines))
        yield


def rewritten(name: str, was: str, becomes: str) -> Path:
    """Make the mutated file. The installed one, in whose place the service is to see it."""
    (installed,) = Path(os.path.realpath("/opt/station")).glob(
        f"lib/python3*/site-packages/station/{name}"
    )
    code = installed.read_text()
    assert code.count(was) == 1, f"{name} has no such line: {was}"
    MUTATED.write_text(code.replace(was, becomes))
    return installed
