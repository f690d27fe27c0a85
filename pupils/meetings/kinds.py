"""The kinds of meeting every school has (model.md). A school's own stand in its ladder."""

STANDARD_KINDS = {
    "pupil_progress": "Pupil progress meeting",
    "parent": "Meeting with parents",
    "target": "Target meeting",
    "pcp": "Person-centred planning (PCP) meeting",
    "transition": "Transition meeting",
    "annual_review": "Annual review meeting",
}
