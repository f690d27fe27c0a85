"""Editing a ladder: each change takes a value and gives the next one. Pure.

A draft is a ladder that nobody is at yet, with what was retired from it (`drafts`). Stages are
added, put in order, retired and brought back (`order`, `retiring`); everything else is edited a
part at a time (`parts`, `asked`, `ways`, `kinds`): a part reads what its form shows and writes what
came back, so that writing what was read changes nothing.
"""

from stages.editing.drafts import Draft, Names, Retired, Touch
from stages.editing.parts import Part

__all__ = ["Draft", "Names", "Part", "Retired", "Touch"]
