"""`station check`: validates configs, and prints every error with its place."""

import argparse
import sys

from station.commands.configured import read_config
from station.drawing.lettering import unreadable
from station.machine.exitstatus import FAILED, FINE, REFUSED
from station.readers.problem import FileRefused, ReadingFailedError


def command(arguments: argparse.Namespace) -> int:
    """Every config that is named, whatever is wrong with the one before."""
    status = FINE
    if (reason := unreadable()) is not None:
        print(f"station: {reason}", file=sys.stderr)
        status = REFUSED
    for path in arguments.config:
        try:
            config = read_config(path, shows=True)
        except FileRefused as refused:
            print(refused, file=sys.stderr)
            status = REFUSED
        except ReadingFailedError as failed:
            print(failed, file=sys.stderr)
            status = status or FAILED
        else:
            bays = ", ".join(bay.id for bay in config.bays)
            print(f"{path}: fine: {config.station} with {bays}")
    return status
