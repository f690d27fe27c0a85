"""Which recorded tables the trail tells of, under which kind, and who may read of them.

A recorded table that stands in neither list fails a test: it is told by somebody's decision, never
by accident (restricted and concealed things need a rule of their own here).
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, Value

from accounts.models import ClassAssignment, Membership
from accounts.permissions import Permission
from provision.models import (
    Agreement,
    BankItem,
    IssuedPlan,
    Plan,
    PlanCopy,
    PlanSection,
    PlanTemplate,
    ProgressNote,
    Strategy,
    Target,
)
from pupils.models import (
    AccessBlock,
    Advice,
    AgencyInvolvement,
    ClassPlacement,
    Concern,
    Contact,
    Document,
    Given,
    Letter,
    Meeting,
    MeetingAction,
    MeetingDay,
    MeetingPupil,
    MisKeyed,
    Need,
    Observation,
    OpeningAlert,
    OwnChildAnswer,
    Pupil,
    Recommendation,
    RefreshSetting,
    SenStatus,
    Snapshot,
    StaffHome,
    StaffLink,
    Voice,
)
from schools.models import AcademicYear, ClassGroup, DatedSetting, School
from stages.models import EvidenceNote, LadderVersion, StageRecord, StayDecision

CHILDREN, ACCESS, PEOPLE, SCHOOL = "children", "access", "people", "school"
KINDS = {
    CHILDREN: "Children's records",
    ACCESS: "Who sees whom",
    PEOPLE: "People and roles",
    SCHOOL: "The school",
}


@dataclass(frozen=True)
class Subject:
    """A recorded table: its kind, what a row of it is called, and who may read of its changes.

    `pupil` is the column of the child it is about; `person` that of the member of staff, to whom
    changes about themselves are not told.
    """

    model: Any
    kind: str
    noun: str
    pupil: str = ""
    person: str = ""
    needs: Permission = Permission.VIEW_AUDIT

    @property
    def key(self) -> str:
        """The table's name, by which its rows are told apart."""
        return str(self.model._meta.model_name)

    def rows(self, reader: Membership) -> Any:
        """The versions of this table a reader may be told of, as a queryset."""
        if self.model is LadderVersion:
            return _published()
        history = self.model.history.all()
        if self.model is School:
            history = history.filter(id=reader.school_id)
        elif self.model is Membership:
            history = history.filter(school_id=reader.school_id)
        if self.model in SEEN_BY_ROW:
            history = history.filter(id__in=self.model.objects.visible_to(reader).values("pk"))
        elif self.pupil:
            seen = Pupil.objects.visible_to(reader).values("pk")
            history = history.filter(**{f"{self.pupil}__in": seen})
        if self.person:
            history = history.filter(~Q(**{self.person: reader.user_id}))
        return history.order_by()


def _published() -> Any:
    """Published versions of the ladder, as versions of anything else: by whom and when."""
    return LadderVersion.objects.filter(published_at__isnull=False).annotate(
        history_date=F("published_at"),
        history_user_id=F("published_by_id"),
        history_type=Value("+"),
        request_id=Value(""),
    )


# Seen as the rows themselves are: of a class or of none, or with a rule of their own.
SEEN_BY_ROW = (
    Meeting,
    MeetingAction,
    Concern,
    Observation,
    Document,
    Voice,
    AgencyInvolvement,
    Advice,
    Recommendation,
)
FAMILY = Permission.MANAGE_ACCESS  # they tell of a colleague's family
SUBJECTS = (
    Subject(Pupil, CHILDREN, "details", pupil="id"),
    Subject(Contact, CHILDREN, "contact", "pupil_id"),
    Subject(Need, CHILDREN, "need", "pupil_id"),
    Subject(SenStatus, CHILDREN, "SEN status", "pupil_id"),
    Subject(ClassPlacement, CHILDREN, "place in a class", "pupil_id"),
    Subject(StageRecord, CHILDREN, "stage record", "pupil_id"),
    Subject(StayDecision, CHILDREN, "decision to stay", "pupil_id"),
    Subject(EvidenceNote, CHILDREN, "note of what a stage asks", "pupil_id"),
    Subject(Letter, CHILDREN, "letter", "pupil_id"),
    Subject(Given, CHILDREN, "note of what was given", "pupil_id"),
    Subject(Meeting, CHILDREN, "meeting"),
    Subject(MeetingPupil, CHILDREN, "note of a meeting", "pupil_id"),
    Subject(MeetingAction, CHILDREN, "action of a meeting", "pupil_id"),
    Subject(Concern, CHILDREN, "concern", "pupil_id"),
    Subject(Observation, CHILDREN, "colleague's observation", "pupil_id"),
    Subject(Document, CHILDREN, "document", "pupil_id"),
    Subject(Plan, CHILDREN, "plan", "pupil_id"),
    Subject(PlanSection, CHILDREN, "section of a plan", "pupil_id"),
    Subject(Target, CHILDREN, "target", "pupil_id"),
    Subject(Strategy, CHILDREN, "strategy", "pupil_id"),
    Subject(ProgressNote, CHILDREN, "note of progress", "pupil_id"),
    Subject(Agreement, CHILDREN, "agreement to a plan", "pupil_id"),
    Subject(IssuedPlan, CHILDREN, "issued plan", "pupil_id"),
    Subject(PlanCopy, CHILDREN, "copy of a plan", "pupil_id"),
    Subject(Voice, CHILDREN, "voice", "pupil_id"),
    Subject(AgencyInvolvement, CHILDREN, "agency's involvement", "pupil_id"),
    Subject(Advice, CHILDREN, "note of advice", "pupil_id"),
    Subject(Recommendation, CHILDREN, "recommendation", "pupil_id"),
    Subject(MisKeyed, CHILDREN, "tick for the MIS", "pupil_id"),
    Subject(Snapshot, CHILDREN, "loaded figure", "pupil_id"),
    Subject(StaffLink, ACCESS, "link with a member of staff", pupil="pupil_id"),
    Subject(AccessBlock, ACCESS, "access block", "pupil_id", "user_id", FAMILY),
    Subject(OwnChildAnswer, ACCESS, "answer", "pupil_id", "user_id", FAMILY),
    Subject(StaffHome, ACCESS, "home details", "", "user_id", FAMILY),
    Subject(OpeningAlert, ACCESS, "alert", person="user_id"),
    Subject(ClassAssignment, ACCESS, "class assignment"),
    Subject(Membership, PEOPLE, "membership"),
    Subject(School, SCHOOL, "school's details"),
    Subject(AcademicYear, SCHOOL, "academic year"),
    Subject(ClassGroup, SCHOOL, "class"),
    Subject(DatedSetting, SCHOOL, "figure"),
    Subject(MeetingDay, SCHOOL, "day for meetings"),
    Subject(PlanTemplate, SCHOOL, "plan template"),
    Subject(BankItem, SCHOOL, "entry of the bank"),
    Subject(LadderVersion, SCHOOL, "version of the ladder"),
    Subject(RefreshSetting, SCHOOL, "rule for the refresh"),
)
# Recorded tables that are not told of, and why.
NOT_TOLD = {
    "stages.Notice": "ties a letter to a move: the letter is told itself",
}


def subjects_for(reader: Membership, kind: str) -> list[Subject]:
    """What a reader is told of, of one kind or of all."""
    return [
        subject for subject in SUBJECTS if reader.can(subject.needs) and kind in (subject.kind, "")
    ]
