"""May this role do it? One readable table (permissions.md).

Whose records they may do it to is scope: `PupilQuerySet.visible_to`.
"""

from collections.abc import Iterable
from enum import StrEnum

from accounts.roles import Role


class Permission(StrEnum):
    """Something a role may do. Without it the answer is 403."""

    VIEW_HOME = "see their own home page"
    VIEW_REGISTER = "see the register"
    VIEW_PUPIL = "open a pupil's page"
    VIEW_STAGE = "see a pupil's stage record and the school's ladder"
    VIEW_CONTACTS = "see a pupil's details and contacts"
    EDIT_PUPIL = "change a pupil's details and contacts"
    EDIT_NEEDS = "change a pupil's needs"
    CORRECT_SEN_STATUS = "correct a pupil's SEN status"
    PLACE_BELOW_REGISTER = "place a pupil on stages the ladder lets teachers use"
    PLACE_ANYWHERE = "place a pupil on any stage, and correct the record"
    RECORD_EVIDENCE = "record that what a pupil's stage asks was done, or why it was not"
    VIEW_LETTERS = "see letters to a pupil's parents, and what was given to whom"
    RAISE_CONCERN = "raise a concern about a pupil, and follow their own"
    READ_CONCERNS = "read concerns about a pupil that are open"
    READ_DOCUMENTS = "read documents about a pupil that are open, and which agencies are involved"
    KEEP_DOCUMENTS = "add documents, agencies and their advice to a pupil's record"
    READ_VOICES = "read what a pupil and the parents said"
    WRITE_VOICES = "write down what a pupil or a parent says, and say that it is given"
    DRAFT_VOICES = "write down, as a scribe, what a pupil or a parent says: a draft"
    READ_RESTRICTED = "read restricted concerns and documents"
    TRIAGE_CONCERNS = "decide about concerns: a teacher only where the ladder lets them place"
    RESTRICT_CONCERNS = "restrict or conceal concerns and documents, and read concealed ones"
    VIEW_PLANS = "see a pupil's plans: profile, strategies, targets and how they go"
    READ_WHOLE_PLANS = "read every section of a plan, not only those of the TA's copy"
    VIEW_CLASS_SHEET = "see the sheets of a class: needs, what helps, what to avoid"
    WRITE_PLANS = "begin and write a pupil's plans and targets"
    ISSUE_PLANS = "issue a plan: freeze it as it was agreed, and have it printed"
    NOTE_PROGRESS = "note how a target goes"
    EDIT_PLAN_TEMPLATES = "change the school's plan templates and banks"
    VIEW_MEETINGS = "see meetings about a pupil: what was said, and what was agreed"
    RECORD_MEETINGS = "plan and record meetings about a pupil or a class"
    OWN_ACTIONS = "see and tick off what a meeting gave them to do"
    PRINT_LETTERS = "print letters to parents, and record what was given"
    WRITE_LETTERS = "make letters to parents about a pupil's SEN support"
    SHARE_VIEWS = "share a saved view of the register with colleagues"
    EXPORT_REGISTER = "take the register out with names (second factor again)"
    IMPORT_PUPILS = "load pupils from a file"
    KEY_INTO_MIS = "see and tick off what is to be keyed into the MIS"
    EDIT_SCHOOL = "change the school's details, logo, dates, classes and the words of letters"
    EDIT_LADDER = "choose and change the school's ladder"
    MANAGE_PEOPLE = "manage people and roles (second factor again)"
    MANAGE_TABLETS = "enrol the school's shared tablets (second factor again)"
    USE_TABLET = "choose a PIN for the school's shared tablets"
    RESET_SIGN_IN = "sign a colleague out, or reset a lost second factor (second factor again)"
    ASSIGN_CLASSES = "say which class is whose, and for how long"
    MANAGE_ACCESS = "keep a member of staff from a pupil, or link them"
    VIEW_AUDIT = "see who viewed a child, and the audit trail"


P = Permission

