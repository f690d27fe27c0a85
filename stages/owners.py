"""Whose a due item is: the parties a ladder names, as the roles of people who sign in. Pure."""

from collections.abc import Iterable

from accounts.roles import Role
from stages.ladder import RequirementSpec
from stages.merging import Item
from stages.vocabulary import Evidence, Party

# Who of the school each party is. The others of a meeting (parents, agencies, the LA) are asked in
# by somebody of the school and sign in nowhere.
ROLES: dict[Party, Role] = {
    Party.CLASS_TEACHER: Role.TEACHER,
    Party.STAFF: Role.TEACHER,
    Party.KEY_STAFF: Role.TEACHER,
    Party.SCHOOL: Role.SENCO,
    Party.YEAR_LEADER: Role.YEAR_LEADER,
    Party.TEAM_LEADER: Role.YEAR_LEADER,
    Party.SENIOR_LEADERS: Role.HEAD,
    Party.SENCO: Role.SENCO,
    Party.TA: Role.TA,
    Party.SEN_TA: Role.TA,
    Party.DATA_MANAGER: Role.OFFICE,
}
# What the SENCO sees to where a document names nobody; the rest is the class teacher's, who is
# responsible for the progress of every child in the class (Code of Practice 6.36).
THE_SENCOS = frozenset(
    {
        Evidence.AGENCY_INVOLVEMENT,
        Evidence.ADVICE,
        Evidence.CYCLE,
        Evidence.EHC_REQUEST,
        Evidence.EHC_PLAN,
        Evidence.PROVISION_MAP,
        Evidence.SUMMARY,
        Evidence.LETTER,
    }
)


def owners_of(asked: RequirementSpec) -> tuple[Party, ...]:
    """The parties of the school that see to a requirement, the first before the others."""
    named = [party for party in asked.by if party in ROLES]
    present = [party for party in asked.with_whom if party in ROLES]
    usual = Party.SENCO if asked.evidence in THE_SENCOS else Party.CLASS_TEACHER
    return tuple(named or present or [usual])


def owners(item: Item) -> list[Party]:
    """The parties that see to an item, in the order its requirements have them."""
    found = (party for one in item.occurrences for party in owners_of(one.asked))
    return list(dict.fromkeys(found))


def roles_of(parties: Iterable[Party]) -> set[Role]:
    """The roles of people who are one of these parties."""
    return {ROLES[party] for party in parties if party in ROLES}
