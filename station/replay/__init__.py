"""A station under a virtual clock: a scenario goes in, what happened comes out."""
