"""Files that people write, to values: with the place of every fault and its cure."""
