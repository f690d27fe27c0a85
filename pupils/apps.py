"""pupils: the child, and what people record about the child."""

from django.apps import AppConfig


class PupilsConfig(AppConfig):
    name = "pupils"

    def ready(self) -> None:
        from accounts.permissions import Permission
        from pupils.chronology import Kind, chronology_from
        from pupils.chronology.papers import papers
        from pupils.chronology.records import concerns, figures, letters, meetings, of_school

        school = (Kind.STATUS, Kind.NEED, Kind.SCHOOL)
        chronology_from(of_school, *school, needs=Permission.VIEW_PUPIL)
        chronology_from(letters, Kind.LETTER, needs=Permission.VIEW_LETTERS)
        chronology_from(meetings, Kind.MEETING, needs=Permission.VIEW_MEETINGS)
        chronology_from(figures, Kind.FIGURE, needs=Permission.VIEW_CONTACTS)
        chronology_from(papers, Kind.DOCUMENT, Kind.VOICE, needs=Permission.READ_DOCUMENTS)
        chronology_from(concerns, Kind.CONCERN, needs=Permission.READ_CONCERNS)
