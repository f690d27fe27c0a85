"""Who may open what: every address of the site, in one table.

Read it so: those who may do a thing, and the pages it opens to them. Of a page about a child they
see their own children only: SENCO, head, DSL and office all of the school; a teacher the classes of
today; a year leader the year; a TA the children they are allocated to (permissions.md, Scope).
Everyone else of the school meets 403; a child or a thing that is not theirs, another school, or an
ended membership, 404; signed out, the sign-in page.

To add a page, put a line under what it asks for. `about` names a kind of `tests/access/kinds.py`.
"""

from dataclasses import dataclass

from accounts.permissions import Permission


@dataclass(frozen=True)
class Page:
    """One address: what can be done there, and what it is about."""

    route: str
    methods: str = "GET"
    about: str = ""  # a kind of tests/access/kinds.py; none: the school itself
    asks: tuple[str, ...] = ("",)  # queries that show as much as the page can show
    ok: int = 200  # what a good GET answers
    only: str = ""  # whose thing it is, where it is a person's own
    not_of: str = ""  # children of whom there is none of this page, such as leavers
    step_up: bool = False  # asks for the second factor again
    part: bool = False  # a part of a page that was already entered in the access log

    @property
    def first_method(self) -> str:
        """GET, but for addresses that only take something in."""
        return self.methods.split()[0]


@dataclass(frozen=True)
class May:
    """A permission, the roles that have it, and what it opens."""

    permission: Permission
    roles: str
    pages: tuple[Page, ...]


EVERYONE = "senco head teacher year_leader ta dsl office"
FORM = "GET POST"

