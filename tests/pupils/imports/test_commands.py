"""The commands are a contract: keys, exit codes, one sentence on stderr."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from pupils.models import Pupil
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.pupils.imports.files import rows_of, sample_ctf
from tests.pupils.imports.loading import everything


@pytest.fixture(autouse=True)
def on_12_march() -> Iterator[None]:
    """Every command of these tests runs on 12 March 2027."""
    with time_machine.travel("2027-03-12T10:00:00+00:00", tick=False):
        yield


def answer(capsys: pytest.CaptureFixture[str], *words: Any) -> dict[str, Any]:
    """The JSON object of a command that succeeds, which prints nothing else."""
    call_command(*map(str, words), "--json")
    out, err = capsys.readouterr()
    assert err == ""
    found: dict[str, Any] = json.loads(out)
    return found


def refused(capsys: pytest.CaptureFixture[str], *words: Any) -> tuple[str, str]:
    """What a command that refuses says on stdout and, in a sentence, on stderr; it exits with 1."""
    with pytest.raises(SystemExit) as left:
        call_command(*map(str, words))
    assert left.value.code == 1
    out, err = capsys.readouterr()
    assert err.count("\n") == 1
    assert err.endswith(".\n")
    return out, err.strip()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A good spreadsheet of one child."""
    path = tmp_path / "pupils.csv"
    path.write_bytes(rows_of({}))
    return path


def test_a_dry_run_says_and_does_nothing(
    cast: Cast, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--dry-run` gives the counts and problems, and writes nothing."""
    before = everything(cast.school)
    found = answer(capsys, "import_pupils", sheet, "--school", "northfield", "--dry-run")
    assert found == {"created": 1, "updated": 0, "unchanged": 0, "errors": [], "warnings": []}
    assert everything(cast.school) == before


def test_a_file_is_loaded(cast: Cast, sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command loads, says what it did, and the second time finds everything unchanged."""
    words = ("import_pupils", sheet, "--school", "northfield")
    assert answer(capsys, *words)["created"] == 1
    again = answer(capsys, *words)
    assert again == {"created": 0, "updated": 0, "unchanged": 1, "errors": [], "warnings": []}


def test_a_transfer_file_is_loaded(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`import_ctf` gives the same keys."""
    path = tmp_path / "8012000_CTF_8014000_001.xml"
    year = "<BasicDetails><NCyearActual>5</NCyearActual></BasicDetails><Surname>Specimen"
    path.write_text(sample_ctf().replace("<Surname>Specimen", year), encoding="utf-8")
    found = answer(capsys, "import_ctf", path, "--school", "northfield")
    assert (found["created"], found["errors"]) == (2, [])
    with school_scope(cast.school, writes=False):
        assert Pupil.objects.filter(surname="Specimen").count() == 1


def test_a_file_with_problems_is_refused_whole(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every problem by row and column as JSON, one sentence on stderr, 1, and nothing changed."""
    path = tmp_path / "pupils.csv"
    path.write_bytes(rows_of({"DOB": "13/03/2027"}, {"UPN": "", "Forename": "Bo", "Year": "15"}))
    before = everything(cast.school)
    words = ("import_pupils", path, "--school", "northfield")
    out, err = refused(capsys, *words, "--json")
    assert json.loads(out)["errors"] == [
        {"row": 2, "column": "DOB", "problem": "13 March 2027 is in the future."},
        {
            "row": 3,
            "column": "Year",
            "problem": "“15” is not a year group: use N1, N2, R or 1 to 14.",
        },
    ]
    assert err == "2 problems, the first in row 2 (DOB): nothing was changed."
    assert everything(cast.school) == before
    found = answer(capsys, *words, "--dry-run")
    assert len(found["errors"]) == 2


def test_what_cannot_be_read_is_refused_in_a_sentence(
    cast: Cast, sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No such school, no such file, an empty file, and a spreadsheet given as a CTF."""
    words = ("--school", "northfield")
    empty = tmp_path / "empty.csv"
    empty.touch()
    assert refused(capsys, "import_pupils", sheet, "--school", "nowhere")[1] == (
        "There is no school “nowhere”."
    )
    assert "cannot be opened" in refused(capsys, "import_pupils", tmp_path / "no.csv", *words)[1]
    assert refused(capsys, "import_pupils", empty, *words)[1] == "This file is empty."
    assert "is not complete XML" in refused(capsys, "import_ctf", sheet, *words)[1]


def test_wrong_usage_is_not_a_refusal(cast: Cast) -> None:
    """Without a school the command is used wrongly: manage.py exits with 2."""
    with pytest.raises(CommandError, match="--school"):
        call_command("import_pupils", "pupils.csv")


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("B801200005001", {"valid": True, "temporary": False, "expected_letter": "B"}),
        ("Q207000016049", {"valid": False, "temporary": False, "expected_letter": "P"}),
        ("M80120000500A", {"valid": True, "temporary": True, "expected_letter": "M"}),
        ("nonsense", {"valid": False, "temporary": False, "expected_letter": None}),
    ],
)
def test_the_upn_command(
    value: str, found: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """`upn` gives whether it is valid, whether temporary, and the right letter."""
    assert answer(capsys, "upn", value) == found
