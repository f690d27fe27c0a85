"""How a fault is logged: where it broke, never whom it was about (reliability.md, names in logs).

An exception's message may quote a row or a form: PostgreSQL's detail lines do.
"""

import traceback
from types import TracebackType

from django.db.utils import IntegrityError, OperationalError, ProgrammingError
from structlog.processors import ExceptionRenderer

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

SPEAK_OF_CODE = (
    IntegrityError,
    OperationalError,
    ProgrammingError,
    AttributeError,
    ImportError,
    NameError,
    TypeError,
)


def plain_traceback(exc_info: ExcInfo) -> str:
    """Where it broke and by what kind of fault; its words only where they speak of code."""
    found: list[str] = []
    fault: BaseException | None = exc_info[1]
    while fault is not None:
        words = str(fault).partition("\n")[0] if isinstance(fault, SPEAK_OF_CODE) else ""
        frames = "".join(traceback.format_tb(fault.__traceback__))
        found.append(f"{frames}{type(fault).__name__}: {words}".rstrip(": "))
        fault = fault.__cause__ or fault.__context__
    return "\ncaused by\n".join(found)


render_exception = ExceptionRenderer(plain_traceback)
