"""`station sounds`: every sound of a station, told, or as files to hear."""

import argparse
import sys

from station.commands.configured import read_config
from station.machine.exitstatus import FINE, UsageError
from station.sounds import print_sounds, write_sounds


def command(arguments: argparse.Namespace) -> int:
    """Every sound: told, or written to files that people can hear."""
    config = None if arguments.config is None else read_config(arguments.config)
    if arguments.wav is None:
        print_sounds(config, sys.stdout)
        return FINE
    try:
        written = write_sounds(arguments.wav, config)
    except OSError as error:
        place = error.filename or arguments.wav
        raise UsageError(f"--wav {place}: {error.strerror}: name another directory") from None
    for path, meaning in written:
        print(f"{path}: {meaning}")
    return FINE
