"""Changes to a child's record that cross models."""

from pupils.actions.alerts import note_alert, raise_alerts
from pupils.actions.checklists import checklist_in_use, save_checklist
from pupils.actions.concerns import (
    Look,
    Worry,
    decide,
    draft_of,
    let_go,
    may_withdraw,
    raise_concern,
    save_draft,
    say_who_reads,
    withdraw_concern,
)
from pupils.actions.corrections import correct_sen_status
from pupils.actions.documents import (
    Paper,
    keep_document,
    keep_documents,
    keep_issued,
    may_withdraw_document,
    say_who_reads_document,
    withdraw_document,
)
from pupils.actions.handover import hand_over, stay
from pupils.actions.letters import (
    Draft,
    give,
    make_letters,
    print_batch,
    record_talk,
    refuse_dead_letter,
    save_texts,
    take_back,
    withdraw_given,
)
from pupils.actions.many import for_all, link_staff_to_all, place_all_in_class
from pupils.actions.meeting_days import set_meeting_day, unset_meeting_day
from pupils.actions.meetings import (
    Agreed,
    MeetingFacts,
    Said,
    Versions,
    add_meeting,
    edit_meeting,
    give_action,
    hold_meeting,
    plan_class_meeting,
    say_of,
    settle_action,
    withdraw_meeting,
)
from pupils.actions.needs import change_needs, line_of
from pupils.actions.observations import ask_colleagues, close_observation, write_observation
from pupils.actions.own_child import answer_own_child, save_home
from pupils.actions.photo import change_photo
from pupils.actions.refused import RefusedForSome
from pupils.actions.roll import (
    add_pupil,
    archive_pupil,
    place_in_class,
    restore_pupil,
    taken_upn,
)
from pupils.actions.sen import change_sen_status, change_sen_statuses
from pupils.actions.staff import end_block, end_staff_link, keep_away, link_staff
from pupils.actions.unchanged import mark_of
from pupils.actions.voices import Words, add_voice, edit_voice, withdraw_voice

__all__ = [
    "Agreed",
    "Draft",
    "Look",
    "MeetingFacts",
    "Paper",
    "RefusedForSome",
    "Said",
    "Versions",
    "Words",
    "Worry",
    "add_meeting",
    "add_pupil",
    "add_voice",
    "answer_own_child",
    "archive_pupil",
    "ask_colleagues",
    "change_needs",
    "change_photo",
    "change_sen_status",
    "change_sen_statuses",
    "checklist_in_use",
    "close_observation",
    "correct_sen_status",
    "decide",
    "draft_of",
    "edit_meeting",
    "edit_voice",
    "end_block",
    "end_staff_link",
    "for_all",
    "give",
    "give_action",
    "hand_over",
    "hold_meeting",
    "keep_away",
    "keep_document",
    "keep_documents",
    "keep_issued",
    "let_go",
    "line_of",
    "link_staff",
    "link_staff_to_all",
    "make_letters",
    "mark_of",
    "may_withdraw",
    "may_withdraw_document",
    "note_alert",
    "place_all_in_class",
    "place_in_class",
    "plan_class_meeting",
    "print_batch",
    "raise_alerts",
    "raise_concern",
    "record_talk",
    "refuse_dead_letter",
    "restore_pupil",
    "save_checklist",
    "save_draft",
    "save_home",
    "save_texts",
    "say_of",
    "say_who_reads",
    "say_who_reads_document",
    "set_meeting_day",
    "settle_action",
    "stay",
    "take_back",
    "taken_upn",
    "unset_meeting_day",
    "withdraw_concern",
    "withdraw_document",
    "withdraw_given",
    "withdraw_meeting",
    "withdraw_voice",
    "write_observation",
]
