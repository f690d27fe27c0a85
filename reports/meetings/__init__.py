"""Meetings on pages: their kinds in the school's words, what was said, what is to be done."""
