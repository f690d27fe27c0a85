"""The print of 1 and of 60 letters: seconds and memory, in a process of their own."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from benchmarks.conftest import Figures

pytestmark = pytest.mark.budget(300)


def bench_letters(figures: Figures) -> None:
    """The first print of a worker, a second of one letter, and one of sixty."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.letters_bench"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    names = ("letter, first of a worker", "letter, after it", "60 letters")
    for name, row in zip(names, found["prints"], strict=True):
        figures[name] = {
            "ms": round(row["seconds"] * 1000, 1),
            "bytes": row["kb"] * 1024,
            "pages": row["pages"],
            "peak_mb": found["peak_mb"],
        }
