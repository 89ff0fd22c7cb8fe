"""`station run`: the daemon on this machine's pins."""

import argparse

from station.machine.pace import set_out


def command(arguments: argparse.Namespace) -> int:
    """The daemon on this machine's pins."""
    set_out()  # before all that it imports
    from station.commands.configured import read_config
    from station.daemon import run_station

    return run_station(read_config(arguments.config, shows=True))
