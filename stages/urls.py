"""The ladder, and a child's moves on it, under `/s/<school>/`."""

from django.urls import path

from stages import views

app_name = "stages"

urlpatterns = [
    path("ladder/", views.ladder_detail, name="ladder_detail"),
    path("ladder/adopt/", views.ladder_adopt, name="ladder_adopt"),
    path("ladder/versions/", views.version_list, name="version_list"),
    path("ladder/versions/<int:pk>/", views.version_detail, name="version_detail"),
    path("ladder/compare/", views.ladder_compare, name="ladder_compare"),
    path("ladder/edit/", views.ladder_edit, name="ladder_edit"),
    path("ladder/edit/about/", views.ladder_about, name="ladder_about"),
    path("ladder/edit/links/", views.ladder_links, name="ladder_links"),
    path("ladder/edit/order/", views.ladder_order, name="ladder_order"),
    path("ladder/edit/copy/", views.ladder_copy, name="ladder_copy"),
    path("ladder/edit/discard/", views.ladder_discard, name="ladder_discard"),
    path("ladder/edit/publish/", views.ladder_publish, name="ladder_publish"),
    path("ladder/edit/kinds/", views.kind_list, name="kind_list"),
    path("ladder/edit/kinds/add/", views.kind_add, name="kind_add"),
    path("ladder/edit/kinds/<slug:pk>/", views.kind_edit, name="kind_edit"),
    path("ladder/edit/kinds/<slug:pk>/remove/", views.kind_remove, name="kind_remove"),
    path("ladder/edit/asked/add/", views.ladder_requirement_add, name="ladder_requirement_add"),
    path("ladder/edit/asked/<slug:pk>/", views.requirement_edit, name="requirement_edit"),
    path(
        "ladder/edit/asked/<slug:pk>/remove/", views.requirement_remove, name="requirement_remove"
    ),
    path("ladder/edit/ways/<slug:pk>/", views.way_edit, name="way_edit"),
    path("ladder/edit/ways/<slug:pk>/remove/", views.way_remove, name="way_remove"),
    path("ladder/edit/add-stage/", views.stage_add, name="stage_add"),
    path("ladder/edit/stages/<slug:pk>/", views.stage_detail, name="stage_detail"),
    path("ladder/edit/stages/<slug:pk>/about/", views.stage_about, name="stage_about"),
    path("ladder/edit/stages/<slug:pk>/place/", views.stage_place, name="stage_place"),
    path("ladder/edit/stages/<slug:pk>/support/", views.stage_support, name="stage_support"),
    path("ladder/edit/stages/<slug:pk>/people/", views.stage_people, name="stage_people"),
    path("ladder/edit/stages/<slug:pk>/time/", views.stage_time, name="stage_time"),
    path("ladder/edit/stages/<slug:pk>/links/", views.stage_links, name="stage_links"),
    path("ladder/edit/stages/<slug:pk>/ask/", views.requirement_add, name="requirement_add"),
    path("ladder/edit/stages/<slug:pk>/add-way/", views.way_add, name="way_add"),
    path("ladder/edit/stages/<slug:pk>/retire/", views.stage_retire, name="stage_retire"),
    path("ladder/edit/stages/<slug:pk>/restore/", views.stage_restore, name="stage_restore"),
    path("go-live/", views.go_live, name="go_live"),
    path("go-live/<int:pk>/", views.staging_review, name="staging_review"),
    path("go-live/<int:pk>/rules/", views.staging_rules, name="staging_rules"),
    path("go-live/<int:pk>/confirm/", views.staging_confirm, name="staging_confirm"),
    path("go-live/<int:pk>/discard/", views.staging_discard, name="staging_discard"),
    path("pupils/<int:pk>/move/", views.move, name="move"),
    path("pupils/<int:pk>/beside/", views.overlay_start, name="overlay_start"),
    path("pupils/<int:pk>/evidence/", views.evidence_add, name="evidence_add"),
    path("evidence/<int:pk>/withdraw/", views.evidence_withdraw, name="evidence_withdraw"),
    path("pupils/<int:pk>/back-date/", views.record_back_date, name="record_back_date"),
    path("stage-records/<int:pk>/correct/", views.record_correct, name="record_correct"),
    path("stage-records/<int:pk>/withdraw/", views.record_withdraw, name="record_withdraw"),
    path("stay-decisions/<int:pk>/withdraw/", views.stay_withdraw, name="stay_withdraw"),
    path("stage-records/<int:pk>/end/", views.overlay_end, name="overlay_end"),
]
