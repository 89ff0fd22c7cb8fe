"""`station report`: which days, what a journal says of them, and the files it is saved in."""
