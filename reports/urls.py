"""Pages that combine rooms, under `/s/<school>/`."""

from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("", views.home, name="home"),
    path("register/", views.register, name="register"),
    path("register/export/", views.register_export, name="register_export"),
    path("find/", views.pupil_find, name="pupil_find"),
    path("pupils/<int:pk>/", views.pupil_now, name="pupil_now"),
    path("jobs/<int:pk>/", views.job_detail, name="job_detail"),
]
