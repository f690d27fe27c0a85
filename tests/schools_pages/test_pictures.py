"""The private file pipeline: what is not a picture is refused, what is one is made anew."""

import io
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from common.errors import Refused
from schools.files import LARGEST_SIDE, clean_image, private_path
from schools.models import School
from tests.schools_pages.pictures import HTML, SVG, bomb, picture, upload, with_position


def cleaned(content: bytes) -> Image.Image:
    """What becomes of an uploaded picture."""
    made: Image.Image = Image.open(io.BytesIO(clean_image(upload(content)).read()))
    made.load()
    return made


@pytest.mark.parametrize(
    "content",
    [
        picture("PNG"),
        picture("JPEG"),
        picture("JPEG", cmyk=True),
        picture("JPEG", progressive=True),
    ],
    ids=["png", "jpeg", "cmyk", "progressive"],
)
def test_png_and_jpeg_become_png(content: bytes) -> None:
    """By content, whatever the file was called."""
    made = cleaned(content)
    assert made.format == "PNG"
    assert made.size == (40, 20)


HOSTILE = {
    "svg as png": SVG,
    "html as png": HTML,
    "gif": picture("GIF"),
    "bmp": picture("BMP"),
    "tiff": picture("TIFF"),
    "webp": picture("WEBP"),
    "empty": b"",
    "pdf": b"%PDF-1.7 nothing",
    "zip": b"PK\x03\x04" + b"\0" * 99,
    "half a png": picture("PNG", (400, 400))[:120],
    "png head, html body": b"\x89PNG\r\n\x1a\n" + HTML,
    "a png's name only": b"\x89PNG\r\n\x1a\n",
    "bomb": bomb(),
    "bomb under the library's own line": bomb(7_000),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_anything_else_is_refused_in_one_sentence(content: bytes) -> None:
    """SVG and HTML as PNG, other formats, broken files and bombs (reliability.md).

    Also once WeasyPrint is there, which makes Pillow take broken files for whole ones.
    """
    import weasyprint  # noqa: F401

    with pytest.raises(Refused, match=r"^The picture .*\.$"):
        clean_image(upload(content))


def test_more_than_five_megabytes_is_not_even_read() -> None:
    """The size is looked at first."""
    file = SimpleUploadedFile("logo.png", b"\0" * (5 * 1024 * 1024 + 1))
    with pytest.raises(Refused, match="larger than 5 MB"):
        clean_image(file)
    assert file.tell() == 0


def test_what_a_picture_tells_beside_itself_is_gone() -> None:
    """Position and description do not survive; the way up does."""
    content = with_position()
    assert b"zqsecretplace" in content
    made = clean_image(upload(content)).read()
    assert b"zqsecretplace" not in made
    opened = Image.open(io.BytesIO(made))
    assert not opened.getexif()
    assert not opened.info
    assert opened.size == (20, 40)


def test_text_behind_a_picture_is_gone() -> None:
    """A file that is a picture and a page at once comes out as a picture."""
    assert b"script" not in clean_image(upload(picture("PNG") + HTML)).read()


def test_large_picture_is_made_smaller() -> None:
    """At most 800 pixels a side, in proportion."""
    assert cleaned(picture("PNG", (4000, 1000))).size == (LARGEST_SIDE, 200)


def test_nothing_of_the_uploaded_name_is_kept() -> None:
    """A random name in the school's own folder."""
    path = private_path(School(pk=7), "../../etc/passwd.png")
    folder, name = path.rsplit("/", 1)
    assert folder == "schools/7"
    assert len(name) == 36
    assert name.endswith(".png")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_mutated_pictures_are_made_anew_or_refused(kind: str) -> None:
    """300 pictures with bytes changed, cut off or doubled: never another error."""
    chance = random.Random(f"pictures {kind}")
    honest = picture(kind, (60, 60))
    for _ in range(300):
        bad = bytearray(honest)
        for _change in range(chance.randint(1, 8)):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        cut = bytes(bad[: chance.randint(8, len(bad))])
        try:
            assert cleaned(cut).format == "PNG"
        except Refused:
            continue
