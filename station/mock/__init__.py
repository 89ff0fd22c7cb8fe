"""What stands in for hardware where there is none: panels of glass, a disk that fails at will."""
