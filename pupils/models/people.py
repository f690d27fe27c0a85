"""The adults around a child: contacts, linked staff, and staff kept away."""

from django.db import models
from django.db.models import Q

from accounts.models import Membership, User
from schools.records import Recorded
from schools.tenancy import Dated


class Contact(Recorded):
    """One adult of a pupil's. Adults at different addresses are separate contacts."""

    class Relationship(models.TextChoices):
        """Codes of the Common Transfer File (statutory.md 2.5)."""

        MOTHER = "PAM", "Mother"
        FATHER = "PAF", "Father"
        STEP_MOTHER = "STM", "Stepmother"
        STEP_FATHER = "STF", "Stepfather"
        FOSTER_MOTHER = "FOM", "Foster mother"
        FOSTER_FATHER = "FOF", "Foster father"
        CARER = "CAR", "Carer"
        RELATIVE = "REL", "Other relative"
        FAMILY = "FAM", "Other family member"
        SOCIAL_WORKER = "SWR", "Social worker"
        CHILDMINDER = "CHM", "Childminder"
        DOCTOR = "DOC", "Doctor"
        HEAD_TEACHER = "HTC", "Head teacher"
        TEACHER = "TCH", "Teacher"
        RELIGIOUS = "RLG", "Religious contact"
        OTHER = "OTH", "Other contact"

    class SenInformation(models.TextChoices):
        YES = "yes", "May be sent SEN information"
        NO = "no", "Not to be sent SEN information"
        ORDER = "order", "A court order applies: see the note"

    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="contacts")
    rank = models.PositiveSmallIntegerField("order of contact", default=1)
    title = models.CharField(max_length=20, blank=True)
    forename = models.CharField(max_length=60, blank=True)
    surname = models.CharField(max_length=60)
    relationship = models.CharField(max_length=3, choices=Relationship, default=Relationship.OTHER)
    has_parental_responsibility = models.BooleanField("parental responsibility", default=False)
    sen_information = models.CharField(
        "SEN information", max_length=5, choices=SenInformation, default=SenInformation.YES
    )
    court_order_note = models.TextField(blank=True)
    order_allows_letters = models.BooleanField("the order allows letters about SEN", default=False)
    order_until = models.DateField("the order holds until", null=True, blank=True)
    order_review_on = models.DateField("look at the order again on", null=True, blank=True)
    lives_with_pupil = models.BooleanField(default=True)
    address = models.TextField(blank=True)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField("language they read", max_length=40, blank=True)
    format_needs = models.CharField(
        max_length=120, blank=True, help_text="Large print, read aloud, interpreter."
    )
    ended_on = models.DateField("no longer a contact from", null=True, blank=True)

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=~Q(sen_information="order") | ~Q(court_order_note=""),
                name="court_order_says_what",
            )
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"

    @property
    def name(self) -> str:
        """Title, forename and surname, those there are."""
        return " ".join(part for part in (self.title, self.forename, self.surname) if part)


class StaffLink(Recorded, Dated):
    """A member of staff linked to a pupil by name; scope looks at it."""

    class Kind(models.TextChoices):
        KEY_WORKER = "key_worker", "Key worker"
        ALLOCATED_TA = "allocated_ta", "Allocated TA"
        IN_PROVISION = "in_provision", "Runs a provision the pupil is in"
        NAMED = "named", "Named by the SENCO"

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="staff_links")
    pupil = models.ForeignKey("pupils.Pupil", on_delete=models.PROTECT, related_name="staff_links")
    kind = models.CharField(max_length=12, choices=Kind)

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["membership", "pupil", "kind"],
                condition=Q(ends_on__isnull=True),
                name="one_open_link_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class AccessBlock(Recorded, Dated):
    """A named member of staff kept from a named child, whatever their role (permissions.md)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey(
        "pupils.Pupil", on_delete=models.PROTECT, related_name="access_blocks"
    )
    why = models.CharField(max_length=200)

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "pupil"],
                condition=Q(ends_on__isnull=True),
                name="one_open_block_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"
