"""What every print of a school is made with: its logo, our typeface."""

from django.conf import settings

from common.pdf import ASSET
from schools.models import School

LOGO = f"{ASSET}logo.png"
FONTS = settings.NODE_MODULES / "@fontsource-variable" / "atkinson-hyperlegible-next" / "files"
STYLES = settings.BASE_DIR / "static" / "senregister" / "css"


def style_sheet(name: str) -> str:
    """A style sheet for print, as it lies in the tree."""
    return (STYLES / f"{name}.css").read_text(encoding="utf-8")


def logo_of(school: School) -> bytes:
    """The school's logo; nothing where there is none, or its file is gone."""
    try:
        with school.logo.open("rb") as file:
            return bytes(file.read())
    except (ValueError, FileNotFoundError):
        return b""
