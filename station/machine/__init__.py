"""What the station needs of the machine it runs on: threads, files, processes. Imports nothing."""
