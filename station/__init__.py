"""Station: times numbing cream at a treatment bed, and never forgets cream that is on."""

__version__ = "0.1.0"
