"""Factories, one module a room. Every school-owned row is made inside its school's scope."""
