"""What staff of the demo wrote when they had done something a stage asks, or why they had not."""

from stages.vocabulary import Evidence

DONE = {
    Evidence.CONCERN: (
        "Initial concern form filled in with mum after school. In the class SEN folder.",
        "Concern talked through with the SENCO at the Monday drop-in; form in the blue folder.",
        "Form done over the phone with dad, who sees the same at home. In the class SEN folder.",
    ),
    Evidence.CHECKLIST: (
        "Checklist ticked over a week of lessons. Kept with the tracking sheet.",
        "Done with the TA: five of twelve met most days. In the class SEN folder.",
    ),
    Evidence.ASSESSMENT: (
        "Phonics and reading assessed one to one. Scores are in the assessment tracker.",
        "Sandwell done in two sittings; printout in the SEN file.",
        "Single word reading and spelling done. Results in the SEN file, shared with parents.",
    ),
    Evidence.OBSERVATION: (
        "Watched for 20 minutes in writing and at lunch. Notes in the SEN file.",
        "Observed by the SENCO in maths; stays with a task for about four minutes.",
    ),
    Evidence.PLAN: (
        "Plan written with the class teacher, signed by mum at the gate. In the SEN file.",
        "Plan for this term on the shared drive, paper copy in the class folder.",
        "Outcomes agreed with parents, three for this term. In the SEN file.",
    ),
    Evidence.TARGETS: (
        "Three small-step targets on the desk card and in the planning folder.",
        "Targets gone through with parents at the target meeting. In the class SEN folder.",
        "Next steps for reading and for joining in. Stuck in the front of the book.",
    ),
    Evidence.SUPPORT: (
        "Writing frame, word mat and a seat by the front. In weekly planning.",
        "Visual timetable and now-and-next board in use every day.",
        "Tasks cut into three steps, checked in with after each. In planning.",
    ),
    Evidence.INTERVENTION: (
        "Precision teaching with the TA, ten minutes a day. Record sheet in the group room.",
        "Language group on Tuesdays and Thursdays; register kept by the TA.",
        "Started the reading boost group in week 3. Entry scores are on the tracker.",
    ),
    Evidence.PROVISION_MAP: (
        "Added to the class provision map; times and adults are on it.",
        "Individual map brought up to date after the review. On the shared drive.",
        "Costed map for this term in the SENCO's folder.",
    ),
    Evidence.MEETING: (
        "Met with mum and dad, 20 minutes. Notes in the SEN file, copy given.",
        "Spoke with mum by phone instead; she is happy with how mornings go.",
        "Met at parents' evening. Agreed what home and school each do. Notes in the file.",
    ),
    Evidence.VOICE: (
        "All about me sheet, drawn and told to the TA. In the front of the SEN file.",
        "Talked about what helps and what is tricky; the sheet is in the blue folder.",
        "Parents filled in their page of the profile at home. In the SEN file.",
    ),
    Evidence.REVIEW: (
        "Two targets met, one goes on in smaller steps. Review sheet in the SEN file.",
        "Gone through with the TA: attends more, still slow to start. Notes on the plan.",
        "Progress steady; support stays as it is. Written on the plan.",
    ),
    Evidence.CYCLE: (
        "Cycle closed: what was tried and what came of it is on the back of the plan.",
        "Six weeks of the group reviewed with the TA; next cycle planned. In the SEN file.",
    ),
    Evidence.SUMMARY: (
        "Data sheet put together from the autumn assessments. On the shared drive.",
        "Attendance, reading age and group scores on one page. In the SEN file.",
    ),
    Evidence.AGENCY_INVOLVEMENT: (
        "Speech and language therapist visited and left a programme. In the SEN file.",
        "Educational psychologist met the teacher and mum; report to follow.",
    ),
    Evidence.ADVICE: (
        "Report from the therapist came by post. In the SEN file, strategies shared.",
        "Advice of the specialist teacher read with the class team.",
    ),
    Evidence.EHC_REQUEST: ("Request sent to the LA with parents' views. Copy in the SEN file.",),
    Evidence.EHC_PLAN: ("Final plan received and read with the class team. In the SEN file.",),
}
USUALLY = (
    "Done. Kept in the class SEN folder.",
    "Done with the class team; written in the weekly notes.",
    "Done. On the shared drive under the child's initials.",
)
WHY_NOT = (
    "Parents asked to wait until the new baby is here. We talk again after Christmas.",
    "Away for three weeks; done in other ways when back.",
    "The specialist has no date before spring. Asked again in writing.",
    "Not needed this time: it was all covered in the annual review in September.",
)
