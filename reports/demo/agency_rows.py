"""Writes documents, agencies and advice of a few children, one of the documents restricted."""

from datetime import timedelta

from pupils.actions import Advised, Involved, involve_agency, record_advice
from pupils.models import Document, Pupil
from reports.demo.agency_words import AGENCIES, RESTRICTED, WAITING
from reports.demo.days import Days, moment
from reports.demo.people_rows import PeopleRows, stamp
from schools.uploads import CheckedFile
from stages.models import StageRecord

FONT = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"


def write_agencies(days: Days, people: PeopleRows) -> None:
    """An agency with its report and advice for some children, one asked for, one letter held back.

    They are the children furthest up the ladder.
    """
    senco = people.senco()
    rows = StageRecord.objects.current().order_by("-stage__order", "pupil__uid")
    children = [row.pupil for row in rows.select_related("pupil")[: len(AGENCIES) + 1]]
    for number, (pupil, said) in enumerate(zip(children, AGENCIES, strict=False)):
        asked = days.at(days.last - 45 - number)
        seen = days.at(days.last - 20 - number)
        involvement = involve_agency(
            pupil=pupil,
            facts=Involved(
                agency=said.agency,
                person=said.person,
                secured=said.secured,
                why=said.why,
                referred_on=asked,
                consent_by="Her or his mother",
                consent_on=asked - timedelta(days=3),
                seen_on=seen,
            ),
            by=senco.user,
        )
        report = _document(pupil, said.report, days, people)
        record_advice(
            involvement=involvement,
            said=Advised(report.on, report, "2", said.words, said.recommends),
            by=senco.user,
        )
    if children:
        _document(children[0], RESTRICTED, days, people, openness="restricted")
        agency, why = WAITING
        facts = Involved(agency=agency, why=why, referred_on=days.at(days.last - 6))
        involve_agency(pupil=children[-1], facts=facts, by=senco.user)


def _document(
    pupil: Pupil, title: str, days: Days, people: PeopleRows, *, openness: str = "open"
) -> Document:
    checked, on = CheckedFile(a_page(title), "pdf"), days.at(days.last - 12)
    row = Document(
        pupil=pupil,
        kind=Document.Kind.REPORT.value,
        title=title,
        on=on,
        openness=openness,
        content_type=checked.content_type,
        size=len(checked.content),
        sha256=checked.sha256,
        added_at=moment(on, 600),
        added_by=people.senco().user,
    )
    row.claim_for_school()
    row.file.save("report.pdf", checked.as_file(), save=False)
    stamp(row, row.added_at, row.added_by)
    row.save()
    return row


def a_page(words: str) -> bytes:
    """A PDF of one page that says these words."""
    stream = f"BT /F 18 Tf 72 760 Td ({words}) Tj ET".encode("latin-1")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources%s>>" % FONT,
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(made))
    return made + head + table + tail
