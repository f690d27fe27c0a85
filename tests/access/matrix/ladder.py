"""Pages of the ladder: its stages, requirements and ways in and out."""

from accounts.permissions import Permission
from tests.access.matrix.page import FORM, May, Page

LADDER = (
    May(
        Permission.EDIT_LADDER,
        "senco office",
        (
            Page("stages:ladder_adopt", FORM, ok=302),
            Page("stages:ladder_edit"),
            Page("reports:checklist_edit", FORM, asks=("", "?start=eight-steps")),
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
