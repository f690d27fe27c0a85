"""What the MIS last said, what was keyed into it, matched columns and the nightly folder."""

import uuid

import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import schools.records


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0002_fences"),
        ("pupils", "0004_pupil_imports"),
        ("schools", "0002_fences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ColumnMatching",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("layout", models.CharField(max_length=64)),
                ("headings", models.JSONField(default=list)),
                ("columns", models.JSONField(default=dict)),
                ("remembered_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="DropNight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("night", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for a whole file"),
                            ("nothing", "Nothing new"),
                            ("prepared", "Prepared"),
                            ("refused", "Could not be read"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="HistoricalMisKeyed",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "request_id",
                    models.CharField(
                        blank=True, default=schools.records._current_request_id, max_length=64
                    ),
                ),
                ("history_change_reason", models.TextField(null=True)),
                ("part", models.CharField(max_length=30)),
                ("value", models.TextField()),
                ("keyed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical mis keyed",
                "verbose_name_plural": "historical mis keyeds",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRefreshSetting",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "request_id",
                    models.CharField(
                        blank=True, default=schools.records._current_request_id, max_length=64
                    ),
                ),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "applies_harmless",
                    models.BooleanField(
                        default=False,
                        verbose_name="apply joiners, class and name changes by themselves",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical refresh setting",
                "verbose_name_plural": "historical refresh settings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MisKeyed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("part", models.CharField(max_length=30)),
                ("value", models.TextField()),
                ("keyed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="MisRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("said_on", models.DateField()),
                ("forename", models.CharField(blank=True, max_length=60)),
                ("surname", models.CharField(blank=True, max_length=60)),
                ("class_name", models.CharField(blank=True, max_length=20)),
                ("year_group", models.SmallIntegerField(blank=True, null=True)),
                ("sen_code", models.CharField(blank=True, max_length=1)),
                ("sen_since", models.DateField(blank=True, null=True)),
                ("sen_said_on", models.DateField(blank=True, null=True)),
                ("needs", models.JSONField(default=list)),
                ("needs_said_on", models.DateField(blank=True, null=True)),
                ("contacts", models.JSONField(default=list)),
                ("contacts_said_on", models.DateField(blank=True, null=True)),
                ("undecided", models.JSONField(default=list)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="RefreshSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "applies_harmless",
                    models.BooleanField(
                        default=False,
                        verbose_name="apply joiners, class and name changes by themselves",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="pupilimport",
            name="choices",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="pupilimport",
            name="columns",
            field=models.JSONField(blank=True, default=dict, null=True),
        ),
        migrations.AddField(
            model_name="pupilimport",
            name="file_digest",
            field=models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the file"),
        ),
        migrations.AddField(
            model_name="pupilimport",
            name="prepared",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="pupilimport",
            name="way",
            field=models.CharField(
                choices=[("upload", "Uploaded"), ("drop", "Found in the nightly folder")],
                default="upload",
                max_length=6,
            ),
        ),
        migrations.AlterField(
            model_name="pupilimport",
            name="uploaded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="pupilimport",
            index=models.Index(
                fields=["school", "file_digest"], name="pupils_pupi_school__e40214_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="pupilimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("uploaded_by__isnull", False), ("way", "upload")),
                    models.Q(("uploaded_by__isnull", True), ("way", "drop")),
                    _connector="OR",
                ),
                name="import_uploaded_by_someone",
            ),
        ),
        migrations.AddField(
            model_name="columnmatching",
            name="remembered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="columnmatching",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schools.school"
            ),
        ),
        migrations.AddField(
            model_name="dropnight",
            name="held",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pupils.pupilimport",
            ),
        ),
        migrations.AddField(
            model_name="dropnight",
            name="job",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="jobs.job",
            ),
        ),
        migrations.AddField(
            model_name="dropnight",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schools.school"
            ),
        ),
        migrations.AddField(
            model_name="historicalmiskeyed",
            name="history_user",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalmiskeyed",
            name="keyed_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalmiskeyed",
            name="pupil",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pupils.pupil",
            ),
        ),
        migrations.AddField(
            model_name="historicalmiskeyed",
            name="school",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="schools.school",
            ),
        ),
        migrations.AddField(
            model_name="historicalmiskeyed",
            name="seen_in",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pupils.pupilimport",
            ),
        ),
        migrations.AddField(
            model_name="historicalmiskeyed",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalrefreshsetting",
            name="history_user",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalrefreshsetting",
            name="school",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="schools.school",
            ),
        ),
        migrations.AddField(
            model_name="miskeyed",
            name="keyed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="miskeyed",
            name="pupil",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mis_keyed",
                to="pupils.pupil",
            ),
        ),
        migrations.AddField(
            model_name="miskeyed",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schools.school"
            ),
        ),
        migrations.AddField(
            model_name="miskeyed",
            name="seen_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pupils.pupilimport",
            ),
        ),
        migrations.AddField(
            model_name="miskeyed",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="misrecord",
            name="pupil",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mis_records",
                to="pupils.pupil",
            ),
        ),
        migrations.AddField(
            model_name="misrecord",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schools.school"
            ),
        ),
        migrations.AddField(
            model_name="refreshsetting",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schools.school"
            ),
        ),
        migrations.AddConstraint(
            model_name="columnmatching",
            constraint=models.UniqueConstraint(
                fields=("school", "layout"), name="one_matching_a_layout"
            ),
        ),
        migrations.AddConstraint(
            model_name="dropnight",
            constraint=models.UniqueConstraint(fields=("school", "night"), name="one_look_a_night"),
        ),
        migrations.AddIndex(
            model_name="miskeyed",
            index=models.Index(fields=["pupil", "part"], name="pupils_misk_pupil_i_6f4f1d_idx"),
        ),
        migrations.AddConstraint(
            model_name="miskeyed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("keyed_by__isnull", False), ("seen_in__isnull", True)),
                    models.Q(("keyed_by__isnull", True), ("seen_in__isnull", False)),
                    _connector="OR",
                ),
                name="keyed_by_someone_or_seen",
            ),
        ),
        migrations.AddConstraint(
            model_name="miskeyed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="keyed_undone_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="misrecord",
            constraint=models.UniqueConstraint(fields=("pupil",), name="one_mis_record_a_pupil"),
        ),
        migrations.AddConstraint(
            model_name="refreshsetting",
            constraint=models.UniqueConstraint(fields=("school",), name="one_refresh_setting"),
        ),
    ]
