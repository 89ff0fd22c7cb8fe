"""Screens to pixels of one bit: layouts, letters, digits, signs."""
