"""The things pages are about: how to make one of each, for a child or for a school.

To add a kind: a function that makes the thing inside the school's scope, under its name.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.actions import invite
from accounts.invitation_lines import Invitee
from accounts.models import Invitation, Membership, Tablet, User
from accounts.roles import Role
from accounts.tablets import hash_of
from jobs.models import Job, OutboxMessage
from pupils.models import (
    AccessBlock,
    AccessEntry,
    ColumnMatching,
    MisKeyed,
    MisRecord,
    OpeningAlert,
    Pupil,
    PupilImport,
    SnapshotFile,
    StaffLink,
)
from reports.models import SavedView
from stages.models import Stage, StageRecord, StagingChoice, StagingDraft, StayDecision
from stages.staging.rules import Rules, Since
from tests.access.concern_kinds import concern, observation
from tests.access.document_kinds import OF_DOCUMENTS
from tests.access.due_kinds import OF_WHAT_IS_DUE
from tests.access.evidence_kinds import evidence_note
from tests.access.ladder_kinds import OF_THE_LADDER
from tests.access.letter_kinds import OF_LETTERS
from tests.access.meeting_kinds import OF_MEETINGS, meeting_day
from tests.access.plan_kinds import OF_PLANS, OF_TEMPLATES
from tests.access.voice_kinds import voice
from tests.cast import Cast, marker

SINCE = date(2025, 9, 8)


def pupil(cast: Cast, child: Pupil) -> Pupil:
    """The child, with a photo that holds the child's marker (see `files_of`)."""
    child.photo.name = f"{marker(cast.school, child.forename.lower())}.png"
    child.save()
    return child


def staff_link(cast: Cast, pupil: Pupil) -> StaffLink:
    """Somebody who sees every child anyway, linked to this one."""
    made: StaffLink = StaffLink.objects.create(
        membership=cast.dsl, pupil=pupil, kind=StaffLink.Kind.NAMED, starts_on=SINCE
    )
    return made


def access_block(cast: Cast, pupil: Pupil) -> AccessBlock:
    """Somebody who has left, kept from the child."""
    made: AccessBlock = AccessBlock.objects.create(
        user=cast.gone.user, pupil=pupil, why="A relative", starts_on=SINCE
    )
    return made


def stage_record(cast: Cast, pupil: Pupil) -> StageRecord:
    """The child at the third stage, for a reason that names the child."""
    return _record(cast, pupil, Stage.objects.filter(overlay=False).order_by("order")[2])


def overlay(cast: Cast, pupil: Pupil) -> StageRecord:
    """Something beside the child's stage."""
    return _record(cast, pupil, Stage.objects.order_by("order").last(), beside=True)


def stay(cast: Cast, pupil: Pupil) -> StayDecision:
    """A decision that the child stays, for a reason that names the child."""
    record = StageRecord.objects.filter(pupil=pupil, beside=False).first()
    made: StayDecision = StayDecision.objects.create(
        pupil=pupil,
        record=record or stage_record(cast, pupil),
        decided_on=SINCE,
        route_words="SEN support goes on with new targets",
        reason=f"{marker(cast.school, pupil.forename.lower())} stays",
        recorded_by=cast.senco.user,
    )
    return made


def _record(cast: Cast, pupil: Pupil, stage: Any, **fields: Any) -> StageRecord:
    mark = marker(cast.school, pupil.forename.lower())
    made: StageRecord = StageRecord.objects.create(
        pupil=pupil,
        stage=stage,
        starts_on=SINCE,
        reason=f"{mark} reason",
        decided_by=f"{mark} meeting",
        recorded_by=cast.senco.user,
        **fields,
    )
    return made


def staging(cast: Cast) -> StagingDraft:
    """A draft of the SENCO's to place the list, in which Ayla was chosen by hand."""
    stage = Stage.objects.filter(on_register=True).order_by("order")[0]
    rules = Rules(how="status", stages={"K": stage.key}, since=Since.DAY, day=SINCE)
    made: StagingDraft = StagingDraft.objects.create(
        how="status", rules=rules.as_json(), started_by=cast.senco.user
    )
    StagingChoice.objects.create(
        draft=made, pupil=cast.ayla, stage_key=stage.key, since=SINCE, chosen_by=cast.senco.user
    )
    return made


def job(cast: Cast) -> Job:
    """Work the SENCO asked for."""
    made: Job = Job.objects.create(task="nothing", title="Import", started_by=cast.senco.user)
    return made


def tablet(cast: Cast) -> Tablet:
    """A shared tablet, enrolled by the office."""
    made: Tablet = Tablet.objects.create(
        name="Oak",
        token_hash=hash_of(f"{cast.school.slug} token"),
        last_day=date(2027, 8, 31),
        enrolled_by=cast.office.user,
    )
    return made


def pupil_import(cast: Cast) -> PupilImport:
    """A file the office uploaded, which moves Ayla to another class."""
    made: PupilImport = PupilImport.objects.create(
        kind=PupilImport.Kind.SPREADSHEET,
        file=f"{cast.school.slug}.csv",
        file_name="pupils.csv",
        uploaded_by=cast.office.user,
    )
    return made


