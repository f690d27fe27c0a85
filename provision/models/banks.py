"""What a school adds to the bank of targets and strategies, and what it hides of it."""

from django.db import models
from django.db.models import Q

from pupils.models import NeedArea
from schools.records import kept_history
from schools.tenancy import SchoolOwned


class BankItem(SchoolOwned):
    """A target or strategy to choose from: the school's own, or one of the start that it hides.

    One of the start (`is_built_in`) is known by its words; it has a row only once it was hidden.
    """

    class Kind(models.TextChoices):
        """What is chosen."""

        TARGET = "target", "Target"
        STRATEGY = "strategy", "Strategy"

    kind = models.CharField(max_length=8, choices=Kind)
    area = models.ForeignKey(
        NeedArea, verbose_name="area of need", on_delete=models.PROTECT, related_name="+"
    )
    words = models.CharField("what it says", max_length=400)
    measure = models.CharField("how we will know", max_length=400, blank=True)
    how_often = models.CharField(max_length=160, blank=True)
    is_built_in = models.BooleanField("of the start", default=False)
    hidden_at = models.DateTimeField(null=True, blank=True)

    history = kept_history()

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind", "words"], name="one_bank_item_a_wording"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="bank_item_says_what"),
        ]

    def __str__(self) -> str:
        return self.words
