"""`station selftest`: every panel, lamp, buzzer and button, with a person in front of them."""

import argparse
import sys

from station.arguments import CONFIG
from station.commands.configured import read_config
from station.selftest.command import run_selftest


def command(arguments: argparse.Namespace) -> int:
    """Every part in turn, and how to call it again."""
    config = read_config(arguments.config, shows=True)
    keep, silent = arguments.report, arguments.silent
    where = "" if arguments.config == CONFIG else f" -c {arguments.config}"
    again = f"sudo station selftest{where}"
    return run_selftest(config, sys.stdin, sys.stdout, keep=keep, silent=silent, again=again)
