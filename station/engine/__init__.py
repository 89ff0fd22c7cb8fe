"""The scan loop, and what it needs of each edge."""
