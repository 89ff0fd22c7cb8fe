"""Pages: the simulator's and the board's."""
