"""The pins of a config's lamps and buzzers, whatever else is wrong with it.

`station off` needs no more. A config that is wrong is just what a station that died with a buzzer
on may have been left with.
"""

from collections.abc import Iterator
from pathlib import Path

from station.config import Outputs
from station.readers.pinuse import PIN, bus_pins
from station.readers.placed import Misread, Reader
from station.readers.problem import Problems
from station.readers.yamlfile import Mapping, Node, Sequence, read
from station.readers.yamlvalues import whole


def output_pins(path: Path | str) -> Outputs:
    """Every pin that is given to a lamp or a buzzer and can be one, ascending.

    What is wrong with the file is passed over in silence: `configfile.load` says it. Raises
    FileRefused if it is no keys and values at all, ReadingFailedError.
    """
    top = read(path, Problems())
    outputs = {*_numbers(top, "bays", "lamp", PIN), *_numbers(top, "buzzers", "pin", PIN)}
    # To make an output of a bus would take its panels from a station.
    buses = bus_pins({*_numbers(top, "panels", "port", whole(0, 1))})
    return Outputs(tuple(sorted(outputs - buses.keys())))


def _numbers(top: Mapping, section: str, key: str, reader: Reader[int]) -> Iterator[int]:
    """What `reader` makes of a key of each item of a list."""
    for items in _values(top, section):
        for item in items.items if isinstance(items, Sequence) else ():
            for value in _values(item, key):
                try:
                    yield reader(value)
                except Misread:
                    continue


def _values(node: Node, key: str) -> Iterator[Node]:
    """What is written for a key, also if it is written twice."""
    if isinstance(node, Mapping):
        yield from (value for name, value in node.entries if name.text == key)
