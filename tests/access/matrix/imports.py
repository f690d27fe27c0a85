"""Pages between the register and the MIS: files that come in, codes keyed back."""

from accounts.permissions import Permission
from tests.access.matrix.page import FORM, May, Page

IMPORTS = (
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
)
