"""Changes to who works in a school, what they are, and whose class is whose."""

from accounts.actions.accepting import Gone, accept_as, accept_as_newcomer
from accounts.actions.assignments import assign, change_assignment, take_back_assignment
from accounts.actions.invitations import invite, send_again, withdraw
from accounts.actions.notices import tell_of_change
from accounts.actions.opening import open_school_with
from accounts.actions.people import edit_person, end_person
from accounts.actions.school_accounts import link_school_account, unlink_school_account
from accounts.actions.sign_in import reset_factor, send_code, sign_out_person, take_code
from accounts.actions.tablets import (
    Answer,
    choose_pin,
    enrol_tablet,
    give_pin,
    may_have_pin,
    remove_pin,
    revoke_tablet,
)

__all__ = [
    "Answer",
    "Gone",
    "accept_as",
    "accept_as_newcomer",
    "assign",
    "change_assignment",
    "choose_pin",
    "edit_person",
    "end_person",
    "enrol_tablet",
    "give_pin",
    "invite",
    "link_school_account",
    "may_have_pin",
    "open_school_with",
    "remove_pin",
    "reset_factor",
    "revoke_tablet",
    "send_again",
    "send_code",
    "sign_out_person",
    "take_back_assignment",
    "take_code",
    "tell_of_change",
    "unlink_school_account",
    "withdraw",
]
