"""A station on mock pins and real time, for people to try: what `station sim` shows."""
