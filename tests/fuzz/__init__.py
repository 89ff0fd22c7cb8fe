"""Inputs made to break the station: always a clean result, or a clear error with its place.

`engine` draws inputs, keeps those that reach something new and changes them further; each target
says what its inputs are made of (`station.yaml`, a journal, ...) and judges what becomes of one.
`python -m tests.fuzz` runs them all for a while and prints a table.
"""
