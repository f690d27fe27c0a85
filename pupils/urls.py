"""The child's pages, under `/s/<school>/pupils/`."""

from django.urls import path

from pupils import views

app_name = "pupils"

# The record: read, change, leave, come back.
record = [
    path("add/", views.pupil_add, name="pupil_add"),
    path("<int:pk>/details/", views.pupil_detail, name="pupil_detail"),
    path("<int:pk>/details/edit/", views.pupil_edit, name="pupil_edit"),
    path("<int:pk>/photo/", views.pupil_photo, name="pupil_photo"),
    path("<int:pk>/photo/edit/", views.photo_edit, name="photo_edit"),
    path("<int:pk>/class/", views.class_change, name="class_change"),
    path("<int:pk>/archive/", views.pupil_archive, name="pupil_archive"),
    path("<int:pk>/restore/", views.pupil_restore, name="pupil_restore"),
    path("<int:pk>/history/", views.pupil_history, name="pupil_history"),
    path("<int:pk>/readers/", views.pupil_readers, name="pupil_readers"),
]

# The adults around the child, and the child's needs and SEN status.
people_and_needs = [
    path("contacts/checks/", views.contact_checks, name="contact_checks"),
    path("<int:pk>/contacts/add/", views.contact_add, name="contact_add"),
    path("contacts/<int:pk>/edit/", views.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/end/", views.contact_end, name="contact_end"),
    path("<int:pk>/staff/add/", views.staff_link_add, name="staff_link_add"),
    path("staff/<int:pk>/end/", views.staff_link_end, name="staff_link_end"),
    path("<int:pk>/blocks/add/", views.access_block_add, name="access_block_add"),
    path("blocks/<int:pk>/end/", views.access_block_end, name="access_block_end"),
    path("<int:pk>/own-child/", views.own_child_answer, name="own_child_answer"),
    path("staff/<int:pk>/home/", views.staff_home_edit, name="staff_home_edit"),
    path("<int:pk>/needs/", views.need_edit, name="need_edit"),
    path("<int:pk>/sen-status/", views.sen_status_correct, name="sen_status_correct"),
]

# What a child and the parents say.
voices = [
    path("<int:pk>/voices/", views.pupil_voices, name="pupil_voices"),
    path("<int:pk>/voices/add/", views.voice_add, name="voice_add"),
    path("voices/<int:pk>/edit/", views.voice_edit, name="voice_edit"),
    path("voices/<int:pk>/withdraw/", views.voice_withdraw, name="voice_withdraw"),
]

# Loading a file: choose, look, say yes, see.
imports = [
    path("imports/", views.import_new, name="import_new"),
    path("imports/<int:pk>/", views.import_detail, name="import_detail"),
    path("imports/<int:pk>/confirm/", views.import_confirm, name="import_confirm"),
    path("imports/<int:pk>/classes/", views.import_classes, name="import_classes"),
    path("imports/<int:pk>/discard/", views.import_discard, name="import_discard"),
    path("imports/<int:pk>/problems/", views.import_problems, name="import_problems"),
]

# Staying current: what a file leaves to a person, and what the MIS should be told.
mis = [
    path("imports/<int:pk>/columns/", views.import_columns, name="import_columns"),
    path("imports/<int:pk>/settle/", views.import_settle, name="import_settle"),
    path("imports/<int:pk>/leavers/", views.import_leavers, name="import_leavers"),
    path("imports/<int:pk>/accept/", views.import_accept, name="import_accept"),
    path("imports/matchings/<int:pk>/forget/", views.matching_forget, name="matching_forget"),
    path("imports/nightly/", views.drop_setting, name="drop_setting"),
    path("mis/", views.mis_list, name="mis_list"),
    path("mis/export/", views.mis_export, name="mis_export"),
    path("<int:pk>/mis/tick/", views.mis_tick, name="mis_tick"),
    path("mis/<int:pk>/undo/", views.mis_undo, name="mis_undo"),
]

# Figures of attendance, suspensions and attainment, from a spreadsheet.
snapshots = [
    path("snapshots/", views.snapshot_new, name="snapshot_new"),
    path("snapshots/<int:pk>/", views.snapshot_detail, name="snapshot_detail"),
    path("snapshots/<int:pk>/confirm/", views.snapshot_confirm, name="snapshot_confirm"),
    path("snapshots/<int:pk>/discard/", views.snapshot_discard, name="snapshot_discard"),
    path("snapshots/scale/", views.scale_edit, name="scale_edit"),
]

urlpatterns = [*snapshots, *record, *people_and_needs, *voices, *imports, *mis]
