"""What the rules say of a plan, beside the words it is about, and by command."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from provision.models import Plan, Target
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.provision import plan, section, target
from tests.factories.stages import give_ladder
from tests.people import client_of
from tests.pupils.pages import words

VAGUE = "“Regular” can mean anything."


@pytest.fixture
def begun(cast: Cast) -> Plan:
    """Ayla's plan, with one target that lacks much and says a vague word in a section."""
    give_ladder(cast.senco, "eight-steps")
    with school_scope(cast.school, by=cast.teacher_4b.user):
        made = plan(cast.ayla, cast.teacher_4b)
        section(made, "strengths", "Regular football", cast.teacher_4b)
        row = target(made, cast.teacher_4b)
        row.what, row.who = "Ayla will improve her reading", ""
        row.save()
    return made


def page(begun: Plan) -> str:
    """The address of the plan."""
    return reverse("provision:plan_detail", kwargs={"school": "northfield", "pk": begun.pk})


def told(cast: Cast, pk: int) -> dict[str, list[dict[str, str]]]:
    """What the command answers as JSON."""
    out = StringIO()
    call_command("check_plan", str(pk), "--school", cast.school.slug, "--json", stdout=out)
    answer: dict[str, list[dict[str, str]]] = json.loads(out.getvalue())
    return answer


def test_hints_stand_beside_what_they_are_about(cast: Cast, begun: Plan) -> None:
    """Whoever writes sees each hint below its section or target, with its source; once each."""
    answer = client_of(cast.teacher_4b).get(page(begun))
    shown = words(answer)
    hints = answer.context["hints"]
    assert VAGUE in shown
    assert [line.says[: len(VAGUE)] for line in hints["section-strengths"]] == [VAGUE]
    assert shown.index("Regular football") < shown.index(VAGUE)
    assert "SEND Code of Practice 6.49" in shown
    with school_scope(cast.school, writes=False):
        (row,) = Target.objects.all()
    assert {line.field for line in hints[row.anchor]} >= {"", "Who helps"}
    assert len(hints["plan"]) == 2


def test_mending_the_words_takes_the_hint_away(cast: Cast, begun: Plan) -> None:
    """What a script swaps in has its hints anew."""
    with school_scope(cast.school, by=cast.teacher_4b.user):
        section(begun, "strengths", "Football on Mondays", cast.teacher_4b)
    assert VAGUE not in words(client_of(cast.teacher_4b).get(page(begun)))


@pytest.mark.parametrize("reader", ["ta", "head"])
def test_who_does_not_write_sees_no_hint(cast: Cast, begun: Plan, reader: str) -> None:
    """Hints are for whoever can act on them."""
    answer = client_of(getattr(cast, reader)).get(page(begun))
    assert answer.status_code == 200
    assert 'class="hints"' not in words(answer)


def test_the_command_gives_what_the_page_gives(cast: Cast, begun: Plan) -> None:
    """`check_plan`: rule, where, says and source of each hint, and the reading age."""
    answer = told(cast, begun.pk)
    assert set(answer) == {"hints", "reading_age"}
    assert {"vague", "unseen", "who", "pupil_voice", "parent_voice"} <= {
        hint["rule"] for hint in answer["hints"]
    }
    assert {frozenset(hint) for hint in answer["hints"]} == {
        frozenset({"rule", "where", "says", "source"})
    }
    assert "section strengths text" in {hint["where"] for hint in answer["hints"]}


def test_the_command_refuses_what_is_not_there(
    cast: Cast, begun: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    """One plain sentence and 1, for no such plan and no such school."""
    for pk, slug in ((begun.pk + 999, cast.school.slug), (begun.pk, "nowhere")):
        with pytest.raises(SystemExit) as left:
            call_command("check_plan", str(pk), "--school", slug)
        assert left.value.code == 1
    assert "There is no plan" in capsys.readouterr().err
