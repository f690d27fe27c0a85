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


def _re_encoded(content: bytes) -> bytes:
    # WeasyPrint lets the whole process take broken pictures for whole ones as it is imported.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=["PNG", "JPEG"])
            if picture.width * picture.height > LARGEST_IMAGE_PIXELS:
                raise Refused("The picture has too many pixels. Choose a smaller one.")
            clean = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as fault:
        raise Refused("The picture could not be read. Choose another file.") from fault
    clean.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    out = io.BytesIO()
    Image.frombytes("RGBA", clean.size, clean.tobytes()).save(out, "PNG")
    return out.getvalue()
