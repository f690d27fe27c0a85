"""The child's pages, under `/s/<school>/pupils/`."""

from django.urls import URLPattern

app_name = "pupils"

urlpatterns: list[URLPattern] = []
