"""The plan on paper: tagged, designed, and nothing in it that its reader must not see."""

import io
import os
import time
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from common.pdf import Pdf, fetcher, render_pdf
from provision.frozen import (
    Copy,
    FrozenPlan,
    FrozenSection,
    FrozenStrategy,
    FrozenTarget,
    FrozenVoice,
)
from provision.printing import html_of, print_plans
from schools.models import School
from schools.printing import FONTS, style_sheet
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories import provision as make

pytestmark = pytest.mark.budget(60)
SCHOOL = School(name="Northfield Primary")
STAFF_ONLY, NOT_TA, NOT_CLASS = "Zqstaffonly", "Zqnotforta", "Zqnotforclass"


def frozen(**more: Any) -> FrozenPlan:
    """A plan with a bit of everything, of two pages."""
    helps = (FrozenStrategy("A word mat beside her", "TA", "daily"),)
    target = FrozenTarget(
        what="Read 20 words on sight",
        baseline="Reads 5 of 20",
        measure="18 of 20 on two days",
        figures="9 of 18 words, began at 5",
        by="18 December 2026",
        who="Class teacher",
        how_often="daily",
        strategies=helps,
    )
    sections = (
        FrozenSection("strengths", "Strengths", "lines", "Draws well\nKind to others"),
        FrozenSection("facts", "Figures", "facts", "Reading age: 6:2\nAttendance: 94 %"),
        FrozenSection("targets", "Targets", "targets", targets=(target, target, target)),
        FrozenSection("helps", "What helps", "strategies", strategies=helps * 6),
        FrozenSection("avoid", "Avoid", "avoid", "Loud bells"),
        FrozenSection("staff", "For staff", "text", STAFF_ONLY, for_parent=False),
        FrozenSection("home", "Home", "text", NOT_TA, on_ta_copy=False),
        FrozenSection("family", "Family", "text", NOT_CLASS, on_class_copy=False),
        FrozenSection("signatures", "Agreed by", "signatures", on_ta_copy=False),
    )
    usual: dict[str, Any] = {
        "school": "Northfield Primary",
        "school_lines": ("10 School Lane", "ZZ99 3ZZ"),
        "child": "Ayla Example",
        "forename": "Ayla",
        "class_name": "4B",
        "born": "14 May 2018",
        "name": "Individual Education Plan",
        "is_proposal": False,
        "number": 2,
        "holds": "23 November 2026",
        "review_by": "18 December 2026",
        "issued": "23 November 2026",
        "issued_by": "Senco",
        "sections": sections,
        "voices": (FrozenVoice("pupil", "Zqvoice: I like words", "20 November 2026", "Spoken"),),
        "changes": ("New target: Read 20 words on sight",),
    }
    return FrozenPlan(**(usual | more))


