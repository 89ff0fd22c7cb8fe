"""Drills: what a trainee is to do, and what the facts say of how it was done."""
