"""Reminders, under `/s/<school>/`."""

from django.urls import path

from reviews import views

app_name = "reviews"

urlpatterns = [
    path("reminders/", views.digest_edit, name="digest_edit"),
]
