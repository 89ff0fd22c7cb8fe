"""What is tried, a file for each kind of input."""
