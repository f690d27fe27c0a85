"""The private file pipeline: what is uploaded is checked by content, re-encoded or refused.

Files lie under random names in private storage and are served only by views (reliability.md,
"hostile uploads").
"""

from __future__ import annotations

import io
import uuid
import warnings
from typing import Any

import filetype
from django.core.files.base import ContentFile, File
from PIL import Image, ImageFile, ImageOps

from common.errors import Refused

LARGEST_IMAGE_BYTES = 5 * 1024 * 1024
LARGEST_IMAGE_PIXELS = 40_000_000
LARGEST_SIDE = 800
LARGEST_PHOTO_SIDE = 4_000  # a page of A4 at 300 dots an inch stays as it is
UNREADABLE = "The picture could not be read. Choose another file."


def private_path(instance: Any, filename: str) -> str:
    """A random name in the school's folder; nothing of the uploaded name is kept but the kind."""
    kind = filename.rsplit(".", 1)[-1].lower() if "." in filename else "bin"
    school_id = getattr(instance, "school_id", None) or instance.pk
    return f"schools/{school_id}/{uuid.uuid4().hex}.{kind[:5]}"


def clean_image(upload: File[bytes]) -> ContentFile[bytes]:
    """An uploaded PNG or JPEG as a new PNG of at most 800 pixels a side, without its metadata.

    Raises `Refused` for any other content, whatever the file is called.
    """
    if (upload.size or 0) > LARGEST_IMAGE_BYTES:
        raise Refused("The picture is larger than 5 MB. Choose a smaller one.")
    content = upload.read()
    kind = filetype.guess(content)
    if kind is None or kind.mime not in {"image/png", "image/jpeg"}:
        raise Refused("The picture must be a PNG or a JPEG.")
    return ContentFile(_re_encoded(content), name="image.png")


def clean_photo(content: bytes) -> tuple[bytes, str]:
    """A PNG or JPEG made anew, of at most 4,000 pixels a side: its bytes, and `png` or `jpg`.

    What a camera wrote beside it (position, time, device) is gone. Raises `Refused`.
    """
    picture, format_name = _opened(content)
    picture.thumbnail((LARGEST_PHOTO_SIDE, LARGEST_PHOTO_SIDE))
    if format_name == "PNG":
        return _encoded(picture, "PNG"), "png"
    return _encoded(picture.convert("RGB"), "JPEG", quality=88), "jpg"


def _re_encoded(content: bytes) -> bytes:
    clean, _format = _opened(content)
    clean.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    return _encoded(clean, "PNG")


def _opened(content: bytes) -> tuple[Image.Image, str]:
    """The pixels of a picture, upright, and the format it came in. Raises `Refused`."""
    # WeasyPrint lets the whole process take broken pictures for whole ones as it is imported.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=["PNG", "JPEG"])
            if picture.width * picture.height > LARGEST_IMAGE_PIXELS:
                raise Refused("The picture has too many pixels. Choose a smaller one.")
            return ImageOps.exif_transpose(picture).convert("RGBA"), str(picture.format)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as fault:
        raise Refused(UNREADABLE) from fault


def _encoded(picture: Image.Image, format_name: str, **options: int) -> bytes:
    """A picture from its pixels alone, so that nothing else of the file comes along."""
    out = io.BytesIO()
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    bare.save(out, format_name, **options)
    return out.getvalue()
