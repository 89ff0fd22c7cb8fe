"""The pure heart of the station: no I/O, no clock, no threads; time is an argument."""
