"""Pages: the simulator's."""
