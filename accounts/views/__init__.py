"""Pages about people: where one works, one's own account, the staff of a school."""

from accounts.views.accepting import invitation_accept
from accounts.views.account import account_page
from accounts.views.assignments import assignment_add, assignment_edit, assignment_remove
from accounts.views.cover import cover_add
from accounts.views.factor_code import factor_code
from accounts.views.home import home_redirect
from accounts.views.invitations import (
    invitation_add,
    invitation_list,
    invitation_paste,
    invitation_send,
    invitation_withdraw,
)
from accounts.views.people import person_edit, person_list
from accounts.views.school_accounts import school_account_unlink
from accounts.views.sessions import (
    person_reset_factor,
    person_sign_out,
    session_end,
    session_end_others,
    session_list,
)
from accounts.views.tablets import pin_edit, tablet_add, tablet_home, tablet_list, tablet_revoke

__all__ = [
    "account_page",
    "assignment_add",
    "assignment_edit",
    "assignment_remove",
    "cover_add",
    "factor_code",
    "home_redirect",
    "invitation_accept",
    "invitation_add",
    "invitation_list",
    "invitation_paste",
    "invitation_send",
    "invitation_withdraw",
    "person_edit",
    "person_list",
    "person_reset_factor",
    "person_sign_out",
    "pin_edit",
    "school_account_unlink",
    "session_end",
    "session_end_others",
    "session_list",
    "tablet_add",
    "tablet_home",
    "tablet_list",
    "tablet_revoke",
]
