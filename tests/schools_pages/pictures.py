"""Pictures to upload, honest and hostile, made as they are needed."""

import io
import struct
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), **saved: Any) -> bytes:
    """A plain picture of a kind, with whatever else is to be saved in it."""
    out = io.BytesIO()
    mode = "CMYK" if saved.pop("cmyk", False) else "RGB"
    Image.new(mode, size).save(out, kind, **saved)
    return out.getvalue()


def with_position() -> bytes:
    """A JPEG on its side, that tells where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turned by a quarter
    exif[0x010E] = "zqsecretplace"  # description
    exif.get_ifd(0x8825)[1] = "N"  # the position
    return picture("JPEG", exif=exif)


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few bytes that says it is 3,600 million pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"\0" * 99))


def _chunk(kind: bytes, data: bytes) -> bytes:
    crc = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + crc


def upload(content: bytes, name: str = "logo.png", kind: str = "image/png") -> SimpleUploadedFile:
    """The content as a browser sends it, under whatever name and kind it claims."""
    return SimpleUploadedFile(name, content, kind)
