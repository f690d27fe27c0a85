"""The classes a pupil has been in."""

from django.db import models

from schools.models import ClassGroup
from schools.records import Recorded
from schools.tenancy import Dated


class ClassPlacement(Recorded, Dated):
    """The class a pupil is in, from a day until the day it ended."""

    pupil = models.ForeignKey(
        "pupils.Pupil", on_delete=models.PROTECT, related_name="class_placements"
    )
    class_group = models.ForeignKey(ClassGroup, on_delete=models.PROTECT, related_name="placements")

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [*Dated.Meta.constraints]
        indexes = [models.Index(fields=["pupil", "starts_on"])]

    def __str__(self) -> str:
        return f"placement {self.pk}"
