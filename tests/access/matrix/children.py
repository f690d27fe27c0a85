"""Pages about children: the register, a child's record, its stage, and who sees it."""

from accounts.permissions import Permission
from tests.access.evidence_kinds import ASKED
from tests.access.matrix.page import EVERYONE, FORM, May, Page

# Who sees a child of 4B today: its teacher, the TA linked to Ayla, and who sees the whole school.
OF_4B = "senco head teacher_4b ta dsl"

CHILDREN = (
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
                    "?due=14&col=due&col=overdue&col=missing&col=runs_out&sort=overdue",
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
        (
            Page("reports:pupil_now", about="pupil"),
            Page("reports:pupil_chronology", about="pupil", asks=("", "?kind=meeting")),
            Page("pupils:pupil_voices", about="pupil"),
        ),
    ),
    May(
        Permission.VIEW_CLASS_SHEET,
        "senco head teacher year_leader ta dsl",
        (
            Page("reports:class_sheet_list"),
            Page("reports:class_sheet", about="class", only=OF_4B),
            Page("reports:class_sheet_read", "POST", about="class", only=OF_4B),
            Page("reports:supply_sheet", about="class", only=OF_4B),
        ),
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
        Permission.RECORD_EVIDENCE,
        "senco teacher year_leader",
        (
            Page(
                "stages:evidence_add",
                FORM,
                about="pupil",
                asks=("", f"?asked={ASKED}&why=1", f"?asked={ASKED}"),
            ),
            Page("stages:evidence_withdraw", FORM, about="evidence_note"),
        ),
    ),
    May(
        Permission.PLACE_BELOW_REGISTER,
        "senco teacher year_leader",
        (
            Page("stages:move", FORM, about="pupil"),
            Page(
                "reports:chosen_move",
                FORM,
                asks=("?all=1&show=all", "?all=1&show=all&way=stage-3~stage-5"),
            ),
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
            Page("stages:stay_withdraw", FORM, about="stay"),
        ),
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
)
