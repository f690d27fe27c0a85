"""What the pages of a child are called in the log of who opened them."""

NAMES = {
    "reports:pupil_now": "Now",
    "reports:pupil_stage": "Stage",
    "stages:evidence_add": "Record what was done at a stage",
    "stages:evidence_withdraw": "Take back what was recorded at a stage",
    "reports:pupil_chronology": "Chronology",
    "pupils:pupil_detail": "Details",
    "reports:pupil_letters": "Letters",
    "reports:pupil_meetings": "Meetings",
    "reports:meeting_add": "Record a meeting",
    "reports:meeting_detail": "A meeting",
    "reports:meeting_edit": "Change a meeting",
    "reports:meeting_withdraw": "Withdraw a meeting",
    "reports:action_add": "Give an action",
    "reports:class_meeting_write": "Meeting of a class",
    "reports:meeting_list": "Meetings",
    "reports:action_list": "My actions",
    "reports:letter_detail": "A letter to the parents",
    "reports:letter_give": "Record a letter as given",
    "reports:letter_replace": "Make a newer letter",
    "reports:letter_take_back": "Take back a letter",
    "reports:given_withdraw": "Withdraw what was recorded as given",
    "reports:talk_add": "Record a conversation",
    "pupils:pupil_history": "Changes",
    "pupils:pupil_readers": "Who can see this",
    "reports:pupil_viewers": "Who opened this",
    "pupils:pupil_edit": "Change details",
    "pupils:pupil_archive": "Record as left",
    "pupils:pupil_restore": "Back on roll",
    "pupils:photo_edit": "Photo",
    "pupils:class_change": "Change class",
    "pupils:contact_add": "Add a contact",
    "pupils:contact_edit": "Change a contact",
    "pupils:contact_end": "End a contact",
    "pupils:need_edit": "Needs",
    "pupils:sen_status_correct": "Correct the SEN status",
    "pupils:staff_link_add": "Link a member of staff",
    "pupils:staff_link_end": "End a link",
    "pupils:access_block_add": "Keep someone away",
    "pupils:own_child_answer": "Is this a member of staff's own child?",
    "pupils:access_block_end": "Let someone see this child again",
}


def page_name(route: str) -> str:
    """A page by its route: its title where it is of this room, else the route in words."""
    words = route.rpartition(":")[2].replace("_", " ")
    return NAMES.get(route) or f"{words[:1].upper()}{words[1:]}" or "A page"
