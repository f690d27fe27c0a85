"""The words a ladder is written in: who takes part, what counts as evidence, how strongly.

Each list comes from reading the five schools' documents line by line; a school's own printed
words sit beside them in the ladder, so nothing here replaces what a school says.
"""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A fixed word with the label people read."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the label beside the stored value."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word


class Party(Word):
    """Who raises, takes part, monitors or decides."""

    PUPIL = "pupil", "pupil"
    PARENT = "parent", "parents"
    CLASS_TEACHER = "class_teacher", "class teacher"
    YEAR_LEADER = "year_leader", "year leader"
    TEAM_LEADER = "team_leader", "team leader"
    SENIOR_LEADERS = "senior_leaders", "senior leadership team"
    SENCO = "senco", "SENCO"
    TA = "ta", "teaching assistants"
    SEN_TA = "sen_ta", "SEN TA"
    DATA_MANAGER = "data_manager", "data manager"
    STAFF = "staff", "school staff"
    KEY_STAFF = "key_staff", "key staff"
    SCHOOL = "school", "school"
    SCHOOL_SPECIALIST = "school_specialist", "specialists the school itself secures"
    AGENCY = "agency", "outside agencies"
    PROFESSIONAL = "professional", "professionals involved with the child"
    SUPPORTERS = "supporters", "everyone who supports the child"
    LA = "la", "local authority"


class Placer(Word):
    """Who may place a child on a stage. The SENCO always may (permissions.md)."""

    TEACHER = "teacher", "teacher"
    YEAR_LEADER = "year_leader", "year leader"


class Evidence(Word):
    """The kinds of record that can meet a requirement."""

    CONCERN = "concern", "concern"
    CHECKLIST = "checklist", "checklist"
    ASSESSMENT = "assessment", "assessment"
    OBSERVATION = "observation", "observation"
    PLAN = "plan", "plan"
    TARGETS = "targets", "targets"
    SUPPORT = "support", "support put in place"
    INTERVENTION = "intervention", "intervention"
    PROVISION_MAP = "provision_map", "provision map"
    MEETING = "meeting", "meeting"
    VOICE = "voice", "voice"
    REVIEW = "review", "review"
    CYCLE = "cycle", "assess, plan, do, review cycle"
    RECORD = "record", "record"
    MONITORING = "monitoring", "monitoring"
    SUMMARY = "summary", "summary of data"
    AGENCY_INVOLVEMENT = "agency_involvement", "involvement of an agency"
    ADVICE = "advice", "advice"
    LETTER = "letter", "letter"
    COPY = "copy", "copy given"
    EHC_REQUEST = "ehc_request", "request for an EHC needs assessment"
    EHC_PLAN = "ehc_plan", "EHC plan"


class Strength(Word):
    """How firmly the document asks: only `required` can ever be overdue as missing."""

    REQUIRED = "required", "required"
    EXPECTED = "expected", "expected"
    CONSIDERED = "considered", "to be considered"


class HeldFor(Word):
    """Whether one record answers for one child or for a whole class."""

    CHILD = "child", "each child"
    CLASS = "class", "the whole class"


class Applies(Word):
    """For which children at the stage a requirement holds."""

    EVERY = "every", "every child at the stage"
    IN_INTERVENTION = "in_intervention", "any child receiving an intervention"
    WITH_THE_PLAN = "with_the_plan", "any child who has one"
    WHERE_APPROPRIATE = "where_appropriate", "where appropriate"


class Direction(Word):
    """Which way a route leads."""

    FORWARD = "forward", "on"
    BACK = "back", "back"
    STAY = "stay", "stay"
    EXIT = "exit", "off"


class Material(Word):
    """What a stage points to."""

    FORM = "form", "form"
    LINK = "link", "link for the school to fill in"
    POINTER = "pointer", "system kept elsewhere"
