"""`station replay`: the same daemon on mock pins and a virtual clock."""

import argparse
import sys

from station.commands.configured import letters, mixed_up
from station.hardware.luma_device import refusal
from station.journal.errors import JournalHeldError, JournalRefusedError
from station.machine.exitstatus import FAILED, FINE, UsageError
from station.mock.disk import require_journal
from station.replay.play import play
from station.replay.scenario import read_scenario
from station.replay.telling import FrameNotSavedError


def command(arguments: argparse.Namespace) -> int:
    """Play a scenario to its end, and tell what happens."""
    scenario = read_scenario(arguments.scenario, arguments.config, refusal, letters, mixed_up)
    if arguments.frames is not None:
        try:
            arguments.frames.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = f"{error.strerror}: name a directory"
            raise UsageError(f"--frames {arguments.frames}: {why}") from None
    try:
        if arguments.journal is not None:
            require_journal(arguments.journal)
        play(
            scenario,
            sys.stdout,
            only=arguments.only,
            as_json=arguments.json,
            frames=arguments.frames,
            journal=arguments.journal,
        )
    except JournalHeldError as held:
        print(f"station: {held}", file=sys.stderr)
        return FAILED
    except JournalRefusedError as refused:
        raise UsageError(str(refused)) from None
    except FrameNotSavedError as error:
        print(f"station: --frames {error}", file=sys.stderr)
        return FAILED
    return FINE
