"""Pages that combine rooms."""

from reports.views.access import access_list
from reports.views.agencies import (
    advice_add,
    advice_edit,
    advice_withdraw,
    agency_add,
    agency_edit,
    agency_withdraw,
)
from reports.views.alerts import alert_detail, alert_list
from reports.views.batches import batch_detail, batch_pdf, batch_print
from reports.views.checklists import checklist_edit
from reports.views.chosen import chosen_class, chosen_staff
from reports.views.chosen_letters import chosen_letters, chosen_told
from reports.views.chosen_moves import chosen_move
from reports.views.chronology import pupil_chronology
from reports.views.class_meetings import (
    class_meeting_add,
    class_meeting_edit,
    class_meeting_hold,
    class_meeting_note,
    class_meeting_write,
)
from reports.views.classes import class_add, class_add_many, class_edit, class_list
from reports.views.concern_triage import concern_openness, concern_triage, concern_withdraw
from reports.views.concerns import (
    concern_add,
    concern_detail,
    concern_drop,
    concern_keep,
    concern_list,
    concern_start,
    pupil_concerns,
)
from reports.views.documents import (
    document_add,
    document_file,
    document_openness,
    document_withdraw,
    pupil_documents,
)
from reports.views.due import due_list, due_snooze, due_wake
from reports.views.home import home
from reports.views.job import job_detail
from reports.views.leavers import leaver_list
from reports.views.leaving import person_end, person_handover, person_stay
from reports.views.letter import (
    given_withdraw,
    letter_detail,
    letter_give,
    letter_replace,
    letter_take_back,
    pupil_letters,
    talk_add,
)
from reports.views.letter_texts import letter_texts
from reports.views.letters import letter_list, letters_give, letters_make
from reports.views.meeting_actions import action_add, action_list, action_settle
from reports.views.meeting_days import meeting_day_remove, meeting_days
from reports.views.meetings import (
    meeting_add,
    meeting_detail,
    meeting_edit,
    meeting_list,
    meeting_withdraw,
    pupil_meetings,
)
from reports.views.messages import message_list, message_settle
from reports.views.next_year import (
    next_year,
    next_year_begin,
    next_year_children,
    next_year_edit,
    next_year_undo,
)
from reports.views.next_year_paste import next_year_paste
from reports.views.observations import concern_ask, observation_close, observation_write
from reports.views.openings import pupil_viewers
from reports.views.pupil import pupil_now, pupil_stage
from reports.views.register import pupil_find, register, register_export
from reports.views.saved_views import (
    saved_view_add,
    saved_view_edit,
    saved_view_list,
    saved_view_remove,
)
from reports.views.school import (
    school_detail,
    school_edit,
    school_logo,
    setting_add,
    year_add,
    year_edit,
)
from reports.views.setup import setup
from reports.views.sheets import (
    class_sheet,
    class_sheet_list,
    class_sheet_read,
    supply_sheet,
)
from reports.views.trail import audit_trail

__all__ = [
    "access_list",
    "action_add",
    "action_list",
    "action_settle",
    "advice_add",
    "advice_edit",
    "advice_withdraw",
    "agency_add",
    "agency_edit",
    "agency_withdraw",
    "alert_detail",
    "alert_list",
    "audit_trail",
    "batch_detail",
    "batch_pdf",
    "batch_print",
    "checklist_edit",
    "chosen_class",
    "chosen_letters",
    "chosen_move",
    "chosen_staff",
    "chosen_told",
    "class_add",
    "class_add_many",
    "class_edit",
    "class_list",
    "class_meeting_add",
    "class_meeting_edit",
    "class_meeting_hold",
    "class_meeting_note",
    "class_meeting_write",
    "class_sheet",
    "class_sheet_list",
    "class_sheet_read",
    "concern_add",
    "concern_ask",
    "concern_detail",
    "concern_drop",
    "concern_keep",
    "concern_list",
    "concern_openness",
    "concern_start",
    "concern_triage",
    "concern_withdraw",
    "document_add",
    "document_file",
    "document_openness",
    "document_withdraw",
    "due_list",
    "due_snooze",
    "due_wake",
    "given_withdraw",
    "home",
    "job_detail",
    "leaver_list",
    "letter_detail",
    "letter_give",
    "letter_list",
    "letter_replace",
    "letter_take_back",
    "letter_texts",
    "letters_give",
    "letters_make",
    "meeting_add",
    "meeting_day_remove",
    "meeting_days",
    "meeting_detail",
    "meeting_edit",
    "meeting_list",
    "meeting_withdraw",
    "message_list",
    "message_settle",
    "next_year",
    "next_year_begin",
    "next_year_children",
    "next_year_edit",
    "next_year_paste",
    "next_year_undo",
    "observation_close",
    "observation_write",
    "person_end",
    "person_handover",
    "person_stay",
    "pupil_chronology",
    "pupil_concerns",
    "pupil_documents",
    "pupil_find",
    "pupil_letters",
    "pupil_meetings",
    "pupil_now",
    "pupil_stage",
    "pupil_viewers",
    "register",
    "register_export",
    "saved_view_add",
    "saved_view_edit",
    "saved_view_list",
    "saved_view_remove",
    "school_detail",
    "school_edit",
    "school_logo",
    "setting_add",
    "setup",
    "supply_sheet",
    "talk_add",
    "year_add",
    "year_edit",
]
