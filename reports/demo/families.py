"""The homes children come from: surnames, languages, and the adults who may be told what."""

from dataclasses import dataclass, replace
from random import Random
from typing import Any

from pupils.models import Contact
from reports.demo.chance import one_of
from reports.demo.texts import names

Kin = Contact.Relationship
May = Contact.SenInformation

HOMES = {
    "two parents": 60,
    "mother": 17,
    "two addresses": 14,
    "step": 5,
    "father": 2,
    "grandparent": 2,
}
ORDER = (
    "Child arrangements order of {year}: contact centre only; no papers. A copy is in the office.",
    "Prohibited steps order of {year}: may be told of progress, not given the home address.",
)
FORMATS = ("Interpreter at meetings", "Large print", "Prefers a telephone call", "Read aloud")


@dataclass(frozen=True)
class Adult:
    """A contact as it will be written for each child of the family."""

    forename: str
    surname: str
    kin: str
    at_home: bool
    address: str
    phone: str
    email: str = ""
    responsible: bool = True
    may: str = May.YES
    order: str = ""
    order_allows: bool = False
    title: str = ""
    language: str = ""
    format_needs: str = ""

    @property
    def said_as(self) -> str:
        """How staff write of this adult: `Mum`, `Dad`, `Gran`."""
        spoken = {
            Kin.MOTHER: "Mum",
            Kin.FATHER: "Dad",
            Kin.STEP_FATHER: "his stepfather",
            Kin.RELATIVE: "Gran",
        }
        return spoken.get(Kin(self.kin), "his foster carer")

    @property
    def said_as_role(self) -> str:
        """What this adult is to the child, in lower case: `mother`, `foster mother`."""
        return str(Kin(self.kin).label).lower()


@dataclass(frozen=True)
class Family:
    """A family: its names, its language, its adults."""

    surname: str
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    language: str
    is_eal: bool
    adults: tuple[Adult, ...]


def make_family(chance: Random) -> Family:
    """A family of one of the heritages, with the adults of one kind of home."""
    heritage = one_of(chance, [(row, row["share"]) for row in names()["heritage"]])
    surname = chance.choice(heritage["surnames"])
    is_eal = chance.random() < heritage["eal"]
    language = chance.choice(heritage["languages"]) if is_eal else "English"
    is_eal = language != "English"
    if heritage["eal"] < 0.1 and chance.random() < 0.05:
        surname = f"{surname}-{chance.choice(heritage['surnames'])}"
    adults = _adults(chance, one_of(chance, HOMES.items()), surname, language)
    return Family(
        surname, tuple(heritage["girls"]), tuple(heritage["boys"]), language, is_eal, adults
    )


def _adults(chance: Random, home: str, surname: str, language: str) -> tuple[Adult, ...]:
    place = _address(chance)
    mother = _adult(chance, Kin.MOTHER, surname, place)
    father = _adult(chance, Kin.FATHER, surname, place)
    read = language if language != "English" and chance.random() < 0.4 else ""
    help_with = chance.choice(FORMATS) if chance.random() < 0.06 else ""
    mother = replace(mother, language=read, format_needs=help_with)
    apart = replace(father, at_home=False, address=_address(chance))
    if chance.random() < 0.12:
        apart = replace(apart, may=May.NO)
    made: dict[str, list[Adult]] = {
        "two parents": [mother, father],
        "mother": [mother, _gran(chance, surname)],
        "two addresses": [mother, apart],
        "step": [mother, _adult(chance, Kin.STEP_FATHER, surname, place, False), apart],
        "father": [father, _gran(chance, surname)],
        "grandparent": [replace(_gran(chance, surname), at_home=True, responsible=True)],
    }
    return tuple(made[home])


def foster_home(chance: Random, family: Family) -> Family:
    """The same child's contacts while looked after: a carer at home, a social worker."""
    carer = _adult(chance, Kin.FOSTER_MOTHER, _surname(chance), _address(chance), False)
    worker = replace(
        _adult(chance, Kin.SOCIAL_WORKER, _surname(chance), "", True), at_home=False, title="Ms"
    )
    birth = [
        replace(adult, at_home=False, may=May.NO)
        for adult in family.adults
        if adult.kin == Kin.MOTHER
    ]
    return replace(family, adults=(carer, worker, *birth))


def with_order(chance: Random, family: Family, year: int) -> Family:
    """The same family under a court order that binds the parent who lives elsewhere."""
    note = chance.choice(ORDER).format(year=year)
    told = "may be told" in note
    apart = _adult(chance, Kin.FATHER, family.surname, _address(chance))
    bound = replace(apart, at_home=False, may=May.ORDER, order=note, order_allows=told)
    others = [adult for adult in family.adults if adult.kin != Kin.FATHER]
    return replace(family, adults=(*others, bound))


def with_large_print(family: Family) -> Family:
    """The same family, where the adult who is called first needs large print."""
    first, *others = family.adults
    return replace(family, adults=(replace(first, format_needs="Large print"), *others))


def _gran(chance: Random, surname: str) -> Adult:
    gran = _adult(chance, Kin.RELATIVE, surname, _address(chance), False)
    return replace(gran, at_home=False, title="Mrs")


def _adult(chance: Random, kin: str, surname: str, address: str, responsible: bool = True) -> Adult:
    men = {Kin.FATHER, Kin.STEP_FATHER, Kin.FOSTER_FATHER}
    forename = chance.choice(names()["adults"]["men" if kin in men else "women"])
    if (kin == Kin.MOTHER and chance.random() < 0.22) or kin == Kin.STEP_FATHER:
        surname = _surname(chance)
    email = ""
    if chance.random() < 0.88:
        plain = "".join(sign for sign in f"{forename}.{surname}".lower() if sign.isascii())
        plain = "".join(sign for sign in plain if sign.isalnum() or sign == ".")
        email = f"{plain}{chance.randrange(10, 99)}@home.example"
    return Adult(forename, surname, kin, True, address, _phone(chance), email, responsible)


def _surname(chance: Random) -> str:
    rows: list[dict[str, Any]] = names()["heritage"]
    heritage = one_of(chance, [(row, row["share"]) for row in rows])
    return str(chance.choice(heritage["surnames"]))


def _phone(chance: Random) -> str:
    """A number kept for drama by Ofcom: 07700 900000 to 900999."""
    return f"07700 900{chance.randrange(1000):03d}"


def _address(chance: Random) -> str:
    """A street of nowhere; ZZ99 is the postcode the NHS gives to no place."""
    street = chance.choice(names()["places"]["streets"])
    return f"{chance.randrange(1, 140)} {street}\nNether Wick\nZZ99 {chance.randrange(1, 9)}ZZ"
