"""Concerns on pages: how one is told, what a decision about one can be."""
