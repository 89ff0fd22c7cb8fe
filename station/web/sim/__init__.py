"""The page of `station sim`."""
