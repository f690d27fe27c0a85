"""Year groups that move up by date, and the last day somebody expects of a leaver."""

from django.db import migrations, models

import common.dates
from common.years import YearGroup
from schools.fences import RenewAppendOnly


def fields(model: str) -> list[migrations.AddField]:
    """The three columns, on the record and on its history alike."""
    return [
        migrations.AddField(
            model,
            "leaves_on",
            models.DateField(
                blank=True, editable=False, null=True, verbose_name="expected to leave"
            ),
        ),
        migrations.AddField(
            model,
            "next_year_group",
            models.SmallIntegerField(
                blank=True, choices=YearGroup.choices, editable=False, null=True
            ),
        ),
        migrations.AddField(
            model,
            "year_begins",
            models.SmallIntegerField(default=common.dates.this_academic_year, editable=False),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("pupils", "0007_court_orders_and_letters")]

    operations = [
        *fields("Pupil"),
        *fields("HistoricalPupil"),
        RenewAppendOnly("Pupil"),
        RenewAppendOnly("Contact"),  # rebuilt by 0007
        migrations.AddConstraint(
            "Pupil",
            models.CheckConstraint(
                condition=models.Q(next_year_group__isnull=True)
                | models.Q(next_year_group__gte=models.F("year_group"))
                | models.Q(year_group__in=[90, 91]),
                name="pupil_never_goes_down_a_year",
            ),
        ),
    ]
