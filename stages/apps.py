"""stages: the graduated response."""

from django.apps import AppConfig


class StagesConfig(AppConfig):
    name = "stages"

    def ready(self) -> None:
        from pupils.leaving import leaving_also_ends
        from stages.leaving import open_records

        leaving_also_ends(open_records)
