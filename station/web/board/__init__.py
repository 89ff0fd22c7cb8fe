"""The page of `station board`: every bay of every station that a broker knows."""
