"""`station wiring`: what goes to which pin of the header, from the config alone."""
