"""Pages of the school itself: home, set-up, classes, next year, people, tablets."""

from accounts.permissions import Permission
from tests.access.matrix.page import EVERYONE, FORM, May, Page

SCHOOL = (
    May(
        Permission.VIEW_HOME,
        EVERYONE,
        (
            Page("reports:home"),
            Page("reviews:digest_edit", FORM),
            Page("reports:due_list", asks=("", "?show=overdue", "?show=14&page=2")),
            # Whose role sees to it; of the children of their own where the role has such.
            Page(
                "reports:due_snooze",
                FORM,
                about="standing",
                asks=("?asked=zq-review", "?asked=zq-review&all=1"),
                only="senco head teacher_4b teacher_5a year_leader ta office",
                not_of="leaver",
            ),
            Page("reports:due_wake", "POST", about="snooze", only="senco"),
            Page("reports:job_detail", about="job", only="senco"),
            Page("reports:school_logo"),
            Page("stages:ladder_detail"),
            Page("stages:version_list"),
            Page("stages:version_detail", about="version"),
        ),
    ),
    May(
        Permission.EDIT_SCHOOL,
        "senco office",
        (
            Page("reports:school_detail"),
            Page("reports:school_edit", FORM),
            Page("reports:message_list"),
            Page("reports:message_settle", "POST", about="message"),
            Page("reports:year_add", FORM),
            Page("reports:year_edit", FORM, about="year"),
            Page("reports:setup", FORM),
            Page("reports:class_list"),
            Page("reports:class_add", FORM),
            Page("reports:class_add_many", FORM),
            Page("reports:class_edit", FORM, about="class"),
            Page("reports:setting_add", FORM),
            Page("reports:meeting_days", FORM),
            Page("reports:meeting_day_remove", "POST", about="meeting_day"),
            Page("reports:next_year"),
            Page("reports:next_year_begin", FORM),
            Page("reports:next_year_edit", FORM),
            Page("reports:next_year_children", FORM, asks=("?show=none", "?show=leaves")),
            Page("reports:next_year_paste", FORM),
            Page("reports:next_year_undo", FORM),
            Page("reports:letter_texts", FORM),
        ),
    ),
    May(
        Permission.ASSIGN_CLASSES,
        "senco head office",
        (
            Page("accounts:assignment_add", FORM),
            Page("accounts:cover_add", FORM),
            Page("accounts:assignment_edit", FORM, about="assignment"),
            Page("accounts:assignment_remove", FORM, about="assignment"),
        ),
    ),
    May(
        Permission.MANAGE_PEOPLE,
        "senco head office",
        (
            Page("accounts:person_list", asks=("", "?left=1", "?q=ta"), step_up=True),
            Page("accounts:invitation_list", asks=("", "?over=1"), step_up=True),
            Page("accounts:invitation_add", FORM, step_up=True),
            Page("accounts:invitation_paste", FORM, step_up=True),
            Page("accounts:invitation_send", "POST", about="invitation", step_up=True),
            Page("accounts:invitation_withdraw", FORM, about="invitation", step_up=True),
            Page("accounts:person_edit", FORM, about="member", step_up=True),
            Page("reports:person_end", FORM, about="member", step_up=True),
            Page("reports:person_stay", FORM, about="leaving", step_up=True),
            Page("reports:person_handover", about="leaver", step_up=True),
        ),
    ),
    May(
        Permission.MANAGE_TABLETS,
        "senco head office",
        (
            Page("accounts:tablet_list", step_up=True),
            Page("accounts:tablet_add", FORM, step_up=True),
            Page("accounts:tablet_revoke", FORM, about="tablet", step_up=True),
        ),
    ),
    May(
        Permission.USE_TABLET,
        "senco teacher year_leader ta",
        (Page("accounts:pin_edit", FORM, step_up=True),),
    ),
    May(
        Permission.RESET_SIGN_IN,
        "senco head",
        (
            Page("accounts:person_sign_out", FORM, about="member", step_up=True),
            Page("accounts:person_reset_factor", FORM, about="member", step_up=True),
        ),
    ),
)
