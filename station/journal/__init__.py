"""The journal: every fact on the disk for good, written by a thread that nobody waits for."""
