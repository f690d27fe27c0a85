"""How many children have SEN, of which kind: the shape of English schools.

From the shape of *Special educational needs in England* (Department for Education, yearly, from the
school census), rounded and recalled, not copied: about 14 in a hundred pupils on SEN support and 5
with an EHC plan over all schools, special ones included, so nearer 4 in a mainstream school. Both
rise through primary; speech and language leads in the youngest, SEMH and specific difficulties in
secondary, autism among plans. About 6 in 10 on support and 7 in 10 with a plan are boys.
"""

from enum import StrEnum
from random import Random

from reports.demo.chance import one_of


class Kind(StrEnum):
    """Where a child's story has come to."""

    PLAN = "plan in force"
    PLAN_ARRIVED = "plan in force, at no stage of ours yet"
    SUPPORT = "on SEN support"
    DEEPER = "on SEN support, with more than the first stage gives"
    ASKED = "an EHC assessment is asked for"
    REFUSED = "asked for and refused"
    SUPPORT_ARRIVED = "on SEN support, at no stage of ours yet"
    WATCHED = "below the register"
    STEPPED_BACK = "off SEN support, still watched"
    WATCHED_OFF = "was watched, is off"
    SUPPORT_OFF = "was on SEN support, is off"
    NONE = "never on the ladder"


# Of a hundred pupils; the years of primary and secondary weigh them below.
SHARES = {
    Kind.PLAN: 3.9,
    Kind.PLAN_ARRIVED: 0.25,
    Kind.SUPPORT: 7.6,
    Kind.DEEPER: 3.9,
    Kind.ASKED: 0.7,
    Kind.REFUSED: 0.5,
    Kind.SUPPORT_ARRIVED: 0.8,
    Kind.WATCHED: 5.5,
    Kind.STEPPED_BACK: 0.8,
    Kind.WATCHED_OFF: 4.5,
    Kind.SUPPORT_OFF: 2.5,
}
ON_PLAN = frozenset({Kind.PLAN, Kind.PLAN_ARRIVED})
ON_SUPPORT = frozenset({Kind.SUPPORT, Kind.DEEPER, Kind.ASKED, Kind.REFUSED, Kind.SUPPORT_ARRIVED})
BY_YEAR = {0: 0.5, 1: 0.75, 2: 0.95, 3: 1.1, 4: 1.2, 5: 1.25, 6: 1.25}
IN_SECONDARY = 1.0
WATCHED_BY_YEAR = {0: 1.4, 1: 1.6, 2: 1.3}

PRIMARY_SUPPORT = {
    "SLCN": 34,
    "SEMH": 20,
    "MLD": 16,
    "SPLD": 11,
    "ASD": 9,
    "OTH": 3,
    "NSA": 3,
    "PD": 2,
    "HI": 1.5,
    "VI": 0.8,
}
SECONDARY_SUPPORT = {
    "SEMH": 25,
    "SPLD": 22,
    "MLD": 17,
    "SLCN": 14,
    "ASD": 12,
    "OTH": 4,
    "NSA": 2,
    "PD": 2,
    "HI": 2,
    "VI": 1,
}
WITH_PLAN = {
    "ASD": 35,
    "SLCN": 22,
    "SEMH": 15,
    "MLD": 9,
    "SLD": 6,
    "PD": 5,
    "SPLD": 3,
    "HI": 2,
    "VI": 1,
    "DS": 1.5,
}
SECOND = {"SLCN": 24, "SEMH": 26, "MLD": 16, "SPLD": 12, "ASD": 6, "PD": 4, "HI": 2, "OTH": 6}


def share_of(kind: Kind, year: int) -> float:
    """The part of a year group's children whose story is of a kind."""
    share = SHARES[kind] / 100
    if kind in (Kind.WATCHED, Kind.WATCHED_OFF):
        return share * WATCHED_BY_YEAR.get(year, 0.8)
    return share * BY_YEAR.get(year, IN_SECONDARY)


def main_need(kind: Kind, year: int, chance: Random) -> str:
    """The census code of a child's main need."""
    if kind in ON_PLAN:
        return one_of(chance, WITH_PLAN.items())
    shares = SECONDARY_SUPPORT if year > 6 else PRIMARY_SUPPORT
    return one_of(chance, shares.items())


def second_need(first: str, chance: Random) -> str | None:
    """The code of another need, which about a third of children with SEN have."""
    found = one_of(chance, SECOND.items())
    return found if found != first and chance.random() < 0.36 else None


def boys_among(kind: Kind) -> float:
    """The part of the children of a kind who are boys."""
    if kind in ON_PLAN:
        return 0.72
    return 0.62 if kind in ON_SUPPORT else 0.49
