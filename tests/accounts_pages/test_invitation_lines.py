"""A pasted list of people, read line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.invitation_lines import Invitee, Known, Line, Place, read_lines, roles_named
from accounts.permissions import MAY_GIVE
from accounts.roles import Role

KNOWN = Known(
    may_give=MAY_GIVE[Role.OFFICE],
    classes={"4b": (7, "4B"), "5a": (8, "5A"), "oak class": (9, "Oak class")},
    own="office@northfield.test",
    here=frozenset({"ta@northfield.test"}),
    invited=frozenset({"asked@northfield.test"}),
)
BOB = "Bob Roe, bob@northfield.test, {}"


def one(text: str, known: Known = KNOWN) -> Line:
    """The only line of a list."""
    (line,) = read_lines(text, known)
    return line


@pytest.mark.parametrize(
    "text",
    [
        "Nell Ash, Nell@Northfield.test, teacher, 4B, Deputy",
        "Nell Ash\tnell@northfield.test\tTeacher\t4b\tDeputy",
        "Nell Ash; nell@northfield.test; class teacher; 4B; Deputy",
        '"Nell Ash",nell@northfield.test,Class Teacher, 4B ,Deputy',
        "Role\tJob title\tE-mail\tName\tClass\nTeacher\tDeputy\tnell@northfield.test\tNell Ash\t4B",
        "\nname, e-mail, role, class, job\n\nNell  Ash, nell@northfield.test, teacher, 4b, Deputy",
    ],
)  # fmt: skip
def test_a_line_as_people_paste_it(text: str) -> None:
    """Commas, semicolons or tabs, quoted or not, headings in any order, addresses in any case."""
    assert one(text).invitee == Invitee(
        "nell@northfield.test",
        "Nell Ash",
        frozenset({Role.TEACHER}),
        "Deputy",
        (Place("teacher", "4B", class_id=7),),
    )


@pytest.mark.parametrize(
    ("rest", "roles", "places"),
    [
        ("TA", {Role.TA}, []),
        ("TA, Oak class + 5A", {Role.TA}, [("ta", 9, None), ("ta", 8, None)]),
        ("teacher / office", {Role.TEACHER, Role.OFFICE}, []),
        ("teacher and TA, 4B + 4b", {Role.TEACHER, Role.TA}, [("teacher", 7, None)]),
        ("head of year, Year 5", {Role.YEAR_LEADER}, [("year_leader", None, 5)]),
        ("year leader + teacher, 5A & Y5", {Role.YEAR_LEADER, Role.TEACHER},
         [("teacher", 8, None), ("year_leader", None, 5)]),
        ("year leader, Reception", {Role.YEAR_LEADER}, [("year_leader", None, 0)]),
    ],
)  # fmt: skip
def test_several_roles_and_classes(rest: str, roles: set[Role], places: list[tuple]) -> None:
    """Joined by plus, slash, ampersand or `and`; a class is a teacher's or a TA's."""
    invitee = one(BOB.format(rest)).invitee
    assert invitee is not None
    assert invitee.roles == roles
    assert [(p.kind, p.class_id, p.year_group) for p in invitee.places] == places


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Bob Roe, bob at northfield, TA", "“bob at northfield” is no e-mail address."),
        ("Bob Roe", "The e-mail is missing."),
        ("bob@northfield.test, Bob Roe, TA", "The name comes first, then the e-mail."),
        (", bob@northfield.test, TA", "The name is missing."),
        (f"{'B' * 121}, bob@northfield.test, TA", "longer than 120"),
        (BOB.format(""), "The role is missing."),
        (BOB.format("wizard"), "“wizard” is no role. The roles are: Class teacher, Year leader"),
        (BOB.format("trust"), "“trust” is no role."),
        (BOB.format("SENCO"), "You cannot give this role: SENCO. Ask the SENCO or the head."),
        (BOB.format("teacher + head"), "You cannot give this role: Head or senior leader."),
        (BOB.format("TA, 9Z"), "There is no class “9Z”."),
        (BOB.format("office, 4B"), "4B is for a class teacher or a teaching assistant."),
        (BOB.format("teacher, Year 5"), "A whole year group (Year 5) is for a year leader."),
        (BOB.format("year leader, Year 90"), "There is no class “Year 90”."),
        ("Ta, TA@northfield.test, TA", "Works here already."),
        ("Al, asked@northfield.test, TA", "Is invited already"),
        ("Me, office@northfield.test, teacher", "That is you: nobody invites themselves."),
    ],
)
def test_what_is_wrong_is_said(text: str, problem: str) -> None:
    """A line with a problem invites nobody, and says which."""
    line = one(text)
    assert line.invitee is None
    assert any(problem in words for words in line.problems), line.problems


def test_listed_twice_names_the_first() -> None:
    """The second line of one address is the wrong one; numbers are those of the text."""
    lines = read_lines("\nAl, al@n.test, TA\n\nAl Roe, AL@n.test, TA", KNOWN)
    assert [line.number for line in lines] == [2, 4]
    assert lines[0].invitee
    assert lines[1].problems == ("Is listed twice: see line 2.",)


def test_every_role_of_a_school_has_its_words() -> None:
    """Each can be named by its label and by its key; the trust's cannot."""
    for role in MAY_GIVE[Role.SENCO]:
        for words in (role.label, role.value, role.value.replace("_", " ").upper()):
            assert roles_named(words) == (frozenset({role}), [])
    both = frozenset({Role.SENCO, Role.YEAR_LEADER})
    assert roles_named("senco, year_leader + trust lead") == (both, ["trust lead"])


@given(st.text(max_size=400), st.sampled_from([*MAY_GIVE]))
def test_any_text_is_read_without_a_fault(text: str, giver: Role) -> None:
    """Whatever is pasted: each line invites somebody or says why not, and gives nothing beyond."""
    known = Known(may_give=MAY_GIVE[giver], classes=KNOWN.classes)
    lines = read_lines(text, known)
    assert len(lines) <= len(text.splitlines())
    for line in lines:
        assert bool(line.problems) == (line.invitee is None)
        if line.invitee:
            assert line.invitee.roles <= MAY_GIVE[giver]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Al", "Bo"]),
            st.sampled_from(["a@n.test", "b@n.test", "A@n.test", "office@northfield.test"]),
            st.sampled_from(["ta", "teacher", "senco", "dsl + ta"]),
        ),
        max_size=8,
    )
)
def test_no_list_asks_one_address_twice(rows: list[tuple[str, str, str]]) -> None:
    """Nor oneself, nor for more than one may give."""
    asked = [line.invitee for line in read_lines("\n".join(", ".join(r) for r in rows), KNOWN)]
    found = [invitee for invitee in asked if invitee]
    assert len({one.email for one in found}) == len(found)
    assert all(one.roles <= KNOWN.may_give and one.email != KNOWN.own for one in found)