def text_of(printed: Pdf) -> str:
    """All that a print says, one space between words."""
    reader = PdfReader(io.BytesIO(printed.content))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def tags_of(printed: Pdf) -> set[str]:
    """The kinds of structure the print is tagged with."""
    found: set[str] = set()

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.add(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    catalog: Any = PdfReader(io.BytesIO(printed.content)).trailer["/Root"]
    walk(catalog["/StructTreeRoot"]["/K"])
    return found


def test_the_plan_is_tagged_for_screen_readers() -> None:
    """PDF/UA, British English, a title; headings, lists, tables with headers."""
    printed = print_plans([frozen()], Copy.PARENT, SCHOOL)
    catalog: Any = PdfReader(io.BytesIO(printed.content)).trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en-GB"
    assert b"pdfuaid" in catalog["/Metadata"].get_data()
    assert {"/H1", "/H2", "/H3", "/L", "/LI", "/Table", "/TR", "/TH", "/TD"} <= tags_of(printed)


def test_every_page_says_whose_it_is_and_counts() -> None:
    """The child, the plan and its version, confidential, page x of y; each plan counts its own."""
    printed = print_plans([frozen(), frozen(child="Ben Example")], Copy.PARENT, SCHOOL)
    reader = PdfReader(io.BytesIO(printed.content))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    half = len(pages) // 2
    for place, page in enumerate(pages):
        whose = "Ayla Example" if place < half else "Ben Example"
        assert f"Confidential. {whose}, Individual Education Plan, version 2" in page
        assert f"Page {place % half + 1} of {half}" in page


@pytest.mark.parametrize(
    ("copy", "held", "missing"),
    [
        (Copy.PARENT, (NOT_TA, NOT_CLASS, "Zqvoice"), (STAFF_ONLY,)),
        (Copy.LARGE, (NOT_TA, NOT_CLASS, "Zqvoice"), (STAFF_ONLY,)),
        (Copy.EASY, (NOT_TA, NOT_CLASS, "Zqvoice"), (STAFF_ONLY, "Reads 5 of 20")),
        (Copy.TA, (STAFF_ONLY, NOT_CLASS), (NOT_TA, "Zqvoice")),
        (Copy.CLASS, (STAFF_ONLY, NOT_TA), (NOT_CLASS, "Zqvoice")),
        (Copy.WHOLE, (STAFF_ONLY, NOT_TA, NOT_CLASS, "Zqvoice"), ()),
    ],
)
def test_a_copy_says_nothing_its_reader_must_not_see(
    copy: Copy, held: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    """Neither on the paper nor in the file itself."""
    printed = print_plans([frozen()], copy, SCHOOL)
    said = text_of(printed)
    assert all(words in said for words in held)
    for words in missing:
        assert words not in said
        assert words.encode() not in printed.content


def test_an_easy_copy_asks_questions_and_a_large_one_is_large() -> None:
    """`What is Ayla working on?`; 18 point and more."""
    assert "What is Ayla working on?" in text_of(print_plans([frozen()], Copy.EASY, SCHOOL))
    sizes: list[float] = []

    def note(text: str, _cm: Any, _tm: Any, _font: Any, size: float) -> None:
        if "Draws well" in text:
            sizes.append(size)

    large = print_plans([frozen()], Copy.LARGE, SCHOOL)
    for page in PdfReader(io.BytesIO(large.content)).pages:
        page.extract_text(visitor_text=note)
    assert sizes
    assert print_plans([frozen()], Copy.PARENT, SCHOOL).pages < large.pages


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(max_size=400), st.sampled_from(["text", "lines", "facts", "avoid"]))
def test_any_words_can_be_printed(words: str, sort: str) -> None:
    """Script, emoji, other scripts, nothing at all: the print is made and reaches nothing."""
    part = FrozenSection("x", "X", sort, words + "<script src='http://127.0.0.1:9/'>")
    target = FrozenSection("t", "T", "targets", targets=(FrozenTarget(words or "🙂"),))
    assert print_plans([frozen(sections=(part, target))], Copy.PARENT, SCHOOL).pages >= 1


@pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="measured on PostgreSQL only")
def test_a_plan_takes_little_longer_than_its_bare_print(school: Cast) -> None:
    """From the database to bytes at most 1.5 times WeasyPrint on the same HTML, in one run."""
    from weasyprint import HTML

    from common.pdf import _styles

    with school_scope(school.school, by=school.senco.user):
        row = make.issued(school.ayla, school.senco)
        css = style_sheet("plan-print") + style_sheet("plan-variants")
        html = html_of([row.frozen], Copy.PARENT, has_logo=False)
        render_pdf(html, css, assets={}, fonts=FONTS)  # fonts and styles are kept from here on
        sheet, configuration = _styles(css, FONTS)
        ours, bare = [], []
        for _ in range(5):
            begun = time.process_time()
            fetched = type(row).objects.get(pk=row.pk)
            print_plans([fetched.frozen], Copy.PARENT, school.school)
            ours.append(time.process_time() - begun)
            begun = time.process_time()
            document = HTML(string=html, url_fetcher=fetcher({})).render(
                stylesheets=[sheet], font_config=configuration, pdf_variant="pdf/ua-1"
            )
            document.write_pdf(pdf_variant="pdf/ua-1")
            bare.append(time.process_time() - begun)
    assert min(ours) <= 1.5 * min(bare), (min(ours), min(bare))


def test_the_command_writes_the_pdf_of_an_issued_plan(
    school: Cast, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """`render_plan ID --school SLUG --out FILE`; it refuses what is not there, writing nothing."""
    with school_scope(school.school, by=school.senco.user):
        row = make.issued(school.ayla, school.senco)
    out = tmp_path / "plan.pdf"
    where = {"school": "northfield", "out": out}
    call_command("render_plan", row.pk, json=True, **where)
    assert '"pages": 1' in capsys.readouterr().out
    assert out.read_bytes().startswith(b"%PDF-")
    out.unlink()
    for asked, more in ((row.pk + 1, {}), (row.pk, {"school": "nowhere"})):
        with pytest.raises(SystemExit) as left:
            call_command("render_plan", asked, **(where | more))
        assert left.value.code == 1
    assert not out.exists()