MATRIX = (
    May(
        Permission.VIEW_HOME,
        EVERYONE,
        (
            Page("reports:home"),
            Page("reports:job_detail", about="job", only="senco"),
            Page("reports:school_logo"),
            Page("stages:ladder_detail"),
            Page("stages:version_list"),
            Page("stages:version_detail", about="version"),
        ),
    ),
    May(
        Permission.VIEW_REGISTER,
        EVERYONE,
        (
            Page(
                "reports:register",
                asks=(
                    "",
                    "?show=all",
                    "?show=left",
                    "?q=zq&show=all",
                    "?show=all&col=upn&col=told",
                ),
            ),
            Page("reports:pupil_find", asks=("?q=zq",)),
            Page("reports:saved_view_list"),
            Page("reports:saved_view_add", FORM, asks=("?year=4",)),
            Page("reports:saved_view_edit", FORM, about="saved_view", only="senco"),
            Page("reports:saved_view_remove", FORM, about="saved_view", only="senco"),
            Page("pupils:pupil_photo", about="pupil", part=True),
        ),
    ),
    May(
        Permission.EXPORT_REGISTER,
        "senco head",
        (Page("reports:register_export", asks=("?show=all", "?show=all&as=xlsx"), step_up=True),),
    ),
    May(
        Permission.VIEW_PUPIL,
        "senco head teacher year_leader ta dsl",
        (Page("reports:pupil_now", about="pupil"),),
    ),
    May(
        Permission.VIEW_STAGE,
        "senco head teacher year_leader ta dsl",
        (Page("reports:pupil_stage", about="pupil"),),
    ),
    May(
        Permission.VIEW_CONTACTS,
        "senco head teacher year_leader dsl office",
        (Page("pupils:pupil_detail", about="pupil"),),
    ),
    May(
        Permission.VIEW_LETTERS,
        "senco head teacher year_leader dsl office",
        (
            Page("reports:pupil_letters", about="pupil"),
            Page("reports:letter_detail", about="letter"),
        ),
    ),
    May(
        Permission.PRINT_LETTERS,
        "senco office",
        (
            Page("reports:letter_list"),
            Page("reports:letters_give", "POST"),
            Page("reports:letter_give", FORM, about="letter"),
            Page("reports:batch_detail", about="letter_batch"),
            Page("reports:batch_pdf", about="letter_batch"),
            Page("reports:batch_print", "POST", about="letter_batch"),
            Page("reports:given_withdraw", FORM, about="given"),
            Page("reports:talk_add", FORM, about="stage_record"),
        ),
    ),
    May(
        Permission.WRITE_LETTERS,
        "senco",
        (
            Page("reports:letters_make", "POST"),
            Page("reports:letter_replace", FORM, about="letter"),
            Page("reports:letter_take_back", FORM, about="letter"),
        ),
    ),
    May(
        Permission.EDIT_PUPIL,
        "senco office",
        (
            Page("reports:chosen_class", FORM, asks=("", "?all=1&show=all")),
            Page("pupils:pupil_add", FORM),
            Page("pupils:pupil_edit", FORM, about="pupil"),
            Page("pupils:photo_edit", FORM, about="pupil"),
            Page("pupils:class_change", FORM, about="pupil"),
            Page("pupils:pupil_archive", FORM, about="pupil"),
            Page("pupils:pupil_restore", FORM, about="pupil"),
            Page("reports:leaver_list", FORM),
            Page("pupils:contact_checks"),
            Page("pupils:contact_add", FORM, about="pupil"),
            Page("pupils:contact_edit", FORM, about="contact"),
            Page("pupils:contact_end", FORM, about="contact"),
        ),
    ),
    May(
        Permission.EDIT_NEEDS,
        "senco",
        (Page("pupils:need_edit", FORM, about="pupil"),),
    ),
    May(
        Permission.CORRECT_SEN_STATUS,
        "senco",
        (Page("pupils:sen_status_correct", FORM, about="pupil"),),
    ),
    May(
        Permission.MANAGE_ACCESS,
        "senco head",
        (
            Page("reports:chosen_staff", FORM, asks=("", "?all=1&show=all")),
            Page("pupils:staff_link_add", FORM, about="pupil"),
            Page("pupils:staff_link_end", FORM, about="staff_link"),
            Page("pupils:access_block_add", FORM, about="pupil"),
            Page("pupils:access_block_end", FORM, about="access_block"),
            Page("pupils:own_child_answer", FORM, about="pupil"),
            Page("pupils:staff_home_edit", FORM, about="member"),
            Page("reports:access_list", asks=("", "?q=zq", "?show=ended&as=named&who=1")),
        ),
    ),
    May(
        Permission.VIEW_AUDIT,
        "senco head dsl",
        (
            Page("pupils:pupil_history", about="pupil"),
            Page("pupils:pupil_readers", about="pupil"),
            Page("reports:alert_list"),
            Page("reports:audit_trail", asks=("", "?when=all&q=zq", "?when=all&kind=access&who=1")),
            Page("reports:alert_detail", FORM, about="alert"),
            Page(
                "reports:pupil_viewers", about="pupil", asks=("", "?when=all", "?when=year&who=x")
            ),
        ),
    ),
    May(
        Permission.IMPORT_PUPILS,
        "senco office",
        (
            Page("pupils:import_new", FORM),
            Page("pupils:snapshot_new", FORM),
            Page("pupils:snapshot_detail", about="snapshot_file"),
            Page("pupils:snapshot_confirm", "POST", about="snapshot_file"),
            Page("pupils:snapshot_discard", "POST", about="snapshot_file"),
            Page("pupils:scale_edit", FORM),
            Page("pupils:import_detail", about="import"),
            Page("pupils:import_problems", about="import"),
            Page("pupils:import_confirm", "POST", about="import"),
            Page("pupils:import_classes", "POST", about="import"),
            Page("pupils:import_discard", "POST", about="import"),
            Page("pupils:import_columns", FORM, about="import"),
            Page("pupils:import_settle", "POST", about="import"),
            Page("pupils:import_leavers", "POST", about="import"),
            Page("pupils:import_accept", "POST", about="import"),
            Page("pupils:matching_forget", "POST", about="matching"),
            Page("pupils:drop_setting", "POST"),
        ),
    ),
    May(
        Permission.KEY_INTO_MIS,
        "senco office",
        (
            Page("pupils:mis_list"),
            Page("pupils:mis_export", step_up=True),
            Page("pupils:mis_tick", "POST", about="pupil"),
            Page("pupils:mis_undo", "POST", about="mis_keyed"),
        ),
    ),
    May(
        Permission.PLACE_BELOW_REGISTER,
        "senco teacher year_leader",
        (
            Page("stages:move", FORM, about="pupil"),
            Page("stages:overlay_start", FORM, about="pupil"),
            Page("stages:overlay_end", FORM, about="overlay"),
        ),
    ),
    May(
        Permission.PLACE_ANYWHERE,
        "senco",
        (
            Page("stages:go_live", FORM),
            Page("stages:staging_rules", FORM, about="staging"),
            Page("stages:staging_review", FORM, about="staging"),
            Page("stages:staging_confirm", "POST", about="staging"),
            Page("stages:staging_discard", FORM, about="staging"),
            Page("stages:record_back_date", FORM, about="pupil"),
            Page("stages:record_correct", FORM, about="stage_record"),
            Page("stages:record_withdraw", FORM, about="stage_record"),
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
            Page("reports:person_stay", FORM, about="member", step_up=True),
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
    May(
        Permission.EDIT_LADDER,
        "senco office",
        (
            Page("stages:ladder_adopt", FORM, ok=302),
            Page("stages:ladder_edit"),
            Page("stages:ladder_about", FORM),
            Page("stages:ladder_links", FORM),
            Page("stages:ladder_order", "POST"),
            Page("stages:ladder_copy", FORM),
            Page("stages:ladder_discard", FORM),
            Page("stages:ladder_publish", FORM),
            Page("stages:ladder_compare", asks=("", "?old=version:1&new=draft")),
            Page("stages:ladder_requirement_add", FORM),
            Page("stages:requirement_edit", FORM, about="requirement"),
            Page("stages:requirement_remove", FORM, about="requirement"),
            Page("stages:kind_list"),
            Page("stages:kind_add", FORM),
            Page("stages:kind_edit", FORM, about="kind"),
            Page("stages:kind_remove", FORM, about="kind"),
            Page("stages:stage_add", FORM),
            Page("stages:stage_detail", about="stage"),
            Page("stages:stage_about", FORM, about="stage"),
            Page("stages:stage_place", FORM, about="stage"),
            Page("stages:stage_support", FORM, about="stage"),
            Page("stages:stage_people", FORM, about="stage"),
            Page("stages:stage_time", FORM, about="stage"),
            Page("stages:stage_links", FORM, about="stage"),
            Page("stages:stage_retire", FORM, about="stage"),
            Page("stages:stage_restore", "POST", about="stage"),
            Page("stages:requirement_add", FORM, about="stage"),
            Page("stages:way_add", FORM, about="stage"),
            Page("stages:way_edit", FORM, about="way"),
            Page("stages:way_remove", FORM, about="way"),
        ),
    ),
)

# Open to whoever is signed in, of whatever school: they hold nothing about a child.
OF_NO_SCHOOL = {
    "home_redirect": "to the person's own school",
    "accounts:account_page": "one's own account",
    "accounts:factor_code": "the code by e-mail after one's factor was reset",
    "accounts:session_list": "where one is signed in oneself",
    "accounts:session_end": "one's own sessions",
    "accounts:session_end_others": "one's own sessions",
    "account_change_password": "one's own password",
    "account_logout": "leaving",
    "account_reauthenticate": "one's own password again",
    "mfa_index": "one's own second factor",
    "mfa_activate_totp": "one's own second factor",
    "mfa_deactivate_totp": "one's own second factor",
    "mfa_add_webauthn": "one's own passkeys",
    "mfa_edit_webauthn": "one's own passkeys",
    "mfa_remove_webauthn": "one's own passkeys",
    "mfa_reauthenticate_webauthn": "one's own passkey again",
    "mfa_reauthenticate": "one's own second factor again",
    "mfa_view_recovery_codes": "one's own codes",
    "mfa_generate_recovery_codes": "one's own codes",
    "mfa_download_recovery_codes": "one's own codes",
}

# Answered without signing in.
PUBLIC = {
    "health": "for load balancers: says ok",
    "account_login": "the way in",
    "accounts:tablet_home": "switching by PIN; without an enrolled browser's cookie it says so",
    "accounts:invitation_accept": "an invitation, for whoever has its link",
    "account_inactive": "says that an account is closed",
    "account_signup": "says that nobody signs up by themselves",
    "account_reset_password": "asking for a link",
    "account_reset_password_done": "says that a link may be on its way",
    "account_reset_password_from_key": "the link itself",
    "account_reset_password_from_key_done": "says that the password is set",
    "mfa_login_webauthn": "signing in with a passkey",
    "mfa_authenticate": "the second step of signing in",
    "mfa_trust": "the last step of signing in",
}
