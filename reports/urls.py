"""Pages that combine rooms, under `/s/<school>/`."""

from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("", views.home, name="home"),
    path("register/", views.register, name="register"),
]
