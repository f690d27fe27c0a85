"""Composition of the rooms into one site: settings, addresses, workers. No models, no rules."""

from senregister.celery import app as celery_app

__all__ = ["celery_app"]