def message(cast: Cast) -> OutboxMessage:
    """A message the mail server refused."""
    made: OutboxMessage = OutboxMessage.objects.create(
        to=f"refused@{cast.school.slug}.test",
        template="job_over",
        reason_key="refused",
        outcome=OutboxMessage.Outcome.FAILED,
    )
    return made


def invitation(cast: Cast) -> Invitation:
    """A teacher the office has asked to come."""
    asked = Invitee(f"new@{cast.school.slug}.test", "Nell Ash", frozenset({Role.TEACHER}))
    return invite(by=cast.office, invitees=[asked], starts_on=SINCE, days=14)[0]


def saved_view(cast: Cast) -> SavedView:
    """A view of the register that the SENCO keeps."""
    made: SavedView = SavedView.objects.create(membership=cast.senco, name="Year 4", query="year=4")
    return made


def matching(cast: Cast) -> ColumnMatching:
    """What a heading of this school's MIS means."""
    made: ColumnMatching = ColumnMatching.objects.create(
        layout="0" * 64, headings=["Pastoral group"], columns={"pastoralgroup": "Class"}
    )
    return made


def mis_keyed(cast: Cast, pupil: Pupil) -> MisKeyed:
    """A child of whom the MIS says other needs than we do, and a tick that names the child."""
    mark = marker(cast.school, pupil.forename.lower())
    MisRecord.objects.create(
        pupil=pupil, said_on=SINCE, needs=["HI"], needs_said_on=SINCE, surname=mark
    )
    made: MisKeyed = MisKeyed.objects.create(
        pupil=pupil, part="status", value=f"{mark} K", keyed_by=cast.office.user
    )
    return made


def opening_alert(cast: Cast) -> OpeningAlert:
    """A day on which the office opened the record of Ayla, one too many."""
    at = timezone.now()
    AccessEntry.objects.create(
        user=cast.office.user, what="pupils:pupil_detail", at=at, pupil=cast.ayla
    )
    made: OpeningAlert = OpeningAlert.objects.create(
        user=cast.office.user, on=timezone.localdate(at), signs=["hour"]
    )
    return made


def snapshot_file(cast: Cast) -> SnapshotFile:
    """A file the office uploaded, with Ayla's attendance."""
    made: SnapshotFile = SnapshotFile.objects.create(
        kind="attendance",
        taken_on=SINCE,
        file=f"{cast.school.slug}-attendance.csv",
        file_name="attendance.csv",
        uploaded_by=cast.office.user,
    )
    return made


def leaving(cast: Cast) -> Membership:
    """A teaching assistant whose last day is set, and is not over."""
    user = User.objects.create_user(f"leaving@{cast.school.slug}.test", name="Una Going")
    made: Membership = Membership.objects.create(
        user=user,
        school=cast.school,
        roles=frozenset({Role.TA}),
        starts_on=SINCE,
        ends_on=date(2027, 8, 1),
    )
    return made


def files_of(cast: Cast) -> dict[str, bytes]:
    """What lies in private storage, by name: logo, photos, letters, the file being imported."""
    mark = marker(cast.school, "ayla")
    files = {f"{cast.school.slug}.png": b"logo"}
    for name in cast.children:
        own = marker(cast.school, name)
        files |= {f"{own}.png": own.encode(), f"{own}.pdf": own.encode()}
    sheet = f"Forename,Surname,DOB,Year,Class\nAyla,{mark},14/05/2018,4,5A\n"
    figures = f"Forename,Surname,DOB,Attendance\nAyla,{mark},14/05/2018,94.2\n"
    files |= {f"{cast.school.slug}-attendance.csv": figures.encode()}
    return files | {f"{cast.school.slug}.csv": sheet.encode()}


OF_A_CHILD: dict[str, Callable[[Cast, Pupil], Any]] = {
    "pupil": pupil,
    "contact": lambda cast, pupil: pupil.contacts.get(),
    "staff_link": staff_link,
    "access_block": access_block,
    "stage_record": stage_record,
    "stay": stay,
    "overlay": overlay,
    "evidence_note": evidence_note,
    "mis_keyed": mis_keyed,
    "concern": concern,
    "observation": observation,
    "voice": voice,
    **OF_DOCUMENTS,
    **OF_LETTERS,
    **OF_MEETINGS,
    **OF_PLANS,
    **OF_WHAT_IS_DUE,
}

OF_THE_SCHOOL: dict[str, Callable[[Cast], Any]] = {
    "alert": opening_alert,
    "job": job,
    "staging": staging,
    "import": pupil_import,
    "snapshot_file": snapshot_file,
    "saved_view": saved_view,
    "matching": matching,
    "year": lambda cast: cast.class_4b.academic_year,
    "class": lambda cast: cast.class_4b,
    "assignment": lambda cast: cast.teacher_4b.class_assignments.get(),
    "invitation": invitation,
    "message": message,
    "member": lambda cast: cast.ta,
    **OF_THE_LADDER,
    **OF_TEMPLATES,
    "leaving": leaving,
    "meeting_day": meeting_day,
    "leaver": lambda cast: cast.gone,
    "tablet": tablet,
}
