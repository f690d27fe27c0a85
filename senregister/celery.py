"""The Celery application. Rows in `jobs` are the truth; the broker only wakes a worker."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senregister.settings")

app = Celery("senregister")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
