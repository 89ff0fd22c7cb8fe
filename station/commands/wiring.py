"""`station wiring`: what goes to which pin of the header, as a table or as a drawing."""

import argparse
import os
import sys

from station.commands.configured import read_config
from station.machine.exitstatus import FINE, UsageError
from station.machine.wholefile import write_whole
from station.wiring.svg import draw_wiring
from station.wiring.terminal import print_wiring


def command(arguments: argparse.Namespace) -> int:
    """What goes to which pin of the header."""
    config = read_config(arguments.config)
    if arguments.svg is None:
        print_wiring(config, sys.stdout, os.environ)
        return FINE
    try:
        write_whole(arguments.svg, draw_wiring(config))
    except OSError as error:
        raise UsageError(f"--svg {arguments.svg}: {error.strerror}: name another file") from None
    print(f"{arguments.svg}: the wiring of {config.station}; print it in landscape on A4")
    return FINE
