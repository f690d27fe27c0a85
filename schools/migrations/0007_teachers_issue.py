"""A figure for whether teachers issue plans themselves."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0006_reminder_figures"),
    ]

    operations = [
        migrations.AlterField(
            model_name="datedsetting",
            name="name",
            field=models.CharField(
                choices=[
                    ("notional_threshold", "Notional SEN threshold, £ a pupil a year"),
                    ("weeks_per_year", "Weeks a year for costing"),
                    ("retention_years", "Years from birth an SEN file is kept"),
                    ("link_days", "Days a parent's link lives"),
                    ("small_number", "Counts below this are suppressed for the trust"),
                    ("tail_days", "Days last year's teacher can still read"),
                    ("alert_hour", "Children opened in an hour that raise an alert"),
                    ("alert_times", "Times their usual day that raise an alert"),
                    ("alert_least", "Children in a day below which their usual day does not count"),
                    ("alert_night", "Children opened after midnight that raise an alert"),
                    ("alert_exports", "Exports with names in a day that raise an alert"),
                    ("remind_senco", "School days overdue after which the SENCO is told"),
                    ("remind_head", "School days overdue after which the head is told"),
                    ("teachers_issue", "Teachers issue plans themselves: 1 yes, 0 no"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="historicaldatedsetting",
            name="name",
            field=models.CharField(
                choices=[
                    ("notional_threshold", "Notional SEN threshold, £ a pupil a year"),
                    ("weeks_per_year", "Weeks a year for costing"),
                    ("retention_years", "Years from birth an SEN file is kept"),
                    ("link_days", "Days a parent's link lives"),
                    ("small_number", "Counts below this are suppressed for the trust"),
                    ("tail_days", "Days last year's teacher can still read"),
                    ("alert_hour", "Children opened in an hour that raise an alert"),
                    ("alert_times", "Times their usual day that raise an alert"),
                    ("alert_least", "Children in a day below which their usual day does not count"),
                    ("alert_night", "Children opened after midnight that raise an alert"),
                    ("alert_exports", "Exports with names in a day that raise an alert"),
                    ("remind_senco", "School days overdue after which the SENCO is told"),
                    ("remind_head", "School days overdue after which the head is told"),
                    ("teachers_issue", "Teachers issue plans themselves: 1 yes, 0 no"),
                ],
                max_length=20,
            ),
        ),
    ]
