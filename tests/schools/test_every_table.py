"""Every table is of a school and fenced, or stands here with the reason why not."""

from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from schools.fences import POLICY, fenced_foreign_keys, is_school_owned
from schools.records import Recorded
from schools.tenancy import SchoolOwned
from tests.schools.raw import postgres_only, rows_of

NOT_OF_A_SCHOOL = {
    "auth.Group": "Django's own; unused",
    "auth.Group_permissions": "Django's own; unused",
    "auth.Permission": "Django's own; unused",
    "contenttypes.ContentType": "Django's own list of models",
    "sessions.Session": "of a person, before the school is known",
    "account.EmailAddress": "of a person, before the school is known",
    "account.EmailConfirmation": "of a person, before the school is known",
    "socialaccount.SocialAccount": "of a person, before the school is known",
    "socialaccount.SocialApp": "allauth's; unused: the settings configure",
    "socialaccount.SocialToken": "allauth's; unused: no token is stored",
    "mfa.Authenticator": "of a person, before the school is known",
    "accounts.BrowserSession": "of a person, in every school they work in",
    "accounts.FactorReset": "of a person, before the school is known",
    "accounts.User": "a person works in several schools",
    "schools.Trust": "above the schools",
    "schools.School": "the school itself",
    "schools.HistoricalSchool": "the school itself, in versions",
    "pupils.NeedArea": "the Code's words, the same everywhere",
    "pupils.NeedType": "the census's codes, the same everywhere",
}

NO_ROW_POLICY = {
    "accounts.Membership": "read at the door, before the school is known; or of a trust",
    "accounts.HistoricalMembership": "as its record; or of a trust",
}

NOT_RECORDED = {
    "schools.AcademicYear": "about no child; its history is kept (kept_history)",
    "schools.HalfTerm": "the calendar: about no child",
    "schools.ClosureDay": "the calendar: about no child",
    "schools.ClassGroup": "about no child; its history is kept (kept_history)",
    "schools.DatedSetting": "about no child; its history is kept (kept_history)",
    "schools.SetupSkip": "what set-up passes over: about no child",
    "accounts.Invitation": "says itself who sent and withdrew it; what it gives is recorded",
    "accounts.InvitedClass": "part of an invitation",
    "jobs.Job": "how work stands; what it writes is recorded with who asked",
    "jobs.OutboxMessage": "a message that names no child",
    "pupils.Handover": "what one day did; the rows that ended and began are recorded",
    "pupils.AccessEntry": "append-only itself",
    "pupils.MisRecord": "a copy of what the MIS last said; each of its files replaces it",
    "pupils.ColumnMatching": "what headings of files mean; of no child",
    "pupils.DropNight": "how one night's look into a folder ended; of no child",
    "pupils.LetterText": "about no child; a letter keeps the words it was made with",
    "pupils.LetterBatch": "how a print stands; each letter in it is recorded",
    "pupils.MeetingDay": "about no child; its history is kept (kept_history)",
    "pupils.Checklist": "a version is never changed; about no child",
    "pupils.SnapshotFile": "how an upload stands; what it writes is recorded with who loaded it",
    "pupils.AttainmentScale": "a list of words, about no child",
    "pupils.PupilImport": "how an upload stands; what it writes is recorded with who asked",
    "provision.BankItem": "words to choose from, about no child; its history is kept",
    "provision.PlanTemplate": "about no child; its history is kept (kept_history)",
    "provision.SheetReading": "that somebody read what a sheet says; never changed",
    "reports.SavedView": "a person's filters under a name: about no child",
    "accounts.Tablet": "a device: who enrolled it and took it out stands in its row",
    "accounts.TabletPin": "a secret of its owner, of no child",
    "stages.StagingDraft": "a draft: the records it makes are recorded",
    "stages.StagingChoice": "a choice in a draft: the record it leads to is recorded",
    "stages.Standing": "computed from what is recorded (docs/decisions/standing.md)",
    "stages.Snooze": "what a person put out of their own sight; of the child nothing changes",
    "stages.Ladder": "kept in versions of its own",
    "provision.PlanPrint": "a file for the printer: what it holds is recorded copy by copy",
    "reviews.DigestChoice": "when a person wants their own messages",
    "reviews.Digest": "that somebody was told on a day; never changed",
    "reviews.Reminder": "of what somebody was told; never changed",
    "stages.LadderVersion": "a version is never changed once published",
    "stages.Stage": "part of a version",
    "stages.Requirement": "part of a version",
    "stages.Route": "part of a version",
    "stages.Link": "part of a version",
}


