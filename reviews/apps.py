"""reviews: assess, plan, do, review, and the reminders that keep it going."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
