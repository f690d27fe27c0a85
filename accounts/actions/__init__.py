"""Changes to who works in a school, what they are, and whose class is whose."""

from accounts.actions.assignments import assign, change_assignment, take_back_assignment
from accounts.actions.opening import open_school_with
from accounts.actions.people import add_person, edit_person, end_person

__all__ = [
    "add_person",
    "assign",
    "change_assignment",
    "edit_person",
    "end_person",
    "open_school_with",
    "take_back_assignment",
]