def models() -> list[type[Model]]:
    """Every table there is, join tables too."""
    return list(apps.get_models(include_auto_created=True))


def owned() -> list[type[Model]]:
    """Every table that carries a school."""
    return [model for model in models() if is_school_owned(model)]


def is_history(model: type[Model]) -> bool:
    """Whether a table is another's history."""
    return model.__name__.startswith("Historical")


def label(model: Any) -> str:
    """`room.Model`."""
    return str(model._meta.label)


def test_every_table_is_of_a_school_or_says_why_not() -> None:
    """A table without a school is one of a short list."""
    assert {label(model) for model in models()} - {label(model) for model in owned()} == set(
        NOT_OF_A_SCHOOL
    )


def test_every_school_owned_model_keeps_both_python_fences() -> None:
    """It extends `SchoolOwned`, and its base manager is the guarded one (related sets use it)."""
    for model in owned():
        if is_history(model) or label(model) in NO_ROW_POLICY:
            continue
        assert issubclass(model, SchoolOwned), label(model)
        assert model._meta.base_manager_name == "objects", label(model)
        assert model._meta.default_manager is model.objects, label(model)


def test_every_model_of_a_school_is_recorded_or_says_why_not() -> None:
    """Every change to a child's record is kept (reliability.md, promise 4)."""
    plain = {
        label(model)
        for model in owned()
        if issubclass(model, SchoolOwned) and not issubclass(model, Recorded)
    }
    assert {name for name in plain if not name.split(".")[1].startswith("Historical")} == set(
        NOT_RECORDED
    )


def test_no_record_has_a_many_to_many() -> None:
    """A many-to-many change writes no history row, and its table would carry no school."""
    assert not [label(model) for model in owned() if model._meta.local_many_to_many]


def test_nothing_about_a_child_cascades() -> None:
    """`PROTECT`, then archive: no delete takes a child's records with it."""
    for model in owned():
        for field in model._meta.concrete_fields:
            rule = getattr(field.remote_field, "on_delete", None)
            if rule is not None:
                assert rule.__name__ in {"PROTECT", "DO_NOTHING", "SET_NULL"}, f"{model}.{field}"
                assert rule.__name__ == "PROTECT" or is_history(model), f"{model}.{field}"


@postgres_only
@pytest.mark.django_db
def test_every_table_of_a_school_has_its_policy() -> None:
    """Row-level security is on, forced on the owner too, for reading and for writing."""
    fenced = {
        row[0]
        for row in rows_of(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        )
    }
    rules = {
        row[0]: row[1:]
        for row in rows_of("SELECT tablename, cmd, permissive, qual, with_check FROM pg_policies")
    }
    for model in owned():
        table = model._meta.db_table
        if label(model) in NO_ROW_POLICY:
            assert table not in fenced
            continue
        assert table in fenced, f"{table} has no forced row-level security"
        cmd, permissive, using, check = rules[table]
        assert (cmd, permissive) == ("ALL", "PERMISSIVE")
        assert plain(using) == plain(check) == plain(POLICY), table


def plain(condition: str) -> str:
    """A policy's words, without what PostgreSQL adds when it prints them."""
    for extra in ("::text", "(", ")", " "):
        condition = condition.replace(extra, "")
    return condition.lower()


@postgres_only
@pytest.mark.django_db
def test_every_key_between_schools_tables_is_composite() -> None:
    """Each has a key (school, id), and each foreign key to another such table uses it."""
    found = rows_of(
        "SELECT c.conrelid::regclass::text, c.contype, c.confrelid::regclass::text,"
        " array(SELECT attname::text FROM unnest(c.conkey) WITH ORDINALITY AS k(n, i)"
        " JOIN pg_attribute ON attrelid = c.conrelid AND attnum = k.n ORDER BY k.i)"
        " FROM pg_constraint AS c WHERE c.contype IN ('u', 'f')"
    )
    keys = {(table, kind, target, tuple(columns)) for table, kind, target, columns in found}
    for model in owned():
        if is_history(model):
            continue
        table = model._meta.db_table
        assert (table, "u", "-", ("school_id", "id")) in keys, table
        for field in fenced_foreign_keys(model):
            target = field.related_model._meta.db_table
            assert (table, "f", target, ("school_id", field.column)) in keys, f"{table}.{field}"
