"""pupils: the child, and what people record about the child."""

from django.apps import AppConfig


class PupilsConfig(AppConfig):
    name = "pupils"
