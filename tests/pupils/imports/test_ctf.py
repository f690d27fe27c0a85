"""The Common Transfer File: read whole, and every hostile or broken one refused in a sentence."""

import io
import time
from datetime import date

import pytest

from common.tabular import Unreadable
from pupils.imports import ctf
from pupils.imports.ctf import read_ctf
from pupils.imports.incoming import (
    Incoming,
    IncomingContact,
    IncomingNeed,
    IncomingPupil,
    IncomingStatus,
)
from tests.pupils.imports.files import TODAY, sample_ctf


def read(text: str | bytes) -> Incoming:
    """What a CTF of this text says, on 12 March 2027."""
    content = text.encode() if isinstance(text, str) else text
    return read_ctf(io.BytesIO(content), today=TODAY)


def around(pupil: str) -> str:
    """A CTF of one pupil: the elements given, beside a name and a date of birth."""
    return (
        "<CTfile><CTFpupilData><Pupil><Surname>Example</Surname><Forename>Ada</Forename>"
        f"<DOB>2015-05-14</DOB>{pupil}</Pupil></CTFpupilData></CTfile>"
    )


def history(*entries: tuple[str, str]) -> str:
    """A SEN history of these dates and codes."""
    inner = "".join(
        f"<SEN><StartDate>{day}</StartDate><SENprovision>{code}</SENprovision></SEN>"
        for day, code in entries
    )
    return f"<SENhistory>{inner}</SENhistory>"


def refusal(content: str | bytes) -> str:
    """The one sentence with which the file is refused."""
    with pytest.raises(Unreadable) as refused:
        read(content)
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_the_published_sample_is_read_whole() -> None:
    """Names, dates, needs by rank, SEN history by date, contacts, in whatever order."""
    found = read(sample_ctf())
    assert found.problems == ()
    assert found.pupils[0] == IncomingPupil(
        row=1,
        upn="B801200005001",
        former_upn="M80120000500A",
        forename="Ada",
        middle_names="Grace",
        surname="Example",
        preferred_surname="Sample",
        born_on=date(2015, 5, 14),
        sex="F",
        year_group=6,
        has_free_meals=True,
        is_looked_after=False,
        statuses=(
            IncomingStatus("K", date(2021, 1, 11)),
            IncomingStatus("E", date(2023, 3, 1)),
        ),
        needs=(IncomingNeed("SLCN", 2), IncomingNeed("ASD", 1, date(2021, 1, 11))),
        contacts=(
            IncomingContact(
                *(1, "Example", "Sam", "Mx", "PAM", True, "sam@example.test", "07700 900123")
            ),
        ),
    )


