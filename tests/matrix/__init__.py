"""The tests on every Python that can be had, with the oldest and the newest of every dependency."""
