"""Pages of meetings: about a child or a class, what they gave to do, and their days."""

from accounts.permissions import Permission
from tests.access.matrix.page import EVERYONE, FORM, May, Page

MEETINGS = (
    May(
        Permission.VIEW_MEETINGS,
        "senco head teacher year_leader dsl",
        (
            Page("reports:meeting_list"),
            Page("reports:pupil_meetings", about="pupil"),
            Page("reports:meeting_detail", about="meeting"),
        ),
    ),
    May(
        Permission.RECORD_MEETINGS,
        "senco head teacher year_leader",
        (
            Page("reports:meeting_add", FORM, about="pupil"),
            Page("reports:meeting_edit", FORM, about="meeting"),
            Page("reports:meeting_withdraw", FORM, about="meeting"),
            Page("reports:action_add", FORM, about="class_meeting"),
            Page("reports:class_meeting_add", FORM),
            Page("reports:class_meeting_write", about="class_meeting"),
            Page("reports:class_meeting_note", "POST", about="class_meeting"),
            Page("reports:class_meeting_hold", "POST", about="class_meeting"),
            Page("reports:class_meeting_edit", FORM, about="class_meeting"),
        ),
    ),
    May(
        Permission.OWN_ACTIONS,
        EVERYONE,
        (
            Page("reports:action_list"),
            # The owner, and whoever may write in the meeting.
            Page(
                "reports:action_settle",
                "POST",
                about="meeting_action",
                only="senco head teacher_4b teacher_5a year_leader",
            ),
        ),
    ),
)
