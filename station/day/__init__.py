"""A day of bays for people: as a picture, and in words. For the report and the clinic's board."""
