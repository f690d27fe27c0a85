"""The parts of a ladder's version as rows: what `stages.ladder` holds as values.

Fields have the names of the values they hold, so that `stages.storing` can turn one into the
other.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from schools.tenancy import SchoolOwned
from stages.models.version import LadderVersion, list_field
from stages.periods import Frequency, Timeframe
from stages.vocabulary import Applies, Direction, Evidence, HeldFor, Material, Strength, Word


def choices_of(kind: type[Word]) -> list[tuple[str, str]]:
    """The choices a field has of a fixed list of words."""
    return [(word.value, word.label) for word in kind]


def readable_timeframe(text: str) -> None:
    """Refuse a length the ladder cannot count with."""
    _readable(Timeframe, text)


def readable_frequency(text: str) -> None:
    """Refuse a frequency the ladder cannot count with."""
    _readable(Frequency, text)


def _readable(phrase: type[Timeframe | Frequency], text: str) -> None:
    try:
        phrase.read(text)
    except ValueError as fault:
        raise ValidationError(f"{fault}.") from fault


class Stage(SchoolOwned):
    """One stage of one version. `key` names the same stage in every version."""

    ladder_version = models.ForeignKey(
        LadderVersion, on_delete=models.PROTECT, related_name="stages"
    )
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=120)
    printed_order = models.PositiveSmallIntegerField(null=True, blank=True)
    when = models.TextField(blank=True)
    provision = models.CharField(max_length=200, blank=True)
    support = list_field()
    builds_on = list_field()
    actions = list_field()
    concern_from = list_field()
    involved = list_field()
    agencies = list_field()
    recording = list_field()
    monitored_by = list_field()
    timeframe = models.CharField(max_length=120, blank=True, validators=[readable_timeframe])
    timeframe_note = models.CharField(max_length=200, blank=True)
    on_register = models.BooleanField(default=False)
    needs_ehc_plan = models.BooleanField(default=False)
    universal = models.BooleanField(default=False)
    overlay = models.BooleanField(default=False)
    together = models.CharField(max_length=40, blank=True)
    list_name = models.CharField(max_length=80, blank=True)
    may_place = list_field()
    notes = list_field()

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["ladder_version", "key"], name="one_stage_a_key"),
            models.UniqueConstraint(fields=["ladder_version", "order"], name="one_stage_a_place"),
            models.UniqueConstraint(
                fields=["ladder_version", "label", "name"], name="one_stage_a_title"
            ),
            models.CheckConstraint(
                condition=Q(needs_ehc_plan=False) | Q(on_register=True),
                name="plan_stage_is_on_register",
            ),
            models.CheckConstraint(
                condition=Q(universal=False) | Q(on_register=False, overlay=False),
                name="universal_stage_is_below_register",
            ),
            models.CheckConstraint(
                condition=Q(overlay=False) | Q(on_register=False), name="overlay_is_beside_register"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Label and name, as `Stage 3: SEN support`."""
        return f"{self.label}: {self.name}" if self.label else self.name

    @property
    def sen_code(self) -> str:
        """The status a move here leads to, without an EHC plan: K on the register, else N."""
        return "K" if self.on_register else "N"


class Requirement(SchoolOwned):
    """What should exist for a child at a stage; with no stage, at several or all."""

    ladder_version = models.ForeignKey(
        LadderVersion, on_delete=models.PROTECT, related_name="requirements"
    )
    stage = models.ForeignKey(
        Stage, null=True, blank=True, on_delete=models.PROTECT, related_name="requirements"
    )
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    evidence = models.CharField(max_length=20, choices=choices_of(Evidence))
    words = models.CharField(max_length=200)
    of = models.CharField(max_length=40, blank=True)
    whose = models.CharField(max_length=20, blank=True)
    about = models.CharField(max_length=120, blank=True)
    by = list_field()
    with_whom = list_field()
    given_to = list_field()
    every = models.CharField(max_length=120, default="once", validators=[readable_frequency])
    after = models.CharField(max_length=120, blank=True, validators=[readable_timeframe])
    count = models.PositiveSmallIntegerField(default=1)
    strength = models.CharField(
        max_length=12, choices=choices_of(Strength), default=Strength.REQUIRED.value
    )
    held_for = models.CharField(
        max_length=8, choices=choices_of(HeldFor), default=HeldFor.CHILD.value
    )
    applies = models.CharField(
        max_length=20, choices=choices_of(Applies), default=Applies.EVERY.value
    )
    across_stages = models.BooleanField(default=False)
    stages = list_field()

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["ladder_version", "key"], name="one_requirement_a_key"),
            models.CheckConstraint(condition=Q(count__gte=1), name="requirement_asks_for_some"),
        ]

    def __str__(self) -> str:
        return self.words


class Route(SchoolOwned):
    """A way from a stage to another, or off the ladder (no `to_stage`)."""

    ladder_version = models.ForeignKey(
        LadderVersion, on_delete=models.PROTECT, related_name="routes"
    )
    order = models.PositiveSmallIntegerField()
    from_stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="routes_on")
    to_stage = models.ForeignKey(
        Stage, null=True, blank=True, on_delete=models.PROTECT, related_name="routes_here"
    )
    direction = models.CharField(max_length=8, choices=choices_of(Direction))
    words = models.CharField(max_length=160)
    when = models.TextField(blank=True)
    decided_by = list_field()
    needs = list_field()
    in_document = models.BooleanField(default=True)

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(to_stage__isnull=True, direction="exit")
                | (Q(to_stage__isnull=False) & ~Q(direction="exit")),
                name="an_exit_leads_off",
            )
        ]

    def __str__(self) -> str:
        return self.words


class Link(SchoolOwned):
    """A form, link or pointer of a stage; with no stage, of the whole ladder."""

    ladder_version = models.ForeignKey(
        LadderVersion, on_delete=models.PROTECT, related_name="links"
    )
    stage = models.ForeignKey(
        Stage, null=True, blank=True, on_delete=models.PROTECT, related_name="links"
    )
    order = models.PositiveSmallIntegerField()
    material = models.CharField(max_length=8, choices=choices_of(Material))
    name = models.CharField(max_length=120)
    owner = models.CharField(max_length=20, blank=True)
    address = models.URLField(blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta(SchoolOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return self.name