def test_the_older_word_for_sex_is_read() -> None:
    """`Gender` of files before 2023 is the same as `Sex`; what a pupil lacks is left blank."""
    assert read(sample_ctf()).pupils[1] == IncomingPupil(
        row=2, forename="Bo", surname="Specimen", born_on=date(2016, 1, 2), sex="M"
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_fault(encoding: str) -> None:
    """A mark before the first letter, and UTF-16, are read."""
    text = sample_ctf().replace('encoding="UTF-8"', "").replace("Ada", "Zoë")
    assert read(text.encode(encoding)).pupils[0].forename == "Zoë"


def test_a_namespace_is_no_fault() -> None:
    """No namespace is expected, but one does no harm."""
    text = sample_ctf().replace("<CTfile>", '<CTfile xmlns="urn:example">')
    assert len(read(text).pupils) == 2


def test_a_status_given_twice_is_one_status() -> None:
    """Rows that repeat a status do not begin it again."""
    entries = [("2024-09-01", "K"), ("2021-01-11", "K"), ("2025-01-06", "E")]
    assert read(around(history(*entries))).pupils[0].statuses == (
        IncomingStatus("K", date(2021, 1, 11)),
        IncomingStatus("E", date(2025, 1, 6)),
    )


def test_historic_statuses_are_told() -> None:
    """School Action is left out and a statement read as E, each with a warning."""
    entries = [("2019-01-11", "A"), ("2020-01-11", "S")]
    found = read(around(history(*entries) + "<UPN>B801200005001</UPN>"))
    assert found.pupils[0].statuses == (IncomingStatus("E", date(2020, 1, 11)),)
    assert [(p.column, p.warning) for p in found.problems][:2] == [
        ("SENhistory/SEN/SENprovision", True),
        ("SENhistory/SEN/SENprovision", True),
    ]


@pytest.mark.parametrize(
    ("pupil", "column", "says"),
    [
        ("<DOB>2028-01-01</DOB>", "", ""),
        (history(("2020-01-11", "Z")), "SENhistory/SEN/SENprovision", "“Z” is not a SEN status"),
        (history(("2028-01-11", "K")), "SENhistory/SEN/StartDate", "is in the future"),
        (history(("2014-01-11", "K")), "SENhistory/SEN/StartDate", "before the pupil was born"),
        (
            history(("2020-01-11", "K"), ("2020-01-11", "E")),
            *("SENhistory/SEN/SENprovision", "Two SEN statuses start on 11 January 2020."),
        ),
        (
            history(("", "K"), ("2020-01-11", "E")),
            *("SENhistory/SEN/StartDate", "One of several SEN statuses has no start date."),
        ),
        (
            "<SENhistory><SENneeds><SENneed><SENtype>QWE</SENtype></SENneed></SENneeds></SENhistory>",
            *("SENhistory/SENneeds/SENneed/SENtype", "“QWE” is not a type of need"),
        ),
        ("<UPN>Q801200005001</UPN>", "UPN", "should be B, not Q"),
        ("<BasicDetails><NCyearActual>99</NCyearActual></BasicDetails>", "", "is not a year group"),
        ("<Gender>U</Gender>", "Sex", "“U” is not a sex"),
    ],
)
def test_a_fault_names_the_pupil_and_the_element(pupil: str, column: str, says: str) -> None:
    """Each fault is told by the pupil's number in the file and the element's name."""
    found = [p for p in read(around(pupil)).problems if "no type of need" not in p.problem]
    if not says:
        assert found == []
        return
    assert [(p.row, p.column) for p in found] == [(1, column or "BasicDetails/NCyearActual")]
    assert says in found[0].problem


def test_a_pupil_without_a_name_is_told() -> None:
    """Both names and a date of birth are needed to know whom a file is about."""
    found = read(
        "<CTfile><CTFpupilData><Pupil><Surname>Example</Surname></Pupil></CTFpupilData></CTfile>"
    )
    assert [p.column for p in found.problems] == ["Forename", "DOB"]


def test_two_pupils_with_one_upn_are_told() -> None:
    """One child comes once in a file."""
    text = sample_ctf().replace("<Forename>Bo", "<UPN>B801200005001</UPN><Forename>Bo")
    assert [(p.row, p.column) for p in read(text).problems] == [(2, "UPN")]


@pytest.mark.parametrize(
    "prologue",
    [
        "<!DOCTYPE CTfile>",
        '<!DOCTYPE CTfile SYSTEM "http://127.0.0.1/ctf.dtd">',
        '<!DOCTYPE CTfile [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE CTfile [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>',
    ],
)
def test_a_document_type_is_refused(prologue: str) -> None:
    """No document type gets past the first line: no entity bomb, no file, no address is read."""
    assert "document type" in refusal(prologue + around("&x;" if "&" in prologue else ""))


@pytest.mark.budget(5)
def test_200_000_nested_tags_are_refused() -> None:
    """Depth ends in a sentence, quickly, wherever it is."""
    deep = "<a>" * 200_000 + "</a>" * 200_000
    start = time.monotonic()
    for content in (around(deep), f"<CTfile>{deep}</CTfile>", "<CTfile>" + "<a>" * 200_000):
        assert "nested far too deeply" in refusal(content)
    assert time.monotonic() - start < 5


@pytest.mark.budget(5)
def test_a_crowd_of_elements_is_refused() -> None:
    """Very many elements in one pupil, and very many pupils, are refused before memory runs out."""
    assert "far too much in one place" in refusal(around("<a/>" * 200_000))
    pupils = "<Pupil/>" * 6_000
    sentence = refusal(f"<CTfile><CTFpupilData>{pupils}</CTFpupilData></CTfile>")
    assert sentence == "This file holds more than 5,000 pupils."


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "This file is empty."),
        ("   \n", "This file is empty."),
        ("<Message/>", "it begins with “Message”, not “CTfile”"),
        ("<html><body/></html>", "it begins with “html”"),
        ("<CTfile/>", "holds no pupils"),
        ("<CTfile><Pupil/></CTfile>", "holds no pupils"),
        ("UPN,Surname\r\n", "is not complete XML (line 1)"),
        (b"PK\x03\x04 a zip", "is not complete XML (line 1)"),
        (b"<?xml version='1.0' encoding='klingon'?><CTfile/>", "cannot be read"),
        ("<CTfile><CTFpupilData>&nbsp;</CTFpupilData></CTfile>", "is not complete XML (line 1)"),
    ],
)
def test_what_is_no_ctf_is_told(content: str | bytes, says: str) -> None:
    """A wrong root, an empty file, another sort of file, or an unknown encoding: one sentence."""
    assert says in refusal(content)


def test_a_file_over_the_limit_is_refused_by_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over the limit is refused before anything is parsed."""
    monkeypatch.setattr(ctf, "LARGEST", 2**20)
    assert refusal("<CTfile>" + " " * 2**20 + "</CTfile>") == (
        "This file is 1.0 MB: the limit is 1 MB."
    )


def test_a_truncated_file_is_refused_wherever_it_ends() -> None:
    """A half-sent file is refused with the line it breaks off at, never half read."""
    content = sample_ctf().encode()
    for end in range(40, len(content) - 12, 53):
        assert "is not complete XML (line" in refusal(content[:end])
