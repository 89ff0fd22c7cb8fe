"""What each command does, one file a command: `station.cli` calls them."""
