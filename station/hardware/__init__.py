"""The thin edges to pins, panels and clocks."""
