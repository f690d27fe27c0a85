"""The ladder, and a child's moves on it, under `/s/<school>/`."""

from django.urls import path

from stages import views

app_name = "stages"

urlpatterns = [
    path("ladder/", views.ladder_detail, name="ladder_detail"),
    path("ladder/adopt/", views.ladder_adopt, name="ladder_adopt"),
    path("pupils/<int:pk>/move/", views.move, name="move"),
    path("pupils/<int:pk>/beside/", views.overlay_start, name="overlay_start"),
    path("pupils/<int:pk>/back-date/", views.record_back_date, name="record_back_date"),
    path("stage-records/<int:pk>/correct/", views.record_correct, name="record_correct"),
    path("stage-records/<int:pk>/withdraw/", views.record_withdraw, name="record_withdraw"),
    path("stage-records/<int:pk>/end/", views.overlay_end, name="overlay_end"),
]