EVERYONE_IN_SCHOOL = frozenset({P.VIEW_HOME, P.OWN_ACTIONS, P.RAISE_CONCERN})
SEES_PUPILS = EVERYONE_IN_SCHOOL | {P.VIEW_REGISTER, P.VIEW_PUPIL, P.VIEW_STAGE}
TEACHES = SEES_PUPILS | {
    P.VIEW_CLASS_SHEET,
    P.VIEW_PLANS,
    P.READ_WHOLE_PLANS,
    P.WRITE_PLANS,
    P.NOTE_PROGRESS,
    P.READ_CONCERNS,
    P.TRIAGE_CONCERNS,
    P.READ_DOCUMENTS,
    P.KEEP_DOCUMENTS,
    P.READ_VOICES,
    P.WRITE_VOICES,
    P.DRAFT_VOICES,
    P.VIEW_CONTACTS,
    P.VIEW_LETTERS,
    P.VIEW_MEETINGS,
    P.RECORD_MEETINGS,
    P.PLACE_BELOW_REGISTER,
    P.RECORD_EVIDENCE,
    P.USE_TABLET,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.SENCO: frozenset(P),
    Role.HEAD: SEES_PUPILS
    | {
        P.VIEW_CLASS_SHEET,
        P.VIEW_PLANS,
        P.READ_WHOLE_PLANS,
        P.READ_CONCERNS,
        P.READ_DOCUMENTS,
        P.READ_VOICES,
        P.READ_RESTRICTED,
        P.VIEW_CONTACTS,
        P.VIEW_LETTERS,
        P.VIEW_MEETINGS,
        P.RECORD_MEETINGS,
        P.SHARE_VIEWS,
        P.EXPORT_REGISTER,
        P.MANAGE_PEOPLE,
        P.MANAGE_TABLETS,
        P.RESET_SIGN_IN,
        P.ASSIGN_CLASSES,
        P.MANAGE_ACCESS,
        P.VIEW_AUDIT,
    },
    Role.TEACHER: TEACHES,
    Role.YEAR_LEADER: TEACHES,
    Role.TA: SEES_PUPILS
    | {P.DRAFT_VOICES, P.USE_TABLET, P.VIEW_PLANS, P.NOTE_PROGRESS, P.VIEW_CLASS_SHEET},
    Role.DSL: SEES_PUPILS
    | {
        P.VIEW_CLASS_SHEET,
        P.VIEW_PLANS,
        P.READ_WHOLE_PLANS,
        P.VIEW_CONTACTS,
        P.VIEW_LETTERS,
        P.VIEW_MEETINGS,
        P.READ_CONCERNS,
        P.READ_DOCUMENTS,
        P.READ_VOICES,
        P.READ_RESTRICTED,
        P.RESTRICT_CONCERNS,
        P.VIEW_AUDIT,
    },
    Role.OFFICE: EVERYONE_IN_SCHOOL
    | {
        P.VIEW_REGISTER,
        P.VIEW_CONTACTS,
        P.VIEW_LETTERS,
        P.PRINT_LETTERS,
        P.EDIT_PUPIL,
        P.IMPORT_PUPILS,
        P.KEY_INTO_MIS,
        P.EDIT_SCHOOL,
        P.EDIT_LADDER,
        P.EDIT_PLAN_TEMPLATES,
        P.MANAGE_PEOPLE,
        P.MANAGE_TABLETS,
        P.ASSIGN_CLASSES,
    },
    Role.TRUST: frozenset(),
}

SCHOOL_ROLES = frozenset(Role) - {Role.TRUST}


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Everything these roles may do: the union."""
    return frozenset[Permission]().union(*(PERMISSIONS[role] for role in roles))


# Who may give which roles, and take them away. Never to themselves: the office makes no SENCO, head
# or DSL, else it could make one under an address of its own (permissions.md, "people and roles").
MAY_GIVE: dict[Role, frozenset[Role]] = {
    Role.SENCO: SCHOOL_ROLES,
    Role.HEAD: SCHOOL_ROLES,
    Role.OFFICE: frozenset({Role.TEACHER, Role.YEAR_LEADER, Role.TA, Role.OFFICE}),
}
