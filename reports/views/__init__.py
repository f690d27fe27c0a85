"""Pages that combine rooms."""

from reports.views.home import home
from reports.views.job import job_detail
from reports.views.pupil import pupil_now
from reports.views.register import pupil_find, register, register_export

__all__ = [
    "home",
    "job_detail",
    "pupil_find",
    "pupil_now",
    "register",
    "register_export",
]
