"""How long the print of letters takes, and how much memory, in a process of its own.

`python -m benchmarks.letters_bench [COUNT ...]` prints one JSON object: for each count the seconds
of a print, its pages and kilobytes, in the order given; and the peak memory of the whole process in
megabytes. The first print loads WeasyPrint and the typeface, as the first of a worker does.
"""

import json
import os
import sys
import time
from typing import Any

import django

from benchmarks.import_bench import peak_mb

COUNTS = (1, 1, 60)


def measure(count: int) -> dict[str, Any]:
    """The figures of one print. Django must be set up; no database is asked."""
    from pupils.letters.printing import print_pages
    from schools.models import School
    from tests.letters.pages import page

    pages = [page(child=f"Child{n} Example", large_print=n % 12 == 5) for n in range(count)]
    began = time.perf_counter()
    printed = print_pages(pages, School(name="Northfield Primary"))
    return {
        "letters": count,
        "seconds": round(time.perf_counter() - began, 3),
        "pages": printed.pages,
        "kb": round(len(printed.content) / 1024),
    }


def main() -> None:
    """Measure the counts given on the command line."""
    counts = [int(text) for text in sys.argv[1:]] or COUNTS
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senregister.settings")
    django.setup()
    found = [measure(count) for count in counts]
    print(json.dumps({"prints": found, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main()
