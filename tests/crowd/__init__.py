"""A crowd of stations: thousands of beds, a broker and one board, to see how they grow."""
