"""stages: the graduated response."""

from django.apps import AppConfig


class StagesConfig(AppConfig):
    name = "stages"

    def ready(self) -> None:
        from accounts.permissions import Permission
        from pupils.chronology import Kind, chronology_from
        from pupils.leaving import leaving_also_ends
        from schools.touched import settled_by
        from stages.agency_records import advice, agencies
        from stages.chronology import moves
        from stages.chronology import noted as told
        from stages.kept_records import (
            checklists,
            concerns,
            letters,
            meetings,
            meetings_that_reviewed,
            noted,
            observations,
            voices,
        )
        from stages.leaving import open_records
        from stages.sources import evidence_from
        from stages.standing import restand

        leaving_also_ends(open_records)
        for source in (
            noted,
            letters,
            meetings,
            meetings_that_reviewed,
            checklists,
            concerns,
            observations,
            voices,
            agencies,
            advice,
        ):
            evidence_from(source)
        settled_by(restand)
        chronology_from(moves, Kind.STAGE, needs=Permission.VIEW_STAGE)
        chronology_from(told, Kind.DONE, needs=Permission.VIEW_STAGE)
